import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase, type Database } from '../db/database.ts';
import { World } from '../payment/test-world.ts';
import { isForked, whyHeld } from './holds.ts';
import { takeJournalHead } from './journal-head.ts';
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
  await enrol(database, 'K001', world.now);
  await enrol(database, 'K002', world.now);
});

const head = (seq: number, digit: string) => ({ seq, hash: digit.repeat(64) });
const tell = (seq: number, digit: string, code = 'K001') => takeJournalHead(world.deps, code, head(seq, digit));
const answer = (known: object | null, forked: boolean) => ({ ok: true, value: { known, forked } });

describe('where a journal stands', () => {
  it('is remembered as the furthest head told, each kiosk for itself', async () => {
    expect(await tell(5, 'a')).toEqual(answer(null, false));
    expect(await tell(9, 'b')).toEqual(answer(head(5, 'a'), false));
    expect(await tell(9, 'b')).toEqual(answer(head(9, 'b'), false));
    expect(await tell(1, 'c', 'K002')).toEqual(answer(null, false));
    expect(await whyHeld(database.db, 'K001')).toBeNull();
  });

  it.each([
    ['shorter than before', 8, 'b'],
    ['as long, with another record at the end', 9, 'c'],
  ])('%s is a fork: one case, no payments, and longer journals do not heal it', async (_words, seq, digit) => {
    await tell(9, 'b');
    expect(await tell(seq, digit)).toEqual(answer(head(9, 'b'), true));
    expect(await tell(seq, digit)).toEqual(answer(head(9, 'b'), true));
    expect(await tell(12, 'd')).toEqual(answer(head(9, 'b'), true));
    expect(await isForked(database.db, 'K001')).toBe(true);
    expect(await whyHeld(database.db, 'K001')).toContain('a new kiosk code');
    expect(await isForked(database.db, 'K002')).toBe(false);
    const cases = await database.db.selectFrom('case_file').select(['class', 'pid', 'evidence']).execute();
    expect(cases).toEqual([{ class: 'fork', pid: 'K001', evidence: { known: head(9, 'b'), told: head(seq, digit) } }]);
    expect(world.alarms).toContainEqual(expect.objectContaining({ alarm: 'case', class: 'fork' }));
  });

  it('begins anew when staff enrol the kiosk anew, and can fork anew', async () => {
    await tell(9, 'b');
    await tell(3, 'b');
    await enrol(database, 'K001', world.now + 1000);
    expect(await isForked(database.db, 'K001')).toBe(false);
    expect(await tell(3, 'b')).toEqual(answer(null, false));
    expect(await tell(2, 'b')).toEqual(answer(head(3, 'b'), true));
    expect(await database.db.selectFrom('case_file').select('class').execute()).toHaveLength(2);
  });

  it('of a kiosk nobody enrolled is not taken', async () => {
    expect(await tell(1, 'a', 'K009')).toMatchObject({ ok: false, error: { error: 'unknown_kiosk' } });
  });
});
