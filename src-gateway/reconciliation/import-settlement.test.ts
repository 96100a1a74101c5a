import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { daySettlementCsv } from '../../src-simulators/knet/settlement.ts';
import { terminalSettlement } from '../../src-simulators/terminal/settlement.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { pidOf, World } from '../payment/test-world.ts';
import { importSettlement } from './import-settlement.ts';
import type { Acquirer } from './settlement-importer.ts';
import { simulatorCsv, simulatorHeader } from './simulator-csv.ts';
import { csv, dayMs, emptyDayTables, line } from './test-support.ts';

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
  world.now += 3 * dayMs;
  await emptyDayTables(database);
});

const take = (text: string, day?: string, covers?: readonly Acquirer[]) =>
  importSettlement(world.deps, simulatorCsv, {
    text,
    ...(day === undefined ? {} : { day }),
    ...(covers === undefined ? {} : { covers }),
  });
const kept = () => database.db.selectFrom('settlement_line').selectAll().orderBy('line_no').execute();
const files = () =>
  database.db.selectFrom('settlement_file').select(['day', 'acquirer']).orderBy('day').orderBy('acquirer').execute();

const lines = [
  line({ pid: pidOf('a'), railRef: 'POI1/00000A' }),
  line({ acquirer: 'knet', pid: pidOf('b'), transactionId: 'TX2', amountFils: fils(12_250), approvalCode: null }),
  line({ pid: pidOf('a'), transactionId: 'TX3', kind: 'refunded', amountFils: fils(1) }),
];

describe('a settlement file', () => {
  it('is taken in line by line, for the day its lines are of', async () => {
    expect(await take(csv(lines))).toEqual({ ok: true, value: { day: '2026-11-22', lines: 3, added: 3 } });
    expect(await kept()).toMatchObject([
      {
        line_no: 2,
        acquirer: 'terminal',
        rail_ref: 'POI1/00000A',
        pid: pidOf('a'),
        amount_fils: 5000,
        kind: 'charged',
      },
      { line_no: 3, acquirer: 'knet', rail_ref: null, approval_code: null, amount_fils: 12_250 },
      { line_no: 4, transaction_id: 'TX3', kind: 'refunded', amount_fils: 1 },
    ]);
    expect(await files()).toEqual([
      { day: '2026-11-22', acquirer: 'knet' },
      { day: '2026-11-22', acquirer: 'terminal' },
    ]);
  });

  it('that comes twice changes nothing, and a line that comes in two files counts once', async () => {
    await take(csv(lines));
    expect(await take(csv(lines))).toMatchObject({ ok: true, value: { added: 0 } });
    expect(await take(csv([...lines, line({ transactionId: 'TX4' })]))).toMatchObject({
      ok: true,
      value: { added: 1 },
    });
    expect(await kept()).toHaveLength(4);
  });

  it('with broken lines is not taken in, and each of them is named', async () => {
    const good = csv(lines).trimEnd().split('\n');
    const broken = [
      ...good,
      'terminal,POI1,,,TX5,A1,5.000,charged,2026-11-22T09:01:00.000+03:00',
      'terminal,,,,TX6,A1,5.0001,charged,2026-11-22T09:01:00.000+03:00',
      'cheque,,,xyz,TX7,A1,1,charged,yesterday',
      'too,short',
    ].join('\r\n');
    const answer = await take(broken);
    expect(answer).toEqual({
      ok: false,
      error: [
        'line 5: poi_id and service_id belong together',
        expect.stringMatching(/^line 6: amount_kwd \(not an amount in KWD such as 5\.000\)$/),
        expect.stringMatching(/^line 7: rail .*pid .*at /),
        'line 8: has 2 columns instead of 9',
      ],
    });
    expect([await kept(), await files()]).toEqual([[], []]);
  });

  it.each([
    ['nothing at all', '', ['line 1: must be the header']],
    ['another header', 'rail,pid\n', ['line 1: must be the header']],
    ['an empty line', `${simulatorHeader}\n\nx`, ['line 2: has 1 columns', 'line 3: has 1 columns']],
  ])('with %s is refused', async (_words, text, wrong) => {
    const answer = await take(text);
    expect(answer).toMatchObject({ ok: false });
    expect(answer.ok ? [] : answer.error).toHaveLength(wrong.length);
    for (const words of wrong) expect(answer.ok ? '' : answer.error.join('\n')).toContain(words);
  });

  it('without lines, or with lines of two days, needs to be told its day', async () => {
    expect(await take(csv([]))).toMatchObject({ ok: false, error: [expect.stringContaining('--day')] });
    const twoDays = csv([...lines, line({ transactionId: 'TX8', at: '2026-11-23T00:00:00.000+03:00' })]);
    expect(await take(twoDays)).toMatchObject({
      ok: false,
      error: [expect.stringContaining('2026-11-22, 2026-11-23')],
    });
    expect(await take(twoDays, '2026-11-22')).toMatchObject({ ok: true, value: { day: '2026-11-22' } });
    expect(await take(csv([]), '2026-11-23', ['knet'])).toMatchObject({ ok: true, value: { lines: 0 } });
    expect(await take(csv([]), '2026-11-24', ['knet'])).toMatchObject({ ok: true, value: { lines: 0 } });
    expect(await take(csv([]), '2026-11-23')).toMatchObject({
      ok: false,
      error: [expect.stringContaining('--covers')],
    });
    expect(await take(csv([]), '2026-11-24', ['terminal'])).toMatchObject({ ok: true });
    expect((await files()).map(({ day, acquirer }) => `${acquirer} ${day}`)).toEqual([
      ...['terminal 2026-11-22', 'knet 2026-11-22'].toSorted(),
      ...['knet 2026-11-23', 'knet 2026-11-24', 'terminal 2026-11-24'],
    ]);
  });

  it('of a day that is not over, or of another day than before, is refused', async () => {
    expect(await take(csv([]), '2026-11-25', ['knet'])).toMatchObject({
      ok: false,
      error: [expect.stringContaining('not over')],
    });
    await take(csv(lines));
    expect(await take(csv(lines), '2026-11-23')).toMatchObject({
      ok: false,
      error: ['this file was taken in before, for 2026-11-22: it cannot settle 2026-11-23 too'],
    });
    expect((await files()).map(({ day }) => day)).toEqual(['2026-11-22', '2026-11-22']);
  });
});

