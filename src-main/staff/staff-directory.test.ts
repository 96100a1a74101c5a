import { describe, expect, it } from 'vitest';
import { makeMemoryFs } from '../journal/edge/memory-fs.ts';
import { mustOpen } from '../journal/test-support.ts';
import { PaymentBook } from '../payment/payment-book.ts';
import { HandTime } from '../payment/test-support.ts';
import { StaffDirectoryKeeper } from './staff-directory.ts';
import { StaffFloor } from './staff-floor.ts';
import { gatewayKey, MemoryFile, person, signedList } from './test-support.ts';

const day = 24 * 60 * 60_000;

/** What the kiosk remembers beside the file; a second keeper with the same one is a restart. */
async function memory() {
  const floor = new StaffFloor();
  const fs = makeMemoryFs();
  const book = await PaymentBook.open(await mustOpen(fs, { segmentBytes: 64 * 1024, reserveBytes: 1024 }), [floor]);
  return { floor, book, fs };
}

async function keeper(file = new MemoryFile(), key = gatewayKey(), kept?: Awaited<ReturnType<typeof memory>>) {
  const { floor, book } = kept ?? (await memory());
  const time = new HandTime();
  const world: { answerKey: string | null; provedMs: number | null } = { answerKey: key.answerKey, provedMs: null };
  const notes: string[] = [];
  const directory = new StaffDirectoryKeeper({
    file,
    answerKey: () => world.answerKey,
    provedMs: () => world.provedMs,
    floor: {
      of: (answerKey) => floor.of(answerKey),
      raise: (answerKey, version) => floor.raise(book, answerKey, version),
    },
    clock: time,
    onTaken: (version) => notes.push(`taken ${version}`),
    onRefused: (why) => notes.push(`refused ${why}`),
    log: () => undefined,
  });
  await directory.open();
  const list = signedList(key, [await person('A101', 'attendant', '402817')]);
  return { time, world, file, key, directory, list, notes };
}

describe('the list of staff on the kiosk', () => {
  it('is there after a restart, without a network', async () => {
    const { directory, list, file, key } = await keeper();
    expect(await directory.take(list)).toEqual({ ok: true, value: 'newer' });
    const again = await keeper(file, key);
    expect(again.directory.find('A101')).toMatchObject({ ok: true, value: { role: 'attendant' } });
    expect(again.directory.find('A102')).toEqual({ ok: true, value: null });
  });

  it('lets nobody in before there is one', async () => {
    const { directory } = await keeper();
    expect(directory.find('A101')).toEqual({ ok: false, error: 'no_directory' });
  });

  it('takes only what the gateway signed', async () => {
    const { directory, list } = await keeper();
    const forged = { ...list, directory: { ...list.directory, version: 9 } };
    expect(await directory.take(forged)).toEqual({ ok: false, error: 'forged' });
    expect(await directory.take(signedList(gatewayKey(), []))).toEqual({ ok: false, error: 'forged' });
    expect(await directory.take('nonsense')).toEqual({ ok: false, error: 'unreadable' });
    expect(directory.find('A101')).toEqual({ ok: false, error: 'no_directory' });
  });

  it('is not believed when somebody wrote into its file', async () => {
    const { directory, list, file, key } = await keeper();
    await directory.take(list);
    file.text = (file.text ?? '').replace('attendant', 'supervisor');
    const again = await keeper(file, key);
    expect(again.directory.find('A101')).toEqual({ ok: false, error: 'no_directory' });
  });

  it('forgets somebody who is not in a newer one, and never goes back', async () => {
    const { directory, list, key } = await keeper();
    await directory.take(list);
    expect(await directory.take(signedList(key, [], { version: 2 }))).toEqual({ ok: true, value: 'newer' });
    expect(directory.find('A101')).toEqual({ ok: true, value: null });
    expect(await directory.take(list)).toEqual({ ok: false, error: 'older' });
    expect(directory.find('A101')).toEqual({ ok: true, value: null });
  });

  it('goes on for longer when the gateway signs the same again later', async () => {
    const { directory, list, key, time } = await keeper();
    await directory.take(list);
    const later = signedList(key, list.directory.staff, {
      issuedAt: '2026-12-01T09:00:00+03:00',
      notAfter: '2027-01-01T09:00:00+03:00',
    });
    expect(await directory.take(later)).toEqual({ ok: true, value: 'newer' });
    time.wallMs = () => Date.parse('2026-12-30T09:00:00+03:00');
    expect(directory.find('A101').ok).toBe(true);
  });

  it('expires, and a clock set back does not bring it to life', async () => {
    const { directory, list, time, file, key } = await keeper();
    await directory.take(list);
    time.wallMs = () => Date.parse('2026-12-23T00:00:00+03:00');
    expect(directory.find('A101')).toEqual({ ok: false, error: 'expired' });
    await directory.noteTime();
    time.wallMs = () => Date.parse('2026-11-23T00:00:00+03:00');
    expect(directory.find('A101')).toEqual({ ok: false, error: 'expired' });
    const again = await keeper(file, key);
    again.time.wallMs = () => Date.parse('2020-01-01T00:00:00+03:00');
    expect(again.directory.find('A101')).toEqual({ ok: false, error: 'expired' });
  });

  it('counts the days on while a clock stands at a dead battery’s date', async () => {
    const { directory, list, time } = await keeper();
    time.wallMs = () => 0;
    await directory.take(list);
    expect(directory.find('A101').ok).toBe(true);
    const monotonicMs = time.monotonicMs();
    time.monotonicMs = () => monotonicMs + 31 * day;
    expect(directory.find('A101')).toEqual({ ok: false, error: 'expired' });
  });

  it('goes by the gateway’s time while there is one, whatever the clock says', async () => {
    const { directory, list, time, world } = await keeper();
    await directory.take(list);
    time.wallMs = () => Date.parse('2040-01-01T00:00:00+03:00');
    world.provedMs = Date.parse('2026-11-25T00:00:00+03:00');
    expect(directory.find('A101').ok).toBe(true);
  });

  it('stays the old one when the disk takes no new one', async () => {
    const { directory, list, file, key } = await keeper();
    await directory.take(list);
    file.refuses = true;
    expect(await directory.take(signedList(key, [], { version: 2 }))).toEqual({ ok: false, error: 'disk' });
    expect(directory.find('A101')).toMatchObject({ ok: true, value: { id: 'A101' } });
  });

  it('of another gateway, to which the kiosk was enrolled anew, begins with a number of its own', async () => {
    const { directory, key, file } = await keeper();
    await directory.take(signedList(key, [], { version: 7 }));
    const other = await keeper(file);
    expect(other.directory.find('A101')).toEqual({ ok: false, error: 'no_directory' });
    expect(await other.directory.take(other.list)).toEqual({ ok: true, value: 'newer' });
    expect(other.directory.find('A101').ok).toBe(true);
  });

  it('is told of when it is new or not taken, and not when it is only good for longer', async () => {
    const { directory, list, key, notes } = await keeper();
    await directory.take(list);
    await directory.take(signedList(key, list.directory.staff, { issuedAt: '2026-12-01T09:00:00+03:00' }));
    await directory.take(signedList(key, [], { version: 0 }));
    expect(notes).toEqual(['taken 1', 'refused older']);
  });
});

