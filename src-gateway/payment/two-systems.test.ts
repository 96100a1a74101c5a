import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { commit } from './commit.ts';
import { report } from './report.ts';
import { reserve } from './reserve.ts';
import { basket, commitOf, fine, kiosk, pidOf, ticket, World } from './test-world.ts';

vi.setConfig({ testTimeout: 30_000 });

const pid = pidOf('a');
let database: Database;
let world: World;

beforeAll(async () => {
  database = await openDatabase('pglite:memory');
}, 120_000);
afterAll(() => database.close());
beforeEach(async () => {
  world = new World(database);
  await world.emptyDatabase();
});

const request = () => basket(pid, world.ministry.tickets, { rail: 'terminal' });
const reserved = async () => reserve(world.deps, kiosk, request());
const told = async () => {
  const answer = await report(world.deps, kiosk, { pid, seen: 0, waitSeconds: 0 });
  return answer.ok ? answer.value : null;
};

/** Reserves everything that is owed, takes the money at the terminal and lets the ministry be told. */
async function paid(): Promise<void> {
  expect(await reserved()).toMatchObject({ ok: true, value: { result: 'reserved' } });
  expect(await commit(world.deps, { code: kiosk, revoked: false }, pid, commitOf(request()))).toMatchObject({
    ok: true,
  });
  await world.work();
}

describe('one payment over traffic and residency', () => {
  beforeEach(() => {
    world.ministry.tickets = [ticket('T1'), fine('R1')];
  });

  it('tells each system of its own item only', async () => {
    await paid();
    expect(
      world.ministry.settled.map(({ key, system, ticketNo, amountFils }) => [key, system, ticketNo, amountFils]),
    ).toEqual([
      [`${pid}-rR1`, 'residency', 'R1', 10_000],
      [`${pid}-T1`, 'traffic', 'T1', 5_000],
    ]);
    expect(await told()).toMatchObject({ state: 'posted' });
    expect(await world.trialBalance()).toBe(0);
  });

  it('with one of the two refused gives that part back and keeps the other', async () => {
    world.ministry.refuses.add('R1');
    await paid();
    expect(world.ministry.settled.map(({ ticketNo }) => ticketNo)).toEqual(['T1']);
    expect(await told()).toMatchObject({
      // The visitor has gone with the receipt: people give it back.
      state: 'manual',
      reversal: { reason: 'ministry_refused', itemIds: ['R1'], amountFils: 10_000 },
    });
    const postings = await database.db.selectFrom('posting').select(['item_id', 'state']).orderBy('item_id').execute();
    expect(postings).toEqual([
      { item_id: 'R1', state: 'refused' },
      { item_id: 'T1', state: 'posted' },
    ]);
    expect(await world.trialBalance()).toBe(0);
  });

  it('is not reserved while one of the two systems does not answer', async () => {
    world.ministry.away.add('residency');
    expect(await reserved()).toMatchObject({ ok: false, error: { error: 'ministry_down' } });
    expect(await database.db.selectFrom('payment').select('pid').execute()).toEqual([]);
  });

  it('asks only the systems of its items: one that is away and not paid holds nobody up', async () => {
    world.ministry.tickets = [ticket('T1')];
    world.ministry.away.add('residency');
    expect(await reserved()).toMatchObject({ ok: true, value: { result: 'reserved' } });
  });

  it('of a fine that has risen since the list asks again', async () => {
    const agreed = request();
    world.ministry.tickets = [ticket('T1'), fine('R1', { version: 2, amountFils: fils(20_000) })];
    expect(await reserve(world.deps, kiosk, agreed)).toMatchObject({
      ok: true,
      value: { result: 'changed', changes: [{ obligationId: 'R1', wasFils: 10_000, nowFils: 20_000, why: 'amount' }] },
    });
  });

  it('of an item under the name of another system is refused, not settled in the wrong place', async () => {
    const swapped = request().items.map((item) => ({ ...item, system: 'traffic' as const }));
    const asked = await reserve(world.deps, kiosk, { ...request(), items: swapped });
    expect(asked).toMatchObject({ ok: true, value: { result: 'changed', changes: [{ obligationId: 'R1' }] } });
  });

  it('from a kiosk that does not know systems yet is traffic', async () => {
    world.ministry.tickets = [ticket('T1')];
    const items = request().items.map(({ system: _, ...item }) => item);
    const old = { ...request(), items };
    expect(await reserve(world.deps, kiosk, old)).toMatchObject({ ok: true, value: { result: 'reserved' } });
    await commit(world.deps, { code: kiosk, revoked: false }, pid, commitOf(old));
    await world.work();
    expect(world.ministry.settled).toMatchObject([{ key: `${pid}-T1`, system: 'traffic' }]);
  });
});

describe('a payment of residency cases', () => {
  const party = { kind: 'individual', numberKind: 'reference', number: '310000017' } as const;

  beforeEach(() => {
    world.ministry.wantsCode.add('residency_cases');
    world.ministry.tickets = [fine('C1', { system: 'residency_cases' })];
  });

  it('needs the grant of the inquiry, and no second code', async () => {
    const without = { ...request(), party };
    expect(await reserve(world.deps, kiosk, without)).toMatchObject({ ok: false, error: { error: 'code_not_valid' } });
    const grant = world.deps.grants.issue({ kioskCode: kiosk, party }, ['residency_cases']);
    expect(await reserve(world.deps, 'K002', { ...without, grant })).toMatchObject({ ok: false });
    expect(await reserve(world.deps, kiosk, { ...without, grant })).toMatchObject({
      ok: true,
      value: { result: 'reserved' },
    });
  });

  it('that is told to the ministry goes to the cases, and no grant is kept', async () => {
    const grant = world.deps.grants.issue({ kioskCode: kiosk, party }, ['residency_cases']);
    const wanted = { ...request(), party, grant };
    await reserve(world.deps, kiosk, wanted);
    await commit(world.deps, { code: kiosk, revoked: false }, pid, commitOf(wanted));
    await world.work();
    expect(world.ministry.settled).toMatchObject([{ key: `${pid}-cC1`, system: 'residency_cases' }]);
    const rows = await database.db.selectFrom('payment').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(grant.slice(-20));
  });
});
