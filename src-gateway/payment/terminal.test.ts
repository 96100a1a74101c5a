import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommitRequest } from '../../src-shared/contract/gateway-http.ts';
import { fils } from '../../src-shared/domain/money.ts';
import { refundRef } from '../../src-shared/payment/refund-ref.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { inTransaction } from '../db/transaction.ts';
import { closeCase } from '../cases/close-case.ts';
import { arm } from './arm.ts';
import { commit } from './commit.ts';
import { liveAnswer } from './live-answer.ts';
import { noCharge } from './no-charge.ts';
import { openPage } from './open.ts';
import { lockPayment } from './payment-row.ts';
import { postings } from './postings.ts';
import { report } from './report.ts';
import { reserve } from './reserve.ts';
import { settleCapture } from './settle.ts';
import { basket, commitOf, kiosk, pidOf, receiptNoOf, ticket, World } from './test-world.ts';
import { withdraw } from './withdraw.ts';

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
const never = { reason: 'withdrawn', proof: 'never_sent' } as const;
const declined = { reason: 'wrong_pin', proof: 'terminal_answer' } as const;

/** What a kiosk sends to pay these tickets at its terminal. */
const request = (pid: string, ids: readonly string[] = ['T1'], charge = 0) => {
  const tickets = ids.map((id) => ticket(id));
  return basket(pid, tickets, {
    rail: 'terminal',
    serviceChargeFils: fils(charge),
    totalFils: fils(5000 * ids.length + charge),
  });
};
const reserved = (pid: string, ids: readonly string[] = ['T1'], code = kiosk) => {
  world.ministry.tickets = ids.map((id) => ticket(id));
  return reserve(world.deps, code, request(pid, ids));
};
async function armed(pid: string, ids: readonly string[] = ['T1'], code = kiosk): Promise<void> {
  expect(await reserved(pid, ids, code)).toMatchObject({ value: { result: 'reserved' } });
  expect(await arm(world.deps, code, pid)).toMatchObject({ ok: true });
}
/** The kiosk brings what its terminal took. */
const committed = (
  pid: string,
  change: Partial<Omit<CommitRequest, 'facts'>> = {},
  { ids = ['T1'], code = kiosk, revoked = false }: { ids?: readonly string[]; code?: string; revoked?: boolean } = {},
) =>
  commit(
    world.deps,
    { code, revoked },
    pid,
    commitOf(request(pid, ids), { receiptNo: receiptNoOf(1, code), ...change }),
  );
const told = (pid: string) => report(world.deps, kiosk, { pid, seen: 0, waitSeconds: 0 });
const cases = () => database.db.selectFrom('case_file').select(['pid', 'class']).orderBy('id').execute();
const classes = async () => (await cases()).map((row) => row.class);
const whyLocked = async () => {
  const answer = await liveAnswer(world.deps, { party: request(a).party, systems: ['traffic'] });
  return answer.ok ? answer.value.obligations.map(({ notPayableReason }) => notPayableReason) : [];
};

