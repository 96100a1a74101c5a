import { describe, expect, it } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { err, ok } from '../../src-shared/result.ts';
import { order, paymentRoom, settle } from './test-support.ts';

/** Starts the order and returns the room with the pid of the started attempt. */
async function started() {
  const room = await paymentRoom();
  const outcome = await room.desk.start(order);
  if (outcome.result !== 'started') throw new Error(outcome.result);
  await settle();
  return { ...room, pid: outcome.pid };
}

describe('a payment on the phone', () => {
  it('shows the page, then "being confirmed", then paid with receipt number one', async () => {
    const { desk, gateway, time, pid } = await started();
    expect(desk.view(pid)).toMatchObject({ state: 'sending', pageUrl: 'http://127.0.0.1:1/p/token', canCancel: true });
    gateway.is('open');
    await time.pass(2_000);
    expect(desk.view(pid)).toMatchObject({ state: 'sending', pageOpened: true, canCancel: false });
    gateway.is('notified');
    await time.pass(2_000);
    expect(desk.view(pid)).toMatchObject({ state: 'unknown', unknownReason: 'confirming', pageUrl: null });
    gateway.is('captured');
    await time.pass(3_000);
    expect(desk.view(pid)?.state).toBe('posted');
  });

  it('that the bank declined is not charged and gets no receipt number', async () => {
    const { desk, book, gateway, time, pid } = await started();
    gateway.is('not_charged');
    await time.pass(3_000);
    expect(desk.view(pid)).toMatchObject({ state: 'not_charged', notPaidReason: 'declined' });
    expect(book.nextReceiptNo('K001')).toBe('K001-00000001');
  });

  it('is never opened by a kiosk that could not write its journal', async () => {
    const { desk, gateway, fs } = await paymentRoom();
    fs.failAt('datasync', 1, 'EIO');
    expect(await desk.start(order)).toEqual({ result: 'closed', reason: 'journal_closed' });
    expect(gateway.calls).not.toContain('reserve');
    expect(gateway.calls).not.toContain('open');
  });

  it('whose amount changed meanwhile reserves nothing and hands out no page', async () => {
    const { desk, book, gateway } = await paymentRoom();
    const changes = [
      { obligationId: 'a', ticketNo: 'T1', wasFils: fils(15_000), nowFils: fils(20_000), why: 'amount' as const },
    ];
    const answer = {
      id: 'x',
      partyKind: 'individual' as const,
      maskedNumber: '••17',
      obligations: [],
      systems: [{ system: 'traffic' as const, state: 'answered' as const }],
      offices: [],
      asOf: '2026-11-22T09:26:00+03:00',
      source: { from: 'live' as const },
    };
    gateway.reserveReply = ok({ result: 'changed', changes, answer });
    expect(await desk.start(order)).toMatchObject({ result: 'changed' });
    expect(book.all().map((record) => record.state)).toEqual(['cancelled']);
    expect(gateway.calls).not.toContain('open');
  });

  it.each([
    ['network_down', { kind: 'network_down' }],
    ['ministry_down', { kind: 'problem', code: 'ministry_down', message: '' }],
    ['payments_closed', { kind: 'problem', code: 'payments_closed', message: '' }],
  ] as const)('cannot start while it is %s, and says so', async (reason, failure) => {
    const { desk, gateway } = await paymentRoom();
    gateway.reserveReply = err(failure);
    expect(await desk.start(order)).toEqual({ result: 'closed', reason });
  });
});

describe('a visitor who changes their mind', () => {
  it('before pressing Pay on the page is told, with proof, that nothing was charged', async () => {
    const { desk, pid, time } = await started();
    await desk.cancel(pid);
    await time.pass(1_000);
    expect(desk.view(pid)).toMatchObject({ state: 'not_charged' });
  });

  it('after pressing Pay cannot undo it here: the outcome stays open', async () => {
    const { desk, gateway, time, pid } = await started();
    gateway.is('open');
    await desk.cancel(pid);
    expect(desk.view(pid)).toMatchObject({ state: 'sending', pageOpened: true, canCancel: false });
    gateway.is('captured');
    await time.pass(3_000);
    expect(desk.view(pid)?.state).toBe('posted');
  });

  it('and walks away is followed until the truth is known', async () => {
    const { desk, book, gateway, time, pid } = await started();
    gateway.is('open');
    await time.pass(1_500);
    await desk.leave(pid);
    expect(desk.view(pid)).toMatchObject({ state: 'unknown', unknownReason: 'visitor_left' });
    await time.pass(60_000);
    gateway.is('captured');
    await time.pass(40_000);
    expect(book.get(pid)?.state).toBe('posted');
  });
});

describe('a network that goes away', () => {
  it('while the page is out makes the outcome unknown, never "not charged", and is found later', async () => {
    const { desk, gateway, time, pid } = await started();
    gateway.is('open');
    await time.pass(1_500);
    gateway.reachable = false;
    await time.pass(60_000);
    expect(desk.view(pid)).toMatchObject({ state: 'unknown', unknownReason: 'no_answer' });
    gateway.is('captured');
    gateway.reachable = true;
    await time.pass(40_000);
    expect(desk.view(pid)?.state).toBe('posted');
  });

  it('after the capture loses nothing: the commit is sent until it is answered', async () => {
    const { desk, gateway, time, pid } = await started();
    gateway.commit = async () => err({ kind: 'network_down' });
    gateway.is('captured');
    await time.pass(100_000);
    expect(desk.view(pid)?.state).toBe('captured');
    gateway.commit = async () =>
      ok({ result: 'posted', proof: 'WAFA1.s.g', postings: [{ obligationId: 'a', posting: 'pending' }] });
    await time.pass(40_000);
    expect(desk.view(pid)?.state).toBe('posted');
  });
});

describe('after the power came back', () => {
  it('a payment that was under way is asked about and never opened again', async () => {
    const before = await started();
    before.desk.stop();
    const after = await paymentRoom(before.fs);
    after.gateway.is('captured');
    const open = await after.desk.recover();
    expect(open.map((record) => record.pid)).toEqual([before.pid]);
    await after.time.pass(5_000);
    expect(after.desk.view(before.pid)).toMatchObject({ state: 'posted', afterRestart: true });
    expect(after.gateway.calls).not.toContain('open');
    expect(after.gateway.calls).not.toContain('reserve');
  });

  it('a page nobody had pressed Pay on is closed, with proof that nothing was charged', async () => {
    const before = await started();
    before.desk.stop();
    const after = await paymentRoom(before.fs);
    await after.desk.recover();
    await after.time.pass(5_000);
    expect(after.desk.view(before.pid)).toMatchObject({ state: 'not_charged', notPaidReason: 'restarted' });
  });

  it('receipt numbers go on where they stopped', async () => {
    const before = await started();
    before.gateway.is('captured');
    await before.time.pass(5_000);
    before.desk.stop();
    const after = await paymentRoom(before.fs);
    expect(after.book.get(before.pid)?.receiptNo).toBe('K001-00000001');
    expect(after.book.nextReceiptNo('K001')).toBe('K001-00000002');
  });
});
