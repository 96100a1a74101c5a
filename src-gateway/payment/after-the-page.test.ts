import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase, type Database } from '../db/database.ts';
import { dealWithInbox } from './callback.ts';
import { commit } from './commit.ts';
import { openPage } from './open.ts';
import { postings } from './postings.ts';
import { report } from './report.ts';
import { Sweeper } from './sweeper.ts';
import {
  basket,
  commitOf,
  confirmAfterMs,
  kiosk,
  pageLifeMs,
  pidOf,
  receiptNoOf,
  ticket,
  World,
} from './test-world.ts';
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
const receipt = { receiptNo: receiptNoOf(1) };
/** The kiosk brings its receipt for an attempt of these tickets, T1 unless said otherwise. */
const receipted = (pid: string, change: { receiptNo: string } = receipt, ids: readonly string[] = ['T1']) =>
  commit(
    world.deps,
    { code: kiosk, revoked: false },
    pid,
    commitOf(
      basket(
        pid,
        ids.map((id) => ticket(id)),
      ),
      change,
    ),
  );
const told = (pid: string) => report(world.deps, kiosk, { pid, seen: 0, waitSeconds: 0 });
const cases = () => database.db.selectFrom('case_file').select(['pid', 'class']).orderBy('id').execute();

/** Pays, confirms, and lets the void window pass. */
async function captured(pid: string, ...ids: string[]): Promise<void> {
  await world.untilPressed(pid, ...ids);
  await world.payByCard(pid);
  await world.pass(confirmAfterMs + 10_000);
  expect(await world.state(pid)).toBe('captured');
}

