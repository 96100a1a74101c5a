import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../db/database.ts';
import { commit } from './commit.ts';
import { basket, commitOf, receiptNoOf, ticket, World } from './test-world.ts';

/*
 * On a real PostgreSQL only: the embedded database runs one transaction after the other, so nothing can meet there.
 *
 *   GATEWAY_TEST_DATABASE=postgres://… npx vitest run src-gateway/payment/many-kiosks.test.ts
 */

const address = process.env.GATEWAY_TEST_DATABASE;
const kiosks = 50;

describe.skipIf(address === undefined)('fifty kiosks that have all taken the money of one ticket', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(address ?? '');
  });
  afterAll(() => database.close());

  it('and bring it in the same moment end in one posting and forty-nine refunds', async () => {
    const world = new World(database);
    await world.emptyDatabase();
    const answers = await Promise.all(
      Array.from({ length: kiosks }, (_, n) => {
        const code = `K${String(n).padStart(3, '0')}`;
        const pid = n.toString(16).padStart(32, '0');
        // Half of them name the tickets the other way round: the order of locks must not depend on it.
        const tickets = (n % 2 === 0 ? ['T1', 'T2'] : ['T2', 'T1']).map((id) => ticket(id));
        const request = basket(pid, tickets, { rail: 'terminal' });
        return commit(
          world.deps,
          { code, revoked: false },
          pid,
          commitOf(request, { receiptNo: receiptNoOf(1, code) }),
        );
      }),
    );
    const results = answers.map((answer) => (answer.ok ? answer.value.result : answer.error.error));
    expect(results.filter((result) => result === 'posted')).toHaveLength(1);
    expect(results.filter((result) => result === 'duplicate')).toHaveLength(kiosks - 1);
    const active = await database.db
      .selectFrom('posting')
      .select(['pid', 'item_id'])
      .where('active', '=', true)
      .execute();
    expect(active.map((row) => row.item_id).toSorted()).toEqual(['T1', 'T2']);
    expect(await database.db.selectFrom('refund').selectAll().execute()).toHaveLength(kiosks - 1);
    expect(await world.trialBalance()).toBe(0);
  }, 60_000);
});
