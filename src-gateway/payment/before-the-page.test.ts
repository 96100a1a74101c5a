import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { liveAnswer } from './live-answer.ts';
import { openPage } from './open.ts';
import { pressPay } from './press.ts';
import { report } from './report.ts';
import { reserve } from './reserve.ts';
import { basket, kiosk, pidOf, ticket, World } from './test-world.ts';
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
const party = basket(a, []).party;

describe('reserving', () => {
  it('reserves when the ministry still says what the visitor saw', async () => {
    expect(await world.reserve(a, 'T1', 'T2')).toEqual({ ok: true, value: { result: 'reserved', leaseSeconds: 600 } });
    expect(await world.state(a)).toBe('reserved');
  });

  it.each([
    ['a new amount', ticket('T1', { amountFils: fils(7000) }), { why: 'amount', wasFils: 5000, nowFils: 7000 }],
    ['a new version', ticket('T1', { version: 2 }), { why: 'amount', wasFils: 5000, nowFils: 5000 }],
    ['paid elsewhere', ticket('T1', { status: 'paid' }), { why: 'paid', wasFils: 5000 }],
    ['sent to court', ticket('T1', { status: 'referred_to_court' }), { why: 'not_payable', wasFils: 5000 }],
    ['gone', ticket('T9'), { why: 'not_payable', wasFils: 5000 }],
  ])('says what has changed and reserves nothing: %s', async (_what, now, change) => {
    world.ministry.tickets = [now, ticket('T2')];
    const answered = await reserve(world.deps, kiosk, basket(a, [ticket('T1'), ticket('T2')]));
    expect(answered).toMatchObject({
      ok: true,
      value: { result: 'changed', changes: [{ obligationId: 'T1', ...change }] },
    });
    expect(await database.db.selectFrom('lease').selectAll().execute()).toEqual([]);
    expect(await database.db.selectFrom('payment').selectAll().execute()).toEqual([]);
  });

  it('gives an item to one kiosk only, all or nothing, and shows the other one that it is being paid', async () => {
    await world.reserve(a, 'T1');
    world.ministry.tickets = [ticket('T1'), ticket('T2')];
    const other = await reserve(world.deps, 'K002', basket(b, world.ministry.tickets));
    expect(other).toMatchObject({
      ok: true,
      value: { result: 'changed', changes: [{ obligationId: 'T1', why: 'being_paid' }] },
    });
    const leases = await database.db.selectFrom('lease').selectAll().execute();
    expect(leases.map(({ item_id, pid }) => [item_id, pid])).toEqual([['T1', a]]);
    const seen = await liveAnswer(world.deps, { party, systems: ['traffic'] });
    expect(seen.ok && seen.value.obligations.map(({ notPayableReason }) => notPayableReason)).toEqual([
      'being_paid',
      undefined,
    ]);
  });

  it('lets the other kiosk have it when two ask in the same moment, but only one of them', async () => {
    world.ministry.tickets = [ticket('T1'), ticket('T2')];
    const both = await Promise.all([
      reserve(world.deps, kiosk, basket(a, [ticket('T1'), ticket('T2')])),
      reserve(world.deps, 'K002', basket(b, [ticket('T2'), ticket('T1')])),
    ]);
    const results = both.map((reply) => (reply.ok ? reply.value.result : reply.error.error));
    expect(results.toSorted()).toEqual(['changed', 'reserved']);
  });

  it('goes to one of many that ask in the same moment, and the others learn why not', async () => {
    world.ministry.tickets = [ticket('T1')];
    const all = await Promise.all(
      [...'0123456789abcdef'].map((digit) =>
        reserve(world.deps, `K${digit.toUpperCase()}`, basket(pidOf(digit), [ticket('T1')])),
      ),
    );
    const results = all.map((reply) => (reply.ok ? reply.value.result : reply.error.error));
    expect(results.filter((result) => result === 'reserved')).toHaveLength(1);
    expect(results.filter((result) => result === 'changed')).toHaveLength(15);
  });

  it('gives the same answer to the same request, and a conflict to another one with the same pid', async () => {
    await world.reserve(a);
    world.now += 100_000;
    world.ministry.down = true;
    expect(await world.reserve(a)).toEqual({ ok: true, value: { result: 'reserved', leaseSeconds: 500 } });
    expect(await world.reserve(a, 'T1', 'T2')).toMatchObject({ ok: false, error: { error: 'conflict' } });
    const stranger = await reserve(world.deps, 'K002', basket(a, [ticket('T1')]));
    expect(stranger).toMatchObject({ ok: false, error: { error: 'conflict' } });
  });

  it('stores one attempt when the same request arrives twice at once', async () => {
    const both = await Promise.all([world.reserve(a), world.reserve(a)]);
    expect(both.map((reply) => reply.ok && reply.value.result)).toEqual(['reserved', 'reserved']);
  });

  it.each([
    [
      'over the number of items',
      basket(
        a,
        ['1', '2', '3', '4', '5', '6'].map((id) => ticket(id)),
      ),
      'over_limit',
    ],
    ['over the amount', basket(a, [ticket('T1', { amountFils: fils(100_001) })]), 'over_limit'],
    ['a total that is not the sum', basket(a, [ticket('T1')], { totalFils: fils(4999) }), 'bad_request'],
    ['an item twice', basket(a, [ticket('T1'), ticket('T1')]), 'bad_request'],
    [
      'another service charge',
      basket(a, [ticket('T1')], { serviceChargeFils: fils(500), totalFils: fils(5500) }),
      'bad_request',
    ],
  ])('refuses %s', async (_what, request, problem) => {
    expect(await reserve(world.deps, kiosk, request)).toMatchObject({ ok: false, error: { error: problem } });
  });

  it('reserves nothing while the ministry is silent or payments are closed', async () => {
    world.ministry.down = true;
    expect(await world.reserve(a)).toMatchObject({ ok: false, error: { error: 'ministry_down' } });
    world.ministry.down = false;
    world.closed = 'the database cannot be trusted with money';
    expect(await world.reserve(a)).toMatchObject({ ok: false, error: { error: 'payments_closed' } });
  });

  it('stores no full identity number, not even as a hash that could be tried out', async () => {
    const other = { ...party, number: '330010199917' };
    await world.reserve(a);
    const first = await database.db.selectFrom('payment').selectAll().executeTakeFirstOrThrow();
    await world.emptyDatabase();
    await reserve(world.deps, kiosk, basket(a, [ticket('T1')], { party: other }));
    const second = await database.db.selectFrom('payment').selectAll().executeTakeFirstOrThrow();
    expect(second.content_hash).toBe(first.content_hash);
    expect(JSON.stringify(first)).not.toContain(party.number);
  });
});