describe('the files of the simulators', () => {
  const at = Date.UTC(2026, 10, 22, 6, 1, 0);

  it('of the terminal are read', () => {
    const fact = {
      ...({
        type: 'money',
        kind: 'charged',
        saleId: 'K001',
        serviceId: '00000A',
        poiId: 'POI1',
        pid: pidOf('a'),
      } as const),
      ...{ amountFils: 5000, at, approvalCode: '123456', transactionId: '77', transactionTime: '2026-11-22T06:01:00Z' },
    };
    const read = simulatorCsv.read(terminalSettlement([fact], '2026-11-22'));
    expect(read).toMatchObject({
      ok: true,
      value: [{ acquirer: 'terminal', railRef: 'POI1/00000A', pid: pidOf('a') }],
    });
    expect(simulatorCsv.read(terminalSettlement([], null))).toEqual({ ok: true, value: [] });
  });

  it('of K-Net are read', () => {
    const attempt = {
      ...({
        trackId: pidOf('b'),
        paymentId: '1',
        status: 'voided',
        amt: '12.250',
        amountFils: 12_250,
        language: 'ar',
      } as const),
      ...{
        responseUrl: '',
        errorUrl: '',
        udf: ['', '', '', '', ''],
        openedAt: at,
        refund: null,
        voidedBecause: 'late',
      },
      outcome: {
        word: 'CAPTURED',
        at,
        tranId: '88',
        ref: '9',
        auth: '000123',
        postDate: '1122',
        responseCode: '00',
      } as const,
      notifications: [{ at, tookMs: 2000, problem: 'late' }],
    };
    const read = simulatorCsv.read(daySettlementCsv([attempt], '2026-11-22'));
    const common = { acquirer: 'knet', railRef: null, pid: pidOf('b'), amountFils: 12_250 };
    expect(read).toMatchObject({
      ok: true,
      value: [
        { ...common, kind: 'charged' },
        { ...common, kind: 'voided' },
      ],
    });
    expect(simulatorCsv.read(daySettlementCsv([], null))).toEqual({ ok: true, value: [] });
  });
});