describe('an older list put back onto the disk', () => {
  /** A101 was on version 1 and is not on version 2; then the file of version 1 is put back, and the kiosk starts again. */
  async function putBack() {
    const [file, kept] = [new MemoryFile(), await memory()];
    const before = await keeper(file, undefined, kept);
    await before.directory.take(before.list);
    const older = file.text;
    const newer = signedList(before.key, [await person('S201', 'supervisor', '402817')], { version: 2 });
    await before.directory.take(newer);
    file.text = older;
    const after = await keeper(file, before.key, kept);
    return { ...after, list: before.list, newer, kept };
  }

  it('lets nobody in, neither who was taken off nor anybody else, and it is told once', async () => {
    const { directory, notes } = await putBack();
    expect(directory.find('A101')).toEqual({ ok: false, error: 'put_back' });
    expect(directory.find('S201')).toEqual({ ok: false, error: 'put_back' });
    await directory.checkFloor();
    await directory.checkFloor();
    expect(notes).toEqual(['refused put_back']);
  });

  it('is not taken from the gateway’s line or a stick either', async () => {
    const { directory, list } = await putBack();
    expect(await directory.take(list)).toEqual({ ok: false, error: 'older' });
  });

  it('is over as soon as the newest comes again', async () => {
    const { directory, newer } = await putBack();
    expect(await directory.take(newer)).toEqual({ ok: true, value: 'newer' });
    expect(directory.find('S201')).toMatchObject({ ok: true, value: { role: 'supervisor' } });
    expect(directory.find('A101')).toEqual({ ok: true, value: null });
  });

  it('is noticed by the journal, whose own copy survives a power cut', async () => {
    const { kept, key } = await putBack();
    kept.fs.cutPower(() => 0);
    const floor = new StaffFloor();
    await PaymentBook.open(await mustOpen(kept.fs, { segmentBytes: 64 * 1024, reserveBytes: 1024 }), [floor]);
    expect(floor.of(key.answerKey)).toBe(2);
  });

  it('of another gateway, which numbers its own, counts', async () => {
    const { file, kept } = await putBack();
    const other = await keeper(file, gatewayKey(), kept);
    expect(await other.directory.take(other.list)).toEqual({ ok: true, value: 'newer' });
    expect(other.directory.find('A101').ok).toBe(true);
  });

  it('after the journal could not be written is still found out the next time', async () => {
    const [file, kept] = [new MemoryFile(), await memory()];
    const { directory, list, key } = await keeper(file, undefined, kept);
    kept.fs.failAt('datasync', 1, 'EIO');
    expect(await directory.take(list)).toEqual({ ok: true, value: 'newer' });
    expect(kept.floor.of(key.answerKey)).toBe(0);
    kept.fs.cutPower(() => 0);
    const later = { ...(await memory()), fs: kept.fs };
    const again = await keeper(file, key, later);
    await again.directory.checkFloor();
    expect(later.floor.of(key.answerKey)).toBe(1);
  });
});
