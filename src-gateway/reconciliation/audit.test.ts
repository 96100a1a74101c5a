import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase, type Database } from '../db/database.ts';
import { arm } from '../payment/arm.ts';
import { commit } from '../payment/commit.ts';
import { reserve } from '../payment/reserve.ts';
import { basket, commitOf, confirmAfterMs, kiosk, pidOf, receiptNoOf, ticket, World } from '../payment/test-world.ts';
import { auditLedger } from './audit.ts';
import { emptyDayTables } from './test-support.ts';

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
  await emptyDayTables(database);
  await someBusiness();
});

const a = pidOf('a');
const b = pidOf('b');
const c = pidOf('c');

/** One payment settled, one that has to go back because both paid the same ticket, one that is still open. */
async function someBusiness(): Promise<void> {
  await world.untilPressed(a, 'T1');
  await world.payByCard(a);
  await world.pass(confirmAfterMs + 60_000);
  await world.pass(30 * 60_000);
  const at = (pid: string, id: string) => basket(pid, [ticket(id)], { rail: 'terminal' });
  const late = commitOf(at(b, 'T1'), { receiptNo: receiptNoOf(2) });
  expect(await commit(world.deps, { code: kiosk, revoked: false }, b, late)).toMatchObject({
    value: { result: 'duplicate' },
  });
  world.ministry.tickets = [ticket('T3')];
  await reserve(world.deps, kiosk, at(c, 'T3'));
  await arm(world.deps, kiosk, c);
  expect([await world.state(a), await world.state(b), await world.state(c)]).toEqual(['captured', 'manual', 'open']);
}

const breakWith = (statement: string) => sql.raw(statement).execute(database.db);

describe('the books', () => {
  it('are sound after ordinary business', async () => {
    expect(await auditLedger(database.db)).toEqual([]);
  });

  it.each([
    ['an entry is missing', `delete from entry where ref = '${a}:capture'`, 'do not add up to 0'],
    [
      'an entry and its opposite have other amounts',
      `update entry set amount_fils = amount_fils * 2 where pid = '${a}'`,
      'what the acquirer owes',
    ],
    [
      'what we owe the ministry stands on another account',
      `update entry set account = 'service_charge' where account = 'ministry_payable'`,
      'what we owe the ministry',
    ],
    [
      'what we owe a payer stands on another account',
      `update entry set account = 'service_charge' where account = 'refunds_payable'`,
      'what we owe a payer',
    ],
    ['a posting is missing', `delete from posting where pid = '${a}'`, 'has no posting'],
    ['a refund is missing', `delete from refund where pid = '${b}'`, 'neither posted nor owed back'],
    ['a refund is owed for what is posted', `update refund set pid = '${a}'`, 'is posted and owed back'],
    ['a capture was forgotten', `update payment set captured_at = null where pid = '${a}'`, 'took none'],
    ['a state runs ahead', `update payment set state = 'posted' where pid = '${c}'`, 'contradict each other'],
    [
      'a refund is over and not done',
      `update payment set state = 'refunded' where pid = '${b}'`,
      'contradict each other',
    ],
    ['people have a payment without a case', 'delete from case_file', 'there is no case'],
    ['a case was closed by nobody', `update case_file set closed_at = now()`, 'without two people'],
    ['a lease outlives its attempt', `update payment set state = 'not_charged' where pid = '${c}'`, 'that is over'],
    [
      'a callback was forgotten',
      `insert into inbox (source, content_hash, body, first_at, last_at) values ('knet_notify', 'x', '', now(), now())`,
      'has not been dealt with',
    ],
  ])('are not when %s', async (_words, statement, says) => {
    await breakWith(statement);
    expect(await auditLedger(database.db)).toContainEqual(expect.stringContaining(says));
  });

  it('with two active postings of one obligation would be noticed even without the unique index', async () => {
    await breakWith('drop index posting_active_item');
    try {
      await breakWith(`update posting set active = true where pid = '${b}'`);
      expect(await auditLedger(database.db)).toContainEqual(
        expect.stringContaining('more than one active posting: T1'),
      );
    } finally {
      await breakWith(`update posting set active = false where pid = '${b}'`);
      await breakWith('create unique index posting_active_item on posting (item_id) where active');
    }
  });

  it('give a callback time to be dealt with when asked to', async () => {
    await breakWith(
      `insert into inbox (source, content_hash, body, first_at, last_at)
       values ('knet_notify', 'x', '', '2026-11-22T10:00:00Z', '2026-11-22T10:00:00Z')`,
    );
    expect(await auditLedger(database.db, new Date('2026-11-22T09:59:59Z'))).toEqual([]);
    expect(await auditLedger(database.db, new Date('2026-11-22T10:00:00Z'))).toHaveLength(1);
  });
});
