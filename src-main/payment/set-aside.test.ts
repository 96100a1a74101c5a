import { describe, expect, it } from 'vitest';
import { commandFor } from '../../src-shared/payment/machine.ts';
import { err } from '../../src-shared/result.ts';
import type { GatewayFailure } from '../gateway/failure.ts';
import { order, paymentRoom, settle } from './test-support.ts';

const minute = 60_000;
const hour = 60 * minute;
const refused: GatewayFailure = { kind: 'problem', code: 'conflict', message: 'another receipt number' };
const away: readonly GatewayFailure[] = [
  { kind: 'network_down' },
  { kind: 'bad_answer', reason: 'not_json' },
  { kind: 'problem', code: 'internal', message: '' },
  { kind: 'problem', code: 'payments_closed', message: '' },
  { kind: 'problem', code: 'too_many_requests', message: '' },
  // About the kiosk as a whole: enrolling it again mends everything at once.
  { kind: 'problem', code: 'unknown_kiosk', message: '' },
];

type Room = Awaited<ReturnType<typeof paymentRoom>>;

/** One more payment that is captured; its commit is answered as the room's gateway says. */
async function captured({ desk, gateway, time }: Room): Promise<string> {
  gateway.is('intent');
  const outcome = await desk.start(order);
  if (outcome.result !== 'started') throw new Error(outcome.result);
  await settle();
  gateway.is('captured');
  await time.pass(2_000);
  return outcome.pid;
}

async function refusedCommit() {
  const room = await paymentRoom();
  room.gateway.against = refused;
  return { ...room, pid: await captured(room) };
}

/** The program starts again on the same disk. */
async function restarted(before: Room) {
  before.desk.stop();
  const room = await paymentRoom(before.fs);
  room.gateway.is('captured');
  room.gateway.against = refused;
  await room.desk.recover();
  return room;
}

const commits = ({ gateway }: Room): number => gateway.calls.filter((call) => call === 'commit').length;

describe('what the gateway refuses', () => {
  it('for ever is set aside after five tries, keeps its money on the books, and is sent on twice an hour', async () => {
    const room = await refusedCommit();
    const { book, time, pid } = room;
    await time.pass(5 * minute);
    expect(book.setAside.of(pid)).toMatchObject({ why: 'conflict', tries: 5 });
    expect(commits(room)).toBe(5);
    await time.pass(10 * hour);
    expect(commits(room)).toBeGreaterThan(5 + 10);
    expect(commits(room)).toBeLessThanOrEqual(5 + 28);
    expect(book.get(pid)).toMatchObject({ state: 'captured', receiptNo: 'K001-00000001' });
    expect(book.open().map((one) => commandFor(one, 'after_restart'))).toEqual(['commit']);
  });

  it('is written down once, however long it goes on', async () => {
    const { book, time, pid } = await refusedCommit();
    await time.pass(5 * minute);
    const { seq } = book.head();
    await time.pass(10 * hour);
    expect(book.head().seq).toBe(seq);
    expect(book.setAside.of(pid)).not.toBeNull();
  });

  it('holds up no other', async () => {
    const room = await refusedCommit();
    await room.time.pass(5 * minute);
    room.gateway.against = null;
    const other = await captured(room);
    expect(room.book.get(other)?.state).toBe('posted');
    expect(room.book.get(room.pid)?.state).toBe('captured');
  });

  it('and takes after all is set aside no longer, by itself within the hour', async () => {
    const { book, gateway, time, pid } = await refusedCommit();
    await time.pass(5 * minute);
    gateway.against = null;
    await time.pass(hour);
    expect(book.get(pid)?.state).toBe('posted');
    expect(book.setAside.count).toBe(0);
  });

  it('is sent at once when somebody asks for it', async () => {
    const room = await refusedCommit();
    const { desk, book, gateway, time, pid } = room;
    await time.pass(5 * minute);
    expect(await desk.courseOf(pid)?.askNow()).toBe(true);
    expect(commits(room)).toBe(6);
    expect(book.setAside.of(pid)).not.toBeNull();
    gateway.against = null;
    await desk.courseOf(pid)?.askNow();
    expect(book.get(pid)?.state).toBe('posted');
  });

  it('and takes at the fourth try was never set aside', async () => {
    const room = await refusedCommit();
    for (let passed = 0; commits(room) < 4 && passed < 240; passed += 1) await room.time.pass(250);
    room.gateway.against = null;
    await room.time.pass(minute);
    expect(room.book.get(room.pid)?.state).toBe('posted');
    expect(room.book.setAside.count).toBe(0);
  });

  it('because it is still finding out is no refusal', async () => {
    const { book, gateway, time, pid } = await refusedCommit();
    // K-Net has not confirmed it to a gateway that was restored from a backup.
    gateway.is('notified');
    await time.pass(hour);
    expect(book.setAside.count).toBe(0);
    gateway.against = null;
    await time.pass(minute);
    expect(book.get(pid)?.state).toBe('posted');
  });

  it('may be word that nothing was charged', async () => {
    const room = await paymentRoom();
    room.gateway.reserveReply = err({ kind: 'problem', code: 'payments_closed', message: '' });
    room.gateway.withdraw = async () => err({ kind: 'problem', code: 'bad_request', message: '' });
    expect((await room.desk.start(order)).result).toBe('closed');
    await room.time.pass(5 * minute);
    const [cancelled] = room.book.open();
    if (!cancelled) throw new Error('nothing is owed');
    expect(room.book.setAside.of(cancelled.pid)).toMatchObject({ why: 'bad_request' });
    expect(commandFor(cancelled, 'after_restart')).toBe('release');
  });
});

