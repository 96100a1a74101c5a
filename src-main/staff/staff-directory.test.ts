import { describe, expect, it } from 'vitest';
import { HandTime } from '../payment/test-support.ts';
import { StaffDirectoryKeeper } from './staff-directory.ts';
import { gatewayKey, MemoryFile, person, signedList } from './test-support.ts';

const day = 24 * 60 * 60_000;

async function keeper(file = new MemoryFile(), key = gatewayKey()) {
  const time = new HandTime();
  const world: { answerKey: string | null; provedMs: number | null } = { answerKey: key.answerKey, provedMs: null };
  const notes: string[] = [];
  const directory = new StaffDirectoryKeeper({
    file,
    answerKey: () => world.answerKey,
    provedMs: () => world.provedMs,
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