describe('a callback that says captured', () => {
  it('is provisional until an inquiry after the void window says so too', async () => {
    await world.untilPressed(a);
    expect(await world.payByCard(a)).toMatchObject({
      status: 200,
      body: expect.stringMatching(/^REDIRECT=http:\/\/127\.0\.0\.1:8080\/receipt\/[\w-]{22}$/),
    });
    expect(await world.state(a)).toBe('notified');
    await world.pass(confirmAfterMs - 5000);
    expect(await world.state(a)).toBe('notified');
    await world.pass(20_000);
    expect(await told(a)).toMatchObject({
      value: {
        state: 'captured',
        version: 5,
        knet: { result: 'SUCCESS', paymentId: 'P1', reference: 'R1', authCode: 'A1' },
      },
    });
  });

  it('gives the same line and one posting when it comes twice, at once or later', async () => {
    await world.untilPressed(a);
    world.knet.records.set(a, 'captured');
    const body = world.knet.notification(a, 'CAPTURED');
    const replies = await Promise.all([world.notify(body), world.notify(body)]);
    await world.pass(confirmAfterMs + 20_000);
    replies.push(await world.notify(body));
    await world.pass(10_000);
    expect(new Set(replies.map((reply) => reply.body)).size).toBe(1);
    expect(await database.db.selectFrom('posting').selectAll().execute()).toHaveLength(1);
    expect(await database.db.selectFrom('entry').selectAll().execute()).toHaveLength(2);
    expect(await world.trialBalance()).toBe(0);
    expect(await cases()).toEqual([]);
  });

  it('and is voided afterwards, is not charged', async () => {
    await world.untilPressed(a);
    await world.payByCard(a);
    world.knet.records.set(a, 'voided');
    await world.pass(confirmAfterMs + 20_000);
    expect(await told(a)).toMatchObject({ value: { state: 'not_charged', notPaidReason: 'voided' } });
    expect(await database.db.selectFrom('posting').selectAll().execute()).toEqual([]);
  });

  it('after the visitor was told "not charged" gets no line, and money that turns up is owed back', async () => {
    await world.untilPressed(a);
    await world.pass(pageLifeMs + 6 * 60_000);
    expect(await told(a)).toMatchObject({ value: { state: 'not_charged', notPaidReason: 'page_expired' } });
    expect(await world.payByCard(a)).toMatchObject({ status: 400, body: '' });
    await world.pass(confirmAfterMs + 20_000);
    expect(await world.state(a)).toBe('manual');
    expect(await cases()).toEqual([
      { pid: a, class: 'captured_after_not_charged' },
      { pid: a, class: 'refund_due' },
    ]);
  });

  it('with another amount gets no line, is never believed, and becomes a case', async () => {
    await world.untilPressed(a);
    world.knet.records.set(a, 'captured');
    expect(await world.notify(world.knet.notification(a, 'CAPTURED', { amt: '9.000' }))).toMatchObject({
      status: 400,
      body: '',
    });
    await world.pass(2 * confirmAfterMs);
    expect(await world.state(a)).toBe('open');
    expect(await cases()).toEqual([{ pid: a, class: 'contradiction' }]);
  });

  it('gets no line when it cannot be decoded, is about nobody, or about a page nobody pressed Pay on', async () => {
    await world.reserve(a);
    await openPage(world.deps, kiosk, a);
    const bodies = [
      Buffer.from('trandata=zz'),
      Buffer.from('garbage'),
      world.knet.notification(b, 'CAPTURED'),
      world.knet.notification(a, 'CAPTURED'),
    ];
    for (const body of bodies) expect(await world.notify(body)).toMatchObject({ status: 400, body: '' });
    await world.work();
    expect(await world.state(a)).toBe('intent');
    const inbox = await database.db.selectFrom('inbox').select('verdict').execute();
    expect(inbox.map(({ verdict }) => verdict)).toEqual(['foreign', 'foreign', 'foreign', 'foreign']);
  });

  it('that nobody can digest does not hold up the others', async () => {
    await world.untilPressed(a, 'T1');
    await world.untilPressed(b, 'T2');
    const poison = world.knet.notification(a, 'CAPTURED');
    await world.notify(poison);
    await world.notify(world.knet.notification(b, 'CAPTURED'));
    const { provider } = world.page;
    const parseResult = (body: Uint8Array) => {
      if (Buffer.compare(body, poison) === 0) throw new Error('a bug');
      return provider.parseResult(body);
    };
    await dealWithInbox(world.deps, { ...world.page, provider: { ...provider, parseResult } });
    expect(await world.state(a)).toBe('open');
    expect(await world.state(b)).toBe('notified');
  });

  it('gets no line when it cannot be made durable in time', async () => {
    await world.untilPressed(a);
    world.storeBudgetMs = 0;
    const reply = world.notify(world.knet.notification(a, 'CAPTURED'));
    await world.pass(1);
    expect(await reply).toMatchObject({ status: 400, body: '' });
  });
});

describe('a K-Net that stays silent', () => {
  it('and took the money is found out by the sweeper alone, after two inquiries far enough apart', async () => {
    await world.untilPressed(a);
    world.knet.silent = true;
    await world.pass(60_000);
    expect(await world.state(a)).toBe('open');
    world.knet.records.set(a, 'captured');
    world.knet.silent = false;
    await world.pass(confirmAfterMs - 10_000);
    expect(await world.state(a)).toBe('open');
    await world.pass(5 * 60_000);
    expect(await world.state(a)).toBe('captured');
    expect(world.alarms).toContainEqual({ alarm: 'callback_missing', pid: a });
  });

  it('for as long as it is asked leaves the outcome unknown, and then to people', async () => {
    await world.untilPressed(a);
    world.knet.silent = true;
    await world.pass(pageLifeMs + 10 * 60_000);
    expect(await world.state(a)).toBe('open');
    world.now += 8 * 24 * 60 * 60_000;
    await world.work();
    expect(await world.state(a)).toBe('manual');
    expect(await cases()).toEqual([{ pid: a, class: 'unresolved' }]);
  });

  it('is not asked more often than its limit allows', async () => {
    world.sweeper = new Sweeper(world.deps, { ...world.page, inquiriesPerMinute: 2 });
    for (const digit of ['a', 'b', 'c', 'd']) await world.untilPressed(pidOf(digit), `T${digit}`);
    await world.pass(30_000);
    expect(world.knet.questions).toBe(2);
  });
});

