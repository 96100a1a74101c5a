import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { arm } from '../payment/arm.ts';
import { openCase } from '../payment/cases.ts';
import { commit } from '../payment/commit.ts';
import { lockPayment, step } from '../payment/payment-row.ts';
import { report } from '../payment/report.ts';
import { reserve } from '../payment/reserve.ts';
import { settleCapture } from '../payment/settle.ts';
import { basket, commitOf, kiosk, pidOf, receiptNoOf, ticket, World } from '../payment/test-world.ts';
import { inTransaction } from '../db/transaction.ts';
import { auditLedger } from '../reconciliation/audit.ts';
import { closeCase } from './close-case.ts';
import { readClosingOrder, type ClosingOrder } from './closing-order.ts';
import { closureOf } from './closure.ts';
import { listCases, viewCase } from './read-cases.ts';

// The embedded database is slow on a busy machine; a test that hangs is found all the same.
vi.setConfig({ testTimeout: 60_000 });

let database: Database;
let world: World;
beforeAll(async () => {
  database = await openDatabase(process.env.GATEWAY_TEST_DATABASE ?? 'pglite:memory');
}, 60_000);
afterAll(() => database.close());
beforeEach(async () => {
  world = new World(database);
  await world.emptyDatabase();
});

const a = pidOf('a');
const b = pidOf('b');
const two = { by: ['Amal', 'Badr'], reason: 'seen in the portal' } as const;
const close = (id: number, order: Partial<ClosingOrder> = {}) => closeCase(world.deps, id, { ...two, ...order });
const said = (words: string) => ({ ok: true, value: expect.stringContaining(words) });
const refused = (words: string) => ({ ok: false, error: expect.stringContaining(words) });
const atTerminal = (pid: string, id: string) => basket(pid, [ticket(id)], { rail: 'terminal' });

/** An attempt whose outcome nobody could find out, with people. */
async function unresolved(pid: string, ...more: ('contradiction' | 'unresolved')[]): Promise<number> {
  world.ministry.tickets = [ticket('T1')];
  await reserve(world.deps, kiosk, atTerminal(pid, 'T1'));
  await arm(world.deps, kiosk, pid);
  await inTransaction(database.db, async (trx) => {
    const payment = await lockPayment(trx, pid);
    await step(trx, payment!, 'manual', world.now);
    for (const name of ['unresolved' as const, ...more])
      await openCase(trx, world.deps.log, { pid, class: name, evidence: {}, now: world.now });
  });
  return (await openCases())[0]!.id;
}

const openCases = () => listCases(database.db, { all: false });
const leases = () => database.db.selectFrom('lease').select('item_id').execute();
async function sound(): Promise<void> {
  expect(await auditLedger(database.db)).toEqual([]);
  expect(await world.trialBalance()).toBe(0);
}

describe('a payment with people', () => {
  it('closed as captured is booked, posted and told to the ministry', async () => {
    const id = await unresolved(a);
    expect(await close(id, { outcome: 'captured', reference: 'TX77' })).toEqual(said('The payment is captured.'));
    await world.pass(20 * 60_000);
    expect(world.ministry.settled).toMatchObject([{ ticketNo: 'T1', pid: a }]);
    expect(await database.db.selectFrom('payment').select('card').executeTakeFirst()).toEqual({
      card: { transactionId: 'TX77' },
    });
    expect(await leases()).toEqual([]);
    expect(await openCases()).toEqual([]);
    const view = await viewCase(database.db, id);
    expect(view).toMatchObject({
      file: { closed_by: ['Amal', 'Badr'], reason: 'seen in the portal', outcome: 'captured', reference: 'TX77' },
      payment: { state: 'captured', captured_fils: 5000 },
    });
    expect(await closureOf(database.db, a)).toEqual({
      caseId: String(id),
      evidence: 'seen in the portal (TX77)',
      staff: ['Amal', 'Badr'],
    });
    await sound();
  });

  it('closed as not charged gives its items back', async () => {
    const id = await unresolved(a);
    expect(await close(id, { outcome: 'not_charged' })).toEqual(said('its items are free'));
    expect(await world.state(a)).toBe('not_charged');
    expect(await leases()).toEqual([]);
    expect(await reserve(world.deps, kiosk, atTerminal(b, 'T1'))).toMatchObject({ value: { result: 'reserved' } });
    await sound();
  });

  it('closed as refunded is booked both ways and never reaches the ministry', async () => {
    const id = await unresolved(a);
    expect(await close(id, { outcome: 'refunded', reference: 'R9' })).toEqual(said('The payment is refunded.'));
    await world.pass(20 * 60_000);
    expect(world.ministry.settled).toEqual([]);
    expect(await database.db.selectFrom('refund').select(['state', 'proof', 'amount_fils']).execute()).toEqual([
      { state: 'done', proof: 'R9', amount_fils: 5000 },
    ]);
    expect(await openCases()).toEqual([]);
    await sound();
  });

  it('is not let go by its last case without an outcome, but by an earlier one', async () => {
    const id = await unresolved(a, 'contradiction');
    expect(await close(id)).toEqual(said('still waits'));
    const [last] = await openCases();
    expect(await close(last!.id)).toEqual(refused('waits for an outcome'));
    expect(await openCases()).toHaveLength(1);
    expect(await world.state(a)).toBe('manual');
    await sound();
  });
});