describe('an attempt at the terminal', () => {
  it('goes from the reservation to the receipt, and the ministry hears of it at once', async () => {
    await armed(a, ['T1', 'T2']);
    expect(await world.state(a)).toBe('open');
    expect(await committed(a, {}, { ids: ['T1', 'T2'] })).toMatchObject({
      value: {
        result: 'posted',
        proof: expect.stringMatching(/^WAFA1\.K001-00000001\./),
        postings: [
          { obligationId: 'T1', posting: 'pending' },
          { obligationId: 'T2', posting: 'pending' },
        ],
      },
    });
    await world.work();
    expect(world.ministry.settled).toMatchObject([
      { receiptNo: 'K001-00000001', paidAt: '2026-11-22T09:05:00.000+03:00' },
      { receiptNo: 'K001-00000001' },
    ]);
    expect(await world.state(a)).toBe('posted');
    expect(await world.trialBalance()).toBe(0);
    expect(await cases()).toEqual([]);
    expect(world.knet.questions).toBe(0);
  });

  it('that is only reserved ends by time, by withdrawal, or by the word of the kiosk', async () => {
    await reserved(a);
    await world.pass(11 * 60_000);
    expect(await told(a)).toMatchObject({ value: { state: 'not_charged', notPaidReason: 'not_reserved' } });
    await reserved(b);
    expect(await withdraw(world.deps, kiosk, b)).toMatchObject({ value: { state: 'not_charged' } });
    const c = pidOf('c');
    await reserved(c);
    expect(await noCharge(world.deps, kiosk, c, never)).toMatchObject({
      value: { state: 'not_charged', notPaidReason: 'withdrawn' },
    });
    expect(await reserved(pidOf('d'))).toMatchObject({ value: { result: 'reserved' } });
  });

  it('that is armed never ends by time, cannot be withdrawn, and holds its items at every kiosk', async () => {
    await armed(a);
    expect(await arm(world.deps, kiosk, a)).toEqual({ ok: true, value: { leaseSeconds: 600 } });
    await world.restart();
    world.now += 30 * dayMs;
    await world.work();
    const asking = await database.db.selectFrom('payment').select('next_inquiry_at').execute();
    expect(asking).toEqual([{ next_inquiry_at: null }]);
    expect(await withdraw(world.deps, kiosk, a)).toMatchObject({ value: { state: 'open' } });
    expect(await reserved(b, ['T1'], 'K002')).toMatchObject({
      value: { result: 'changed', changes: [{ why: 'being_paid' }] },
    });
    expect(await whyLocked()).toEqual(['being_paid']);
    expect(world.knet.questions).toBe(0);
  });

  it('gives its items back once the kiosk has proof of no charge, as often as it says so', async () => {
    await armed(a);
    const answered = await noCharge(world.deps, kiosk, a, declined);
    expect(answered).toMatchObject({ value: { state: 'not_charged', version: 3, notPaidReason: 'wrong_pin' } });
    expect(await noCharge(world.deps, kiosk, a, declined)).toEqual(answered);
    expect(await whyLocked()).toEqual([undefined]);
  });

  it('has no page, and a page is not armed', async () => {
    await reserved(a);
    expect(await openPage(world.deps, kiosk, a)).toMatchObject({ error: { error: 'conflict' } });
    await world.reserve(b, 'T2');
    expect(await arm(world.deps, kiosk, b)).toMatchObject({ error: { error: 'conflict' } });
    expect(await noCharge(world.deps, kiosk, b, never)).toMatchObject({ error: { error: 'conflict' } });
  });

  it('is armed by nobody else, and not after somebody else has its items', async () => {
    await reserved(a);
    expect(await arm(world.deps, 'K002', a)).toMatchObject({ error: { error: 'not_found' } });
    expect(await noCharge(world.deps, 'K002', a, never)).toMatchObject({ error: { error: 'not_found' } });
    world.now += 11 * 60_000;
    await reserved(b, ['T1'], 'K002');
    expect(await arm(world.deps, kiosk, a)).toMatchObject({ error: { error: 'conflict' } });
  });

  it('is not armed while the database cannot be trusted with money', async () => {
    await reserved(a);
    world.closed = 'fsync=off';
    expect(await arm(world.deps, kiosk, a)).toMatchObject({ error: { error: 'payments_closed' } });
  });

  it('nobody has ever heard of counts as not charged', async () => {
    expect(await noCharge(world.deps, kiosk, a, never)).toEqual({
      ok: true,
      value: { pid: a, version: 0, state: 'not_charged', totalFils: 0, notPaidReason: 'withdrawn' },
    });
  });

  it('stays captured whatever the kiosk says afterwards', async () => {
    await armed(a);
    await committed(a);
    expect(await noCharge(world.deps, kiosk, a, declined)).toMatchObject({ value: { state: 'posted' } });
    expect(world.alarms).toContainEqual(expect.objectContaining({ alarm: 'no_charge_after_capture' }));
  });
});