describe('a reservation that is not used', () => {
  it('ends by itself, and the item can be reserved by somebody else', async () => {
    await world.reserve(a);
    await world.pass(601_000);
    expect(await report(world.deps, kiosk, { pid: a, seen: 0, waitSeconds: 0 })).toMatchObject({
      ok: true,
      value: { state: 'not_charged', version: 2, notPaidReason: 'not_reserved' },
    });
    expect(await world.reserve(b)).toMatchObject({ ok: true, value: { result: 'reserved' } });
  });

  it('cannot be opened any more when another kiosk has taken the item over', async () => {
    await world.reserve(a);
    world.now += 601_000;
    expect(await world.reserve(b)).toMatchObject({ ok: true });
    expect(await openPage(world.deps, kiosk, a)).toMatchObject({ ok: false, error: { error: 'conflict' } });
  });
});

describe('opening the page', () => {
  it('stores the intent and gives the same address again while nobody has pressed Pay', async () => {
    await world.reserve(a);
    const first = await openPage(world.deps, kiosk, a);
    expect(first).toMatchObject({ ok: true, value: { expiresInSeconds: 600 } });
    expect(first.ok && first.value.pageUrl).toMatch(/^http:\/\/127\.0\.0\.1:8080\/p\/[\w-]{22}$/);
    expect(await openPage(world.deps, kiosk, a)).toEqual(first);
    expect(await world.state(a)).toBe('intent');
  });

  it('is refused once Pay was pressed', async () => {
    await world.untilPressed(a);
    expect(await openPage(world.deps, kiosk, a)).toMatchObject({ ok: false, error: { error: 'conflict' } });
  });

  it('is not found for another kiosk', async () => {
    await world.reserve(a);
    expect(await openPage(world.deps, 'K002', a)).toMatchObject({ ok: false, error: { error: 'not_found' } });
  });
});

describe('pressing Pay', () => {
  it("hands out K-Net's address once", async () => {
    await world.reserve(a);
    await openPage(world.deps, kiosk, a);
    const both = await Promise.all([pressPay(world.deps, a), pressPay(world.deps, a)]);
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['already', 'go']);
    expect(both.find(({ outcome }) => outcome === 'go')).toMatchObject({
      address: expect.stringMatching(/^https:\/\/kpaytest/),
    });
    expect(await world.state(a)).toBe('open');
  });

  it('does nothing after the page has expired, and nothing was charged', async () => {
    await world.reserve(a);
    await openPage(world.deps, kiosk, a);
    world.now += 600_000;
    expect(await pressPay(world.deps, a)).toEqual({ outcome: 'too_late' });
    await world.work();
    expect(await report(world.deps, kiosk, { pid: a, seen: 0, waitSeconds: 0 })).toMatchObject({
      value: { state: 'not_charged', notPaidReason: 'page_expired' },
    });
  });
});

describe('withdrawing', () => {
  it('proves that nothing was charged while nobody has pressed Pay, and frees the items', async () => {
    await world.reserve(a);
    await openPage(world.deps, kiosk, a);
    expect(await withdraw(world.deps, kiosk, a)).toMatchObject({
      ok: true,
      value: { state: 'not_charged', version: 3, notPaidReason: 'withdrawn' },
    });
    expect(await pressPay(world.deps, a)).toEqual({ outcome: 'already' });
    expect(await world.reserve(b)).toMatchObject({ ok: true });
  });

  it('changes nothing once Pay was pressed: the items stay held however long it takes', async () => {
    await world.untilPressed(a);
    expect(await withdraw(world.deps, kiosk, a)).toMatchObject({ ok: true, value: { state: 'open' } });
    world.knet.silent = true;
    await world.pass(700_000);
    expect(await world.reserve(b)).toMatchObject({ ok: true, value: { result: 'changed' } });
  });
});

describe('the report', () => {
  it('waits for the next change and answers as soon as it comes', async () => {
    await world.reserve(a);
    const waiting = report(world.deps, kiosk, { pid: a, seen: 1, waitSeconds: 25 });
    await openPage(world.deps, kiosk, a);
    expect(await waiting).toMatchObject({ ok: true, value: { version: 2, state: 'intent' } });
  });

  it('answers with what there is when nothing changes in time', async () => {
    await world.reserve(a);
    const waiting = report(world.deps, kiosk, { pid: a, seen: 1, waitSeconds: 3 });
    for (let second = 0; second < 4; second += 1) {
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
      await world.pass(1000);
    }
    expect(await waiting).toMatchObject({ ok: true, value: { version: 1 } });
  });
});