describe('a case that was about nothing any more', () => {
  it('because K-Net had booked the money meanwhile, lets the kiosk go on once it is closed', async () => {
    await world.untilPressed(a);
    await inTransaction(database.db, async (trx) => {
      const payment = await lockPayment(trx, a);
      await step(trx, payment!, 'manual', world.now);
      await openCase(trx, world.deps.log, { pid: a, class: 'contradiction', evidence: {}, now: world.now });
      const manual = await lockPayment(trx, a);
      await settleCapture(trx, world.deps, manual!, { capture: { amountFils: fils(5000) } });
    });
    const told = () => report(world.deps, kiosk, { pid: a, seen: 0, waitSeconds: 0 });
    expect(await told()).not.toMatchObject({ value: { closure: expect.anything() } });
    const [file] = await openCases();
    expect(await close(file!.id)).toEqual(said('is closed'));
    expect(await told()).toMatchObject({
      value: { state: 'captured', closure: { caseId: String(file!.id), evidence: 'seen in the portal' } },
    });
  });
});

describe('a refund with people', () => {
  it('ends with its reference, and with nothing else', async () => {
    const paid = (pid: string, n: number) =>
      commit(
        world.deps,
        { code: kiosk, revoked: false },
        pid,
        commitOf(atTerminal(pid, 'T1'), { receiptNo: receiptNoOf(n) }),
      );
    await paid(a, 1);
    await paid(b, 2);
    const [file] = await openCases();
    expect(file).toMatchObject({ class: 'refund_due', pid: b });
    expect(await close(file!.id)).toEqual(refused('--outcome refunded --reference'));
    expect(await close(file!.id, { outcome: 'captured', reference: 'R9' })).toEqual(refused('--outcome refunded'));
    expect(await world.state(b)).toBe('manual');
    expect(await close(file!.id, { outcome: 'refunded', reference: 'R9' })).toEqual(said('the payment is refunded'));
    expect(await world.state(b)).toBe('refunded');
    expect(await world.state(a)).toBe('posted');
    await sound();
  });
});

describe('what a revoked kiosk brought', () => {
  it('is told to the ministry when people have matched it', async () => {
    const body = commitOf(atTerminal(a, 'T1'));
    await commit(world.deps, { code: kiosk, revoked: true }, a, body);
    await world.pass(20 * 60_000);
    expect(world.ministry.settled).toEqual([]);
    const [file] = await openCases();
    expect(await close(file!.id, { outcome: 'captured', reference: 'TX1' })).toEqual(said('The ministry is told.'));
    await world.work();
    expect(world.ministry.settled).toMatchObject([{ ticketNo: 'T1' }]);
    await sound();
  });
});

describe('a case', () => {
  it('that is closed, or was never there, is not closed again', async () => {
    const id = await unresolved(a);
    await close(id, { outcome: 'not_charged' });
    expect(await close(id, { outcome: 'captured', reference: 'TX77' })).toEqual(refused(`Case ${id} was closed on`));
    expect(await close(id + 1)).toEqual(refused(`There is no case ${id + 1}.`));
    expect(await world.state(a)).toBe('not_charged');
  });

  it('about something without a payment, or whose payment is settled, takes no outcome', async () => {
    await inTransaction(database.db, async (trx) => {
      await openCase(trx, world.deps.log, { pid: 'K001', class: 'number_twice', evidence: {}, now: world.now });
    });
    const [file] = await openCases();
    expect(await close(file!.id, { outcome: 'captured', reference: 'x' })).toEqual(refused('leave --outcome away'));
    expect(await close(file!.id)).toEqual(said('is closed'));
    expect(await listCases(database.db, { all: true })).toHaveLength(1);
  });
});

describe('what two people say', () => {
  it.each([
    ['one person twice', { ...{ by: 'Amal', and: ' AMAL ' }, reason: 'r' }, ['--by and --and name the same person.']],
    ['one person', { by: 'Amal', reason: 'r' }, ['--and is missing.']],
    ['no reason', { by: 'Amal', and: 'Badr', reason: '  ' }, ['--reason is empty.']],
    ['a long name', { by: 'A'.repeat(41), and: 'Badr', reason: 'r' }, ['--by has more than 40 characters.']],
    [
      'an outcome nobody knows',
      { by: 'Amal', and: 'Badr', reason: 'r', outcome: 'paid' },
      ['--outcome is captured, not_charged or refunded.'],
    ],
    [
      'a capture without a number',
      { by: 'Amal', and: 'Badr', reason: 'r', outcome: 'captured' },
      ['This outcome needs --reference: the number that shows it.'],
    ],
  ])('is refused with %s', (_words, words, wrong) => {
    expect(readClosingOrder(words)).toEqual({ ok: false, error: wrong });
  });

  it('is taken with names as they are written', () => {
    const words = { by: ' Amal ', and: 'Badr', reason: ' seen ', outcome: 'captured', reference: ' TX1 ' };
    expect(readClosingOrder(words)).toEqual({
      ok: true,
      value: { by: ['Amal', 'Badr'], reason: 'seen', outcome: 'captured', reference: 'TX1' },
    });
  });
});