describe('a COMMIT of the terminal', () => {
  it('is answered word for word the same for ever, and takes no second receipt number', async () => {
    await armed(a);
    const first = await committed(a);
    await world.pass(60_000);
    expect(await committed(a)).toEqual(first);
    expect(await committed(a, { receiptNo: receiptNoOf(2) })).toMatchObject({ error: { error: 'conflict' } });
    expect(world.alarms).toContainEqual({ alarm: 'second_receipt', pid: a });
    expect(await database.db.selectFrom('posting').selectAll().execute()).toHaveLength(1);
  });

  it('counts a month late, after the reservation ended and without ever having been armed', async () => {
    await reserved(a);
    await world.pass(11 * 60_000);
    world.now += 30 * dayMs;
    expect(await committed(a)).toMatchObject({ value: { result: 'posted' } });
    expect(await cases()).toEqual([]);
  });

  it('of an item that another kiosk paid meanwhile is a duplicate, and all of it goes back', async () => {
    await reserved(a);
    await world.pass(11 * 60_000);
    await armed(b, ['T1'], 'K002');
    await committed(b, {}, { code: 'K002' });
    const reversal = { refundRef: refundRef(a), reason: 'settled_elsewhere', itemIds: ['T1'], amountFils: 5000 };
    const answered = await committed(a);
    expect(answered).toMatchObject({
      value: { result: 'duplicate', reversal, postings: [{ obligationId: 'T1', posting: 'refused' }] },
    });
    expect(await committed(a)).toEqual(answered);
    expect(await told(a)).toMatchObject({
      value: { state: 'manual', reversal, caseId: expect.stringMatching(/^\d+$/) },
    });
    await world.work();
    expect(world.ministry.settled.map(({ pid }) => pid)).toEqual([b]);
    expect(await cases()).toEqual([{ pid: a, class: 'refund_due' }]);
    expect(await world.trialBalance()).toBe(0);
  });

  it('of a basket that was paid in part elsewhere sends back that part, and keeps the service charge', async () => {
    world.serviceChargeFils = fils(100);
    await world.restart();
    world.ministry.tickets = ['T1', 'T2'].map((id) => ticket(id));
    await reserve(world.deps, kiosk, request(a, ['T1', 'T2'], 100));
    await world.pass(11 * 60_000);
    world.ministry.tickets = [ticket('T2')];
    await reserve(world.deps, 'K002', request(b, ['T2'], 100));
    await arm(world.deps, 'K002', b);
    const other = commitOf(request(b, ['T2'], 100), { receiptNo: receiptNoOf(1, 'K002') });
    await commit(world.deps, { code: 'K002', revoked: false }, b, other);
    const part = await commit(world.deps, { code: kiosk, revoked: false }, a, commitOf(request(a, ['T1', 'T2'], 100)));
    expect(part).toMatchObject({ value: { result: 'part', reversal: { itemIds: ['T2'], amountFils: 5000 } } });
    expect(await world.trialBalance()).toBe(0);
  });

  it('of nothing but duplicates sends the service charge back, too', async () => {
    world.serviceChargeFils = fils(100);
    await world.restart();
    for (const [pid, code] of [
      [a, kiosk],
      [b, 'K002'],
    ] as const) {
      const all = commitOf(request(pid, ['T1'], 100), { receiptNo: receiptNoOf(1, code) });
      await commit(world.deps, { code, revoked: false }, pid, all);
    }
    expect(await told(a)).toMatchObject({ value: { state: 'posted' } });
    const refunds = await database.db.selectFrom('refund').select(['pid', 'amount_fils']).execute();
    expect(refunds).toEqual([{ pid: b, amount_fils: 5100 }]);
    expect(await world.trialBalance()).toBe(0);
  });

  it('after the visitor was told "not charged" is an urgent case, and everything goes back', async () => {
    await armed(a);
    await noCharge(world.deps, kiosk, a, declined);
    expect(await committed(a)).toMatchObject({
      value: { result: 'duplicate', reversal: { reason: 'told_not_charged', amountFils: 5000 } },
    });
    expect(await classes()).toEqual(['captured_after_not_charged', 'refund_due']);
    expect(await world.state(a)).toBe('manual');
    await world.work();
    expect(world.ministry.settled).toEqual([]);
    expect(await whyLocked()).toEqual([undefined]);
  });

  it.each([4999, 5001, 50_000, 0])(
    'with another amount than agreed (%i fils) posts nothing and sends it back',
    async (taken) => {
      await armed(a);
      expect(await committed(a, { capture: { amountFils: fils(taken) } })).toMatchObject({
        value: {
          result: 'duplicate',
          reversal: { refundRef: refundRef(a), reason: 'wrong_amount', itemIds: ['T1'], amountFils: taken },
          postings: [{ posting: 'refused' }],
        },
      });
      await world.work();
      expect(world.ministry.settled).toEqual([]);
      expect(await classes()).toEqual(['amount_differs', 'refund_due']);
      const capture = await database.db
        .selectFrom('entry')
        .select('amount_fils')
        .where('ref', '=', `${a}:capture`)
        .execute();
      expect(capture).toEqual([{ amount_fils: taken }]);
      expect(await world.trialBalance()).toBe(0);
    },
  );

  it('that the kiosk itself sends back posts nothing', async () => {
    await armed(a);
    const reversal: CommitRequest['reversal'] = {
      refundRef: refundRef(a),
      reason: 'approved_offline',
      itemIds: ['T1'],
      amountFils: fils(5000),
    };
    expect(await committed(a, { reversal })).toMatchObject({ value: { result: 'duplicate', reversal } });
    expect(await postings(world.deps, kiosk, a)).toMatchObject({ value: { postings: [{ posting: 'refused' }] } });
    expect(await whyLocked()).toEqual([undefined]);
  });

  it('of an attempt nobody knows, after a backup was restored, is booked from what it carries', async () => {
    expect(await committed(a, {}, { ids: ['T1', 'T2'] })).toMatchObject({ value: { result: 'posted' } });
    await world.work();
    expect(world.ministry.settled.map(({ ticketNo, amountFils }) => [ticketNo, amountFils])).toEqual([
      ['T1', 5000],
      ['T2', 5000],
    ]);
    expect(world.alarms).toContainEqual({ alarm: 'payment_restored', pid: a, kiosk });
    world.ministry.tickets = [ticket('T1')];
    expect(await whyLocked()).toEqual(['being_updated']);
  });

  it.each([
    ['about another attempt', (all: CommitRequest) => ({ ...all, facts: { ...all.facts, pid: b } })],
    [
      'whose parts are not its total',
      (all: CommitRequest) => ({ ...all, facts: { ...all.facts, totalFils: fils(1) } }),
    ],
    [
      'that names an item twice',
      (all: CommitRequest) => ({
        ...all,
        facts: { ...all.facts, items: [...all.facts.items, ...all.facts.items], totalFils: fils(10_000) },
      }),
    ],
    ["with another kiosk's receipt number", (all: CommitRequest) => ({ ...all, receiptNo: 'K002-00000001' })],
  ])('%s is not one', async (_what, broken) => {
    const answered = await commit(world.deps, { code: kiosk, revoked: false }, a, broken(commitOf(request(a))));
    expect(answered).toMatchObject({ error: { error: 'bad_request' } });
    expect(await database.db.selectFrom('payment').selectAll().execute()).toEqual([]);
  });

  it.each([
    ['a receipt number', { receiptNo: receiptNoOf(1), railRef: 'POI1/2' }],
    ['a message to the terminal', { receiptNo: receiptNoOf(2), railRef: 'POI1/1' }],
  ])('that uses %s of another attempt is for people, and booked nowhere', async (_what, change) => {
    await committed(a, { railRef: 'POI1/1' });
    expect(await committed(b, change, { ids: ['T2'] })).toMatchObject({ error: { error: 'conflict' } });
    expect(await cases()).toEqual([{ pid: b, class: 'number_twice' }]);
    expect(await world.trialBalance()).toBe(0);
  });

  it('that uses a number twice waits for people, tells the kiosk its case, and is ended by their word', async () => {
    await committed(a);
    await armed(b, ['T2']);
    const again = () => committed(b, {}, { ids: ['T2'] });
    expect(await again()).toMatchObject({ error: { error: 'conflict' } });
    expect(await again()).toMatchObject({ error: { error: 'conflict' } });
    const [file] = await database.db.selectFrom('case_file').select('id').execute();
    expect(await told(b)).toMatchObject({ value: { state: 'manual', caseId: String(file?.id) } });
    expect(await cases()).toHaveLength(1);
    expect(await reserved(pidOf('c'), ['T2'], 'K002')).toMatchObject({ value: { result: 'changed' } });
    const order = { by: ['One', 'Other'], reason: 'a copied disk', outcome: 'not_charged' } as const;
    expect(await closeCase(world.deps, file?.id ?? 0, order)).toMatchObject({ ok: true });
    expect(await told(b)).toMatchObject({ value: { state: 'not_charged', closure: { caseId: String(file?.id) } } });
    expect(await reserved(pidOf('c'), ['T2'], 'K002')).toMatchObject({ value: { result: 'reserved' } });
    expect(await world.trialBalance()).toBe(0);
  });

  it('that uses a number twice for money the settlement brought first stays booked, and is closed once', async () => {
    await committed(a);
    await armed(b, ['T2']);
    await inTransaction(database.db, async (trx) => {
      const payment = await lockPayment(trx, b);
      if (payment !== null) await settleCapture(trx, world.deps, payment, { capture: { amountFils: fils(5000) } });
    });
    const again = () => committed(b, {}, { ids: ['T2'] });
    await again();
    expect(await told(b)).toMatchObject({ value: { state: 'manual', caseId: expect.any(String) } });
    const [file] = await database.db.selectFrom('case_file').select('id').execute();
    const order = { by: ['One', 'Other'], reason: 'a copied disk', outcome: 'captured', reference: 'L1' } as const;
    expect(await closeCase(world.deps, file?.id ?? 0, { ...order, outcome: 'not_charged' })).toMatchObject({
      ok: false,
    });
    expect(await closeCase(world.deps, file?.id ?? 0, order)).toMatchObject({ ok: true });
    await again();
    expect(await world.state(b)).toBe('captured');
    expect(await cases()).toHaveLength(1);
    expect(await world.trialBalance()).toBe(0);
  });

  it('of a revoked kiosk is booked and locked, and the ministry hears of it when people have closed the case', async () => {
    await armed(a);
    expect(await committed(a, {}, { revoked: true })).toMatchObject({ value: { result: 'posted' } });
    expect(await classes()).toEqual(['revoked_kiosk']);
    await world.pass(20 * 60_000);
    expect(world.ministry.settled).toEqual([]);
    expect(await whyLocked()).toEqual(['being_updated']);
    const [file] = await database.db.selectFrom('case_file').select('id').execute();
    const order = { by: ['One', 'Other'], reason: 'the line is there', outcome: 'captured', reference: 'L1' } as const;
    expect(await closeCase(world.deps, file?.id ?? 0, order)).toMatchObject({ ok: true });
    await world.work();
    expect(world.ministry.settled).toMatchObject([{ receiptNo: receiptNoOf(1) }]);
  });

  it('of money the settlement brought first is receipted, and is for people when the kiosk wants to give it back', async () => {
    await armed(a);
    await inTransaction(database.db, async (trx) => {
      const payment = await lockPayment(trx, a);
      if (payment !== null) await settleCapture(trx, world.deps, payment, { capture: { amountFils: fils(5000) } });
    });
    const reversal: CommitRequest['reversal'] = {
      refundRef: refundRef(a),
      reason: 'approved_offline',
      itemIds: ['T1'],
      amountFils: fils(5000),
    };
    expect(await committed(a, { reversal })).toMatchObject({ value: { result: 'posted' } });
    expect(await classes()).toEqual(['contradiction']);
    await world.work();
    expect(world.ministry.settled).toMatchObject([{ receiptNo: receiptNoOf(1) }]);
  });

  it('that comes from ten lines at once is booked once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => committed(a)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ value: { result: 'posted' } });
    expect(await database.db.selectFrom('entry').selectAll().execute()).toHaveLength(2);
  });
});