describe('a card that is declined', () => {
  it('is not charged only when callback and inquiry both say so, in the words the bank gave', async () => {
    await world.untilPressed(a);
    world.knet.silent = true;
    expect(await world.notify(world.knet.notification(a, 'NOT CAPTURED', { authRespCode: '51' }))).toMatchObject({
      status: 200,
    });
    await world.pass(30_000);
    expect(await world.state(a)).toBe('open');
    world.knet.records.set(a, 'declined');
    world.knet.silent = false;
    await world.pass(60_000);
    expect(await told(a)).toMatchObject({ value: { state: 'not_charged', notPaidReason: 'not_enough_money' } });
    expect(await world.reserve(b)).toMatchObject({ ok: true, value: { result: 'reserved' } });
  });

  it('by an inquiry alone stays unknown while the page can still be paid', async () => {
    await world.untilPressed(a);
    world.knet.records.set(a, 'declined');
    await world.pass(10 * 60_000);
    expect(await world.state(a)).toBe('open');
  });
});

describe('a capture', () => {
  it('gets its receipt number and its signed proof once, and the same answer for ever', async () => {
    await captured(a, 'T1', 'T2');
    const first = await receipted(a, receipt, ['T1', 'T2']);
    expect(first).toMatchObject({
      ok: true,
      value: {
        result: 'posted',
        proof: expect.stringMatching(/^WAFA1\.K001-00000001\./),
        postings: [
          { obligationId: 'T1', posting: 'pending' },
          { obligationId: 'T2', posting: 'pending' },
        ],
      },
    });
    await world.pass(20_000);
    expect(await receipted(a)).toEqual(first);
    expect(await postings(world.deps, kiosk, a)).toMatchObject({
      value: { postings: [{ posting: 'posted' }, { posting: 'posted' }] },
    });
    expect(world.ministry.settled.map(({ key, receiptNo }) => [key, receiptNo])).toEqual([
      [`${a}-T1`, receipt.receiptNo],
      [`${a}-T2`, receipt.receiptNo],
    ]);
    expect(await world.state(a)).toBe('posted');
  });

  it('takes no second receipt number, and a receipt number serves one attempt', async () => {
    await captured(a, 'T1');
    await captured(b, 'T2');
    await receipted(a);
    const other = { receiptNo: receiptNoOf(2) };
    expect(await receipted(a, other)).toMatchObject({ error: { error: 'conflict' } });
    expect(await receipted(b, receipt, ['T2'])).toMatchObject({ error: { error: 'conflict' } });
    expect(await receipted(b, other, ['T2'])).toMatchObject({ ok: true });
  });

  it('is needed for a receipt', async () => {
    await world.untilPressed(a);
    await world.payByCard(a);
    expect(await receipted(a)).toMatchObject({ error: { error: 'conflict' } });
  });

  it('cannot be withdrawn', async () => {
    await captured(a);
    expect(await withdraw(world.deps, kiosk, a)).toMatchObject({ value: { state: 'captured' } });
  });

  it('is posted again and again while the ministry is down, and the visitor cannot pay twice meanwhile', async () => {
    await captured(a);
    world.ministry.down = true;
    await receipted(a);
    await world.pass(5 * 60_000);
    expect(world.ministry.settled).toEqual([]);
    const waiting = await database.db
      .selectFrom('posting')
      .select(['state', 'tries', 'last_problem'])
      .executeTakeFirstOrThrow();
    expect(waiting).toMatchObject({ state: 'pending', last_problem: 'ministry_down' });
    expect(waiting.tries).toBeGreaterThan(4);
    world.ministry.down = false;
    expect(await world.reserve(b)).toMatchObject({ value: { result: 'changed', changes: [{ why: 'paid' }] } });
    await world.pass(11 * 60_000);
    expect(world.ministry.settled).toHaveLength(1);
  });

  it('reaches the ministry even when the kiosk never comes back for its receipt', async () => {
    await captured(a);
    await world.pass(11 * 60_000);
    expect(world.ministry.settled.map(({ receiptNo }) => receiptNo)).toEqual([`GW-${a.slice(0, 16)}`]);
    expect(await receipted(a)).toMatchObject({
      value: { postings: [{ posting: 'posted' }] },
    });
  });

  it('whose posting the ministry refuses is owed back and becomes a case', async () => {
    await captured(a);
    await receipted(a);
    world.ministry.refuse = true;
    await world.pass(5000);
    expect(await world.state(a)).toBe('manual');
    expect(await postings(world.deps, kiosk, a)).toMatchObject({ value: { postings: [{ posting: 'refused' }] } });
    const refunds = await database.db.selectFrom('refund').select(['amount_fils', 'state']).execute();
    expect(refunds).toEqual([{ amount_fils: 5000, state: 'manual' }]);
    expect(await world.trialBalance()).toBe(0);
    expect((await cases()).map((row) => row.class)).toEqual(['posting_refused', 'refund_due']);
  });

  it('of an item that was settled by another attempt meanwhile is refunded for that item only', async () => {
    await world.untilPressed(a, 'T1', 'T2');
    await captured(b, 'T3');
    // A posting that should not exist: the leases were bypassed, for example by a restored backup.
    await database.db.updateTable('posting').set({ item_id: 'T1' }).where('pid', '=', b).execute();
    world.knet.amount = '10.000';
    await world.payByCard(a);
    await world.pass(confirmAfterMs + 10_000);
    const answered = await receipted(a, receipt, ['T1', 'T2']);
    expect(answered).toMatchObject({
      value: {
        result: 'part',
        reversal: { refundRef: `R${a}`, reason: 'settled_elsewhere', itemIds: ['T1'], amountFils: 5000 },
        postings: [
          { obligationId: 'T1', posting: 'refused' },
          { obligationId: 'T2', posting: 'pending' },
        ],
      },
    });
    expect(await world.state(a)).toBe('refund_due');
    expect(await world.trialBalance()).toBe(0);
  });
});

