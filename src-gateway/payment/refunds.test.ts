import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { refundRef } from '../../src-shared/payment/refund-ref.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { inTransaction } from '../db/transaction.ts';
import { commit } from './commit.ts';
import { lockPayment } from './payment-row.ts';
import { refundDue } from './refund-worker.ts';
import { finishRefund } from './refunds.ts';
import { report } from './report.ts';
import { reversed } from './reversed.ts';
import { basket, commitOf, confirmAfterMs, kiosk, pidOf, receiptNoOf, ticket, World } from './test-world.ts';

// The embedded database is slow on a busy machine; a test that hangs is found all the same.
vi.setConfig({ testTimeout: 30_000 });

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
const dayMs = 24 * 60 * 60_000;
const told = (pid: string) => report(world.deps, kiosk, { pid, seen: 0, waitSeconds: 0 });
const cases = () => database.db.selectFrom('case_file').select(['pid', 'class', 'subject']).orderBy('id').execute();
const refundState = async () =>
  (await database.db.selectFrom('refund').select('state').execute()).map(({ state }) => state);
const owed = async () => {
  const rows = await database.db
    .selectFrom('entry')
    .select('amount_fils')
    .where('account', '=', 'refunds_payable')
    .execute();
  return rows.reduce((sum, row) => sum - row.amount_fils, 0);
};

const atTerminal = (pid: string, n: number) =>
  commit(
    world.deps,
    { code: kiosk, revoked: false },
    pid,
    commitOf(basket(pid, [ticket('T1')], { rail: 'terminal' }), { receiptNo: receiptNoOf(n) }),
  );
const onPage = (pid: string, n: number) =>
  commit(
    world.deps,
    { code: kiosk, revoked: false },
    pid,
    commitOf(basket(pid, [ticket('T1')]), { receiptNo: receiptNoOf(n) }),
  );

/** Somebody pays T1 on the phone while a terminal that was offline has it already. */
async function paidTwice(): Promise<void> {
  await world.untilPressed(a);
  await atTerminal(b, 1);
  await world.payByCard(a);
  await world.pass(confirmAfterMs + 10_000);
}

describe('money of the hosted page that goes back', () => {
  it('is left to people, who find the case; the kiosk has its receipt first', async () => {
    await paidTwice();
    await world.pass(60_000);
    expect(await world.state(a)).toBe('captured');
    expect(await onPage(a, 2)).toMatchObject({ value: { result: 'duplicate', reversal: { refundRef: refundRef(a) } } });
    expect(await told(a)).toMatchObject({ value: { state: 'refund_due', reversal: { amountFils: 5000 } } });
    await world.work();
    expect(await told(a)).toMatchObject({ value: { state: 'manual', caseId: expect.any(String) } });
    expect(await cases()).toEqual([{ pid: a, class: 'refund_due', subject: refundRef(a) }]);
    expect(world.knet.refundsAsked).toEqual([]);
  });

  it('does not wait for ever for a kiosk that never comes for its receipt, which is told when it does', async () => {
    await paidTwice();
    await world.pass(11 * 60_000);
    expect(await world.state(a)).toBe('manual');
    expect(await onPage(a, 2)).toMatchObject({ value: { result: 'duplicate' } });
    expect(await world.state(a)).toBe('manual');
  });

  it('is asked for once where the acquirer allows it, and is done when K-Net says so', async () => {
    world.refundBy = 'api';
    await world.restart();
    await paidTwice();
    await onPage(a, 2);
    await world.pass(60_000);
    expect(world.knet.refundsAsked).toEqual(['5.000']);
    expect(await told(a)).toMatchObject({ value: { state: 'refunded', refundProof: 'T2/R2' } });
    expect(await owed()).toBe(0);
    expect(await world.trialBalance()).toBe(0);
    expect(await cases()).toEqual([]);
  });

  it('and K-Net stays silent about is never asked for again, and is for people', async () => {
    world.refundBy = 'api';
    await world.restart();
    await paidTwice();
    await onPage(a, 2);
    world.knet.silent = true;
    await world.work();
    world.knet.silent = false;
    await world.pass(60 * 60_000);
    await world.restart();
    await world.work();
    expect(world.knet.refundsAsked).toEqual(['5.000']);
    expect(await world.state(a)).toBe('manual');
    expect(await cases()).toEqual([{ pid: a, class: 'refund_unknown', subject: refundRef(a) }]);
    expect(await owed()).toBe(5000);
  });

  it('and was being asked for when the gateway died is for people, and never asked for again', async () => {
    world.refundBy = 'api';
    await world.restart();
    await paidTwice();
    await onPage(a, 2);
    // The process ends between the durable `sent` and K-Net's answer.
    void refundDue(
      {
        ...world.deps,
        knet: { ...world.page, provider: { ...world.page.provider, refund: () => new Promise(() => undefined) } },
      },
      1,
    );
    await vi.waitFor(async () => expect(await refundState()).toEqual(['sent']));
    await world.restart();
    await world.pass(60 * 60_000);
    expect(world.knet.refundsAsked).toEqual([]);
    expect(await refundState()).toEqual(['manual']);
    expect(await told(a)).toMatchObject({ value: { state: 'manual' } });
    expect(await cases()).toEqual([{ pid: a, class: 'refund_unknown', subject: refundRef(a) }]);
  });

  it('is asked for once by two copies of the gateway', async () => {
    world.refundBy = 'api';
    await world.restart();
    await paidTwice();
    await onPage(a, 2);
    await Promise.all([refundDue(world.deps, 10), refundDue(world.deps, 10)]);
    expect(world.knet.refundsAsked).toEqual(['5.000']);
  });

  it('that people gave back in the portal ends the attempt with their reference, once', async () => {
    await paidTwice();
    await onPage(a, 2);
    await world.work();
    const close = () =>
      inTransaction(database.db, async (trx) => {
        const payment = await lockPayment(trx, a);
        if (payment !== null) await finishRefund(trx, world.deps, payment, { ref: refundRef(a), proof: 'PORTAL-7' });
      });
    await close();
    await close();
    expect(await told(a)).toMatchObject({ value: { state: 'refunded', refundProof: 'PORTAL-7' } });
    expect(await owed()).toBe(0);
    expect(await world.trialBalance()).toBe(0);
  });

  it('for two items that the ministry refuses one after the other goes back twice, under two references', async () => {
    world.refundBy = 'api';
    await world.restart();
    await world.untilPressed(a, 'T1', 'T2');
    await world.payByCard(a);
    await world.pass(confirmAfterMs + 10_000);
    const all = commitOf(basket(a, [ticket('T1'), ticket('T2')]));
    await commit(world.deps, { code: kiosk, revoked: false }, a, all);
    world.ministry.refuses.add('T2');
    await world.work();
    expect(await told(a)).toMatchObject({ value: { state: 'refunded' } });
    await database.db
      .updateTable('posting')
      .set({ state: 'pending', next_try_at: new Date(world.now) })
      .where('item_id', '=', 'T1')
      .execute();
    world.ministry.refuses.add('T1');
    await world.work();
    expect(world.knet.refundsAsked).toEqual(['5.000', '5.000']);
    const refs = await database.db.selectFrom('refund').select('refund_ref').orderBy('refund_ref').execute();
    expect(refs.map((row) => row.refund_ref)).toEqual([refundRef(a, 0), refundRef(a, 1)]);
    expect(await told(a)).toMatchObject({
      value: { state: 'refunded', reversal: { itemIds: ['T1', 'T2'], amountFils: 10_000 } },
    });
    expect(await owed()).toBe(0);
  });
});

