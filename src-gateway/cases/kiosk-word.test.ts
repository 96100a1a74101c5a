import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CaseClosure } from '../../src-shared/payment/record.ts';
import { refundRef } from '../../src-shared/payment/refund-ref.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { inTransaction } from '../db/transaction.ts';
import { arm } from '../payment/arm.ts';
import { openCase } from '../payment/cases.ts';
import { commit } from '../payment/commit.ts';
import { noCharge } from '../payment/no-charge.ts';
import { lockPayment, step } from '../payment/payment-row.ts';
import { reserve } from '../payment/reserve.ts';
import { reversed } from '../payment/reversed.ts';
import { basket, commitOf, kiosk, pidOf, ticket, World } from '../payment/test-world.ts';
import { auditLedger } from '../reconciliation/audit.ts';
import { listCases } from './read-cases.ts';

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
  world.ministry.tickets = [ticket('T1')];
});

const a = pidOf('a');
const closure: CaseClosure = {
  caseId: 'K001-AAAAAAAA',
  evidence: 'acquirer_portal TX77',
  staff: ['SUP1', 'ATT2'],
  atKiosk: true,
};
const atTerminal = basket(a, [ticket('T1')], { rail: 'terminal' });
const me = { code: kiosk, revoked: false };
const saysCaptured = (request = atTerminal) => commit(world.deps, me, a, { ...commitOf(request), closure });
const saysNotCharged = () => noCharge(world.deps, kiosk, a, { reason: 'declined', proof: 'people', closure });

async function armed(): Promise<void> {
  await reserve(world.deps, kiosk, atTerminal);
  await arm(world.deps, kiosk, a);
}

async function withPeople(): Promise<void> {
  await inTransaction(database.db, async (trx) => {
    await step(trx, (await lockPayment(trx, a))!, 'manual', world.now);
    await openCase(trx, world.deps.log, { pid: a, class: 'unresolved', evidence: {}, now: world.now });
  });
}

const cases = async (all: boolean) => (await listCases(database.db, { all })).map((file) => file.class);
const refunds = () => database.db.selectFrom('refund').select(['state', 'reason', 'proof']).execute();
async function sound(): Promise<void> {
  expect(await auditLedger(database.db)).toEqual([]);
  expect(await world.trialBalance()).toBe(0);
}

describe('people at the kiosk say that the money was taken', () => {
  it('and nobody knows better: it is booked, told to the ministry, and filed with both names', async () => {
    await armed();
    const first = await saysCaptured();
    expect(first).toMatchObject({ ok: true, value: { result: 'posted' } });
    expect(await saysCaptured()).toEqual(first);
    await world.pass(60_000);
    expect(world.ministry.settled).toMatchObject([{ ticketNo: 'T1', pid: a }]);
    expect(await listCases(database.db, { all: true })).toMatchObject([
      {
        class: 'closed_at_kiosk',
        subject: 'K001-AAAAAAAA',
        closed_by: ['SUP1', 'ATT2'],
        outcome: 'captured',
        reference: 'TX77',
      },
    ]);
    await sound();
  });

  it('and the case here asked for nothing else: it ends by the same word', async () => {
    await armed();
    await withPeople();
    expect(await saysCaptured()).toMatchObject({ ok: true });
    expect(await cases(false)).toEqual([]);
    await sound();
  });

  it('but the settlement proved that it was not: nothing is booked, people here have it, and the kiosk is told so', async () => {
    await armed();
    await noCharge(world.deps, kiosk, a, { reason: 'bank_unreachable', proof: 'settlement' });
    for (const _again of [1, 2]) expect(await saysCaptured()).toMatchObject({ error: { error: 'conflict' } });
    expect(await world.state(a)).toBe('manual');
    expect(await cases(false)).toEqual(['contradiction']);
    await sound();
  });

  it('on a hosted page: K-Net is asked, and its word counts', async () => {
    await world.untilPressed(a, 'T1');
    const hosted = basket(a, [ticket('T1')]);
    expect(await saysCaptured(hosted)).toMatchObject({ error: { error: 'conflict' } });
    world.knet.records.set(a, 'captured');
    await world.pass(10 * 60_000);
    expect(await saysCaptured(hosted)).toMatchObject({ ok: true, value: { result: 'posted' } });
    await sound();
  });
});

describe('people at the kiosk say that nothing was taken', () => {
  it('and nobody knows better: the tickets are free, and money that turns up goes back', async () => {
    await armed();
    expect(await saysNotCharged()).toMatchObject({ ok: true, value: { state: 'not_charged' } });
    expect(await database.db.selectFrom('lease').selectAll().execute()).toEqual([]);
    await commit(world.deps, me, a, commitOf(atTerminal));
    await world.pass(20 * 60_000);
    expect(world.ministry.settled).toEqual([]);
    expect(await refunds()).toMatchObject([{ reason: 'told_not_charged' }]);
    expect(await cases(false)).toContain('captured_after_not_charged');
    await sound();
  });

  it('and K-Net says later that it was: all of it goes back, and people look', async () => {
    await world.untilPressed(a, 'T1');
    await saysNotCharged();
    expect(await world.state(a)).toBe('open');
    world.knet.records.set(a, 'captured');
    await world.pass(10 * 60_000);
    expect(world.ministry.settled).toEqual([]);
    expect(await refunds()).toMatchObject([{ reason: 'told_not_charged' }]);
    expect(await cases(false)).toContain('captured_after_not_charged');
    await sound();
  });

  it('but it is booked here: it stays booked, once, and people look', async () => {
    await armed();
    await commit(world.deps, me, a, commitOf(atTerminal));
    for (const _again of [1, 2]) expect(await saysNotCharged()).toMatchObject({ value: { state: 'posted' } });
    await world.pass(60_000);
    expect(world.ministry.settled).toHaveLength(1);
    expect(await cases(false)).toEqual(['contradiction']);
    await sound();
  });
});

describe('people at the kiosk say that they gave the money back', () => {
  const saysGivenBack = () =>
    reversed(world.deps, kiosk, a, { refundRef: refundRef(a), refundProof: 'refund_paper R9', closure });

  async function owed(): Promise<void> {
    world.terminalRefund = 'counter';
    await armed();
    await noCharge(world.deps, kiosk, a, { reason: 'declined', proof: 'terminal_answer' });
    await commit(world.deps, me, a, commitOf(atTerminal));
  }

  it('and it was owed: the refund is booked once, and its case ends', async () => {
    await owed();
    expect(await cases(false)).toContain('refund_due');
    for (const _again of [1, 2]) expect(await saysGivenBack()).toMatchObject({ value: { state: 'refunded' } });
    expect(await refunds()).toMatchObject([{ state: 'done', proof: 'refund_paper R9' }]);
    expect(await cases(false)).not.toContain('refund_due');
    await sound();
  });

  it('but nothing was owed: the books stay as they are, and people look', async () => {
    await armed();
    await commit(world.deps, me, a, commitOf(atTerminal));
    expect(await saysGivenBack()).toMatchObject({ ok: true, value: { state: 'posted' } });
    expect(await cases(false)).toEqual(['contradiction']);
    await sound();
  });
});