describe('a restart of the gateway', () => {
  it('keeps a reservation, an intent and a commit as they were', async () => {
    await world.reserve(a);
    await world.restart();
    expect(await openPage(world.deps, kiosk, a)).toMatchObject({ ok: true });
    const before = await openPage(world.deps, kiosk, a);
    await world.restart();
    expect(await openPage(world.deps, kiosk, a)).toEqual(before);
  });

  it('takes an open attempt up again and finds the payment', async () => {
    await world.untilPressed(a);
    world.knet.records.set(a, 'captured');
    await world.restart();
    await world.work();
    expect(world.knet.questions).toBe(1);
    await world.pass(5 * 60_000);
    expect(await world.state(a)).toBe('captured');
  });

  it('deals with a callback that was answered but not acted on', async () => {
    await world.untilPressed(a);
    world.knet.records.set(a, 'captured');
    expect(await world.notify(world.knet.notification(a, 'CAPTURED'))).toMatchObject({ status: 200 });
    await world.restart();
    await world.work();
    expect(await world.state(a)).toBe('notified');
    await world.restart();
    await world.pass(confirmAfterMs + 20_000);
    expect(await world.state(a)).toBe('captured');
  });

  it('between capture and commit loses neither the receipt nor the posting', async () => {
    await captured(a);
    await world.restart();
    const first = await receipted(a);
    await world.restart();
    expect(await receipted(a)).toEqual(first);
    await world.pass(10_000);
    expect(world.ministry.settled).toHaveLength(1);
  });
});