describe('money of the terminal that goes back', () => {
  it('is given back by people at the counter: the kiosk learns their case with the answer', async () => {
    await atTerminal(a, 1);
    await atTerminal(b, 2);
    expect(await told(b)).toMatchObject({ value: { state: 'manual', caseId: expect.any(String) } });
    expect(await refundState()).toEqual(['manual']);
  });

  it('is given back by the kiosk where the acquirer allows it, and stays due until it says so', async () => {
    world.terminalRefund = 'kiosk';
    await world.restart();
    await atTerminal(a, 1);
    await atTerminal(b, 2);
    await world.pass(60 * 60_000);
    expect(await told(b)).toMatchObject({ value: { state: 'refund_due' } });
    expect(await reversed(world.deps, kiosk, b, { refundRef: 'Rother', refundProof: 'P' })).toMatchObject({
      error: { error: 'conflict' },
    });
    const done = { refundRef: refundRef(b), refundProof: 'POI1/9' };
    const answered = await reversed(world.deps, kiosk, b, done);
    expect(answered).toMatchObject({ value: { state: 'refunded', refundProof: 'POI1/9' } });
    expect(await reversed(world.deps, kiosk, b, done)).toEqual(answered);
    expect(await reversed(world.deps, kiosk, b, { ...done, refundProof: 'POI1/10' })).toMatchObject({
      error: { error: 'conflict' },
    });
    expect(await reversed(world.deps, 'K002', b, done)).toMatchObject({ error: { error: 'not_found' } });
    expect(await owed()).toBe(0);
    expect(await world.trialBalance()).toBe(0);
    expect(await cases()).toEqual([]);
  });

  it('and of which the kiosk says nothing for a day is for people, and still done when the kiosk comes back', async () => {
    world.terminalRefund = 'kiosk';
    await world.restart();
    await atTerminal(a, 1);
    await atTerminal(b, 2);
    world.now += dayMs;
    await world.work();
    expect(await told(b)).toMatchObject({ value: { state: 'manual', caseId: expect.any(String) } });
    await reversed(world.deps, kiosk, b, { refundRef: refundRef(b), refundProof: 'POI1/9' });
    expect(await told(b)).toMatchObject({ value: { state: 'refunded' } });
  });

  it('because the ministry refused it later is for people, whoever gives back duplicates', async () => {
    world.terminalRefund = 'kiosk';
    await world.restart();
    await atTerminal(a, 1);
    world.ministry.refuse = true;
    await world.work();
    expect(await told(a)).toMatchObject({
      value: { state: 'manual', reversal: { refundRef: refundRef(a, 0), reason: 'ministry_refused' } },
    });
    expect(await cases()).toMatchObject([{ class: 'posting_refused' }, { class: 'refund_due' }]);
    expect(await owed()).toBe(5000);
  });
});