describe('a network that is away', () => {
  it('ten thousand times uses up no tries: one refusal after it is one, and the first yes books the payment', async () => {
    const room = await paymentRoom();
    let asked = 0;
    const commit = room.gateway.commit.bind(room.gateway);
    room.gateway.commit = async () => {
      asked += 1;
      const failure = asked === 10_001 ? refused : away[asked % away.length];
      return asked <= 10_001 && failure ? err(failure) : commit();
    };
    const pid = await captured(room);
    while (asked <= 10_001) {
      await room.desk.courseOf(pid)?.askNow();
      expect(room.book.setAside.count).toBe(0);
    }
    expect(room.book.get(pid)?.state).toBe('posted');
  });

  it('between refusals makes them no fewer', async () => {
    const { book, gateway, time, desk, pid } = await refusedCommit();
    for (let turn = 0; turn < 5; turn += 1) {
      gateway.against = { kind: 'network_down' };
      await desk.courseOf(pid)?.askNow();
      gateway.against = refused;
      await desk.courseOf(pid)?.askNow();
    }
    await time.pass(1_000);
    expect(book.setAside.of(pid)).toMatchObject({ why: 'conflict' });
  });
});

describe('after a restart', () => {
  it('what was set aside still is, and is taken up where it was', async () => {
    const before = await refusedCommit();
    await before.time.pass(5 * minute);
    const room = await restarted(before);
    expect(room.book.setAside.of(before.pid)).toEqual(before.book.setAside.of(before.pid));
    await room.time.pass(hour);
    expect(commits(room)).toBeLessThanOrEqual(4);
    room.gateway.against = null;
    await room.time.pass(hour);
    expect(room.book.get(before.pid)?.state).toBe('posted');
    expect((await restarted(room)).book.setAside.count).toBe(0);
  });

  it('by a power cut between the refusal and its record, twice, it is set aside in the end and still owed', async () => {
    let room: Room & { pid: string } = await refusedCommit();
    const { pid } = room;
    for (let cut = 0; cut < 2; cut += 1) {
      room.fs.failAt('datasync', 1, 'EIO');
      await room.time.pass(5 * minute);
      expect(room.book.setAside.count).toBe(0);
      room.fs.cutPower(() => cut * 0.999);
      room = { ...(await restarted(room)), pid };
      // Whether the record reached the disk is the disk's secret; the payment did, and is owed either way.
      expect(room.book.get(pid)).toMatchObject({ state: 'captured', receiptNo: 'K001-00000001' });
    }
    await room.time.pass(5 * minute);
    expect(room.book.setAside.of(pid)).toMatchObject({ why: 'conflict' });
    room.gateway.against = null;
    await room.desk.courseOf(pid)?.askNow();
    expect(room.book.get(pid)?.state).toBe('posted');
  });
});
