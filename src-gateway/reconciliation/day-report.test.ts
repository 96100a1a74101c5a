import type { KeyObject } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { World } from '../payment/test-world.ts';
import { takeDayReport } from './day-report.ts';
import { busyReport, dayReport, emptyDayTables, enrol, railTotals, signedBody } from './test-support.ts';

// The embedded database is slow on a busy machine; a test that hangs is found all the same.
vi.setConfig({ testTimeout: 30_000 });

let database: Database;
let world: World;
let key: KeyObject;
beforeAll(async () => {
  database = await openDatabase(process.env.GATEWAY_TEST_DATABASE ?? 'pglite:memory');
}, 60_000);
afterAll(() => database.close());
beforeEach(async () => {
  world = new World(database);
  await world.emptyDatabase();
  await emptyDayTables(database);
  key = await enrol(database, 'K001', world.now);
});

const send = (report: object, by: KeyObject = key) => takeDayReport(world.deps, 'K001', signedBody(report, by));
const taken = (no: number) => ({ ok: true, value: { no } });
const conflict = (words: string) => ({
  ok: false,
  error: { error: 'conflict', message: expect.stringContaining(words) },
});
const cases = async () =>
  (await database.db.selectFrom('case_file').select(['class']).orderBy('id').execute()).map((row) => row.class);
const kept = () => database.db.selectFrom('day_report').select(['no', 'raw']).orderBy('no').execute();

const first = busyReport('terminal', { first: 1, count: 2, total: 10_000 });
const second = dayReport({ no: 2, firstSeq: 12, lastSeq: 20, grandTotalFils: fils(10_000) });

describe('a Z report', () => {
  it('is kept word for word, and the next one follows it', async () => {
    expect(await send(first)).toEqual(taken(1));
    expect(await send(second)).toEqual(taken(2));
    expect(await kept()).toEqual([
      { no: 1, raw: signedBody(first, key) },
      { no: 2, raw: signedBody(second, key) },
    ]);
    expect(await cases()).toEqual([]);
  });

  it('counts what was given back out of the grand total', async () => {
    await send(first);
    const rails = [{ ...railTotals('terminal', 0, 0), reversed: { count: 1, fils: fils(4000) } }];
    await send({ ...second, rails, grandTotalFils: fils(6000) });
    expect(await cases()).toEqual([]);
  });

  it('that comes again gets the same answer, also after later ones', async () => {
    await send(first);
    await send(second);
    expect(await send(first)).toEqual(taken(1));
    expect(await kept()).toHaveLength(2);
  });

  it('under a number that is taken is a conflict and a case, and the first one stays', async () => {
    await send(first);
    expect(await send({ ...first, copies: 3 })).toMatchObject(conflict('Z report 1 of this kiosk has other content'));
    expect(await kept()).toEqual([{ no: 1, raw: signedBody(first, key) }]);
    expect(await cases()).toEqual(['z_differs']);
  });

  it('after one that a restored gateway has lost is taken, the gap is a case, and the next one follows', async () => {
    await send(first);
    expect(await send({ ...second, no: 4, firstSeq: 32, lastSeq: 40 })).toEqual(taken(4));
    expect(await send({ ...second, no: 5, firstSeq: 42, lastSeq: 50 })).toEqual(taken(5));
    expect((await kept()).map(({ no }) => no)).toEqual([1, 4, 5]);
    const files = await database.db.selectFrom('case_file').select(['class', 'evidence']).execute();
    expect(files).toEqual([{ class: 'z_totals', evidence: { no: 4, wrong: ['Z reports 2 to 3 are missing'] } }]);
  });

  it('that is the first we have, and not the first of its kiosk, is taken with a case about the gap', async () => {
    expect(await send(second)).toEqual(taken(2));
    const files = await database.db.selectFrom('case_file').select('evidence').execute();
    expect(files).toEqual([{ evidence: { no: 2, wrong: ['Z reports 1 to 1 are missing'] } }]);
  });

  it('signed by another key, or about another kiosk, is refused and not kept', async () => {
    const stranger = await enrol(database, 'K002', world.now);
    expect(await send(first, stranger)).toMatchObject({ ok: false, error: { error: 'bad_request' } });
    expect(await send({ ...first, kioskCode: 'K002' })).toMatchObject({ ok: false, error: { error: 'bad_request' } });
    expect(await kept()).toEqual([]);
  });

  it('with words we do not know yet is checked as it was signed', async () => {
    expect(await send({ ...first, later: 'version' })).toEqual(taken(1));
  });

  it.each([
    ['whose grand total does not add up', { ...second, grandTotalFils: fils(10_001) }, 'the grand total is 10001'],
    ['that leaves a record out', { ...second, firstSeq: 13 }, 'begins at record 13, not at 12'],
    ['that counts a record twice', { ...second, firstSeq: 11 }, 'begins at record 11, not at 12'],
    [
      'with more captures than receipts',
      { ...second, rails: first.rails, grandTotalFils: fils(20_000) },
      '2 captures, and 0 receipt numbers',
    ],
  ])('%s is taken, and people look at it', async (_words, report, wrong) => {
    await send(first);
    expect(await send(report)).toEqual(taken(2));
    const [file] = await database.db.selectFrom('case_file').selectAll().execute();
    expect(file).toMatchObject({
      class: 'z_totals',
      pid: 'K001',
      evidence: { wrong: [expect.stringContaining(wrong)] },
    });
  });

  it('after the kiosk was enrolled anew goes on from the number its journal has, once', async () => {
    await send(first);
    await send(second);
    const anew = await enrol(database, 'K001', world.now + 1000);
    const third = dayReport({ no: 3, firstSeq: 22, lastSeq: 30, grandTotalFils: fils(10_000) });
    expect(await send(third, anew)).toEqual(taken(3));
    expect(await send(second, anew)).toEqual(taken(2));
    expect(await cases()).toEqual([]);
  });
});
