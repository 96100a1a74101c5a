import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase, type Database } from '../db/database.ts';
import type { KioskHoldTable } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { arm } from '../payment/arm.ts';
import { commit } from '../payment/commit.ts';
import { reserve } from '../payment/reserve.ts';
import { basket, commitOf, kiosk, pidOf, ticket, World } from '../payment/test-world.ts';
import { holdKiosk, lockEnrolment } from './holds.ts';
import { emptyDayTables, enrol } from './test-support.ts';

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
  await emptyDayTables(database);
  await enrol(database, kiosk, world.now);
  world.ministry.tickets = [ticket('T1'), ticket('T2')];
});

const a = pidOf('a');
const b = pidOf('b');
const request = (pid: string, id: string) => basket(pid, [ticket(id)], { rail: 'terminal' });

const hold = (reason: KioskHoldTable['reason']) =>
  inTransaction(database.db, async (trx) => {
    const enrolment = await lockEnrolment(trx, kiosk);
    if (enrolment !== null) await holdKiosk(trx, enrolment, { reason, subject: '', now: world.now });
  });

describe('a kiosk that is held', () => {
  it.each([
    ['because its journal forked', 'fork', 'journal'],
    ['because its money differs', 'amount_differs', 'acquirer'],
  ] as const)('%s starts no payment and arms none, and what it has taken is booked', async (_why, reason, words) => {
    expect(await reserve(world.deps, kiosk, request(a, 'T1'))).toMatchObject({ ok: true });
    await hold(reason);
    const closed = { error: { error: 'payments_closed', message: expect.stringContaining(words) } };
    expect(await reserve(world.deps, kiosk, request(b, 'T2'))).toMatchObject(closed);
    expect(await arm(world.deps, kiosk, a)).toMatchObject(closed);
    const taken = await commit(world.deps, { code: kiosk, revoked: false }, a, commitOf(request(a, 'T1')));
    expect(taken).toMatchObject({ value: { result: 'posted' } });
  });
});
