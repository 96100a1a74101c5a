import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { kuwaitDay } from '../../src-shared/domain/time.ts';
import { err, ok } from '../../src-shared/result.ts';
import { closeCase } from '../cases/close-case.ts';
import { openDatabase, type Database } from '../db/database.ts';
import type { SettledTicket } from '../ministry/port.ts';
import { arm } from '../payment/arm.ts';
import { commit } from '../payment/commit.ts';
import { report } from '../payment/report.ts';
import { reserve } from '../payment/reserve.ts';
import { basket, commitOf, kiosk, pidOf, receiptNoOf, ticket, World } from '../payment/test-world.ts';
import { inTransaction } from '../db/transaction.ts';
import { act } from './act.ts';
import { auditLedger } from './audit.ts';
import { takeDayReport } from './day-report.ts';
import { lookAfterBooks } from './end-of-day.ts';
import { whyHeld } from './holds.ts';
import { importSettlement } from './import-settlement.ts';
import { reconcile } from './reconcile.ts';
import type { Acquirer, SettlementLine } from './settlement-importer.ts';
import { simulatorCsv } from './simulator-csv.ts';
import { busyReport, csv, dayMs, emptyDayTables, enrol, line, signedBody } from './test-support.ts';

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
});

const a = pidOf('a');
const b = pidOf('b');
const request = (pid: string, ids: readonly string[]) =>
  basket(
    pid,
    ids.map((id) => ticket(id)),
    { rail: 'terminal' },
  );

async function armed(pid: string, ...ids: string[]): Promise<void> {
  world.ministry.tickets = ids.map((id) => ticket(id));
  expect(await reserve(world.deps, kiosk, request(pid, ids))).toMatchObject({ value: { result: 'reserved' } });
  expect(await arm(world.deps, kiosk, pid)).toMatchObject({ ok: true });
}

async function committed(pid: string, n: number, ids: readonly string[], revoked = false): Promise<void> {
  const body = commitOf(request(pid, ids), { receiptNo: receiptNoOf(n) });
  expect(await commit(world.deps, { code: kiosk, revoked }, pid, body)).toMatchObject({ ok: true });
}

/** The ministry as it would list what it was sent. */
const ministry = {
  settlementsOf: async (day: string) =>
    world.ministry.down
      ? err('ministry_down' as const)
      : ok(
          world.ministry.settled
            .filter(({ paidAt }) => kuwaitDay(Date.parse(paidAt)) === day)
            .map(({ key, pid, system, ticketNo, amountFils }): SettledTicket => ({
              key,
              pid,
              system,
              ticketNo,
              amountFils,
              outcome: 'posted',
            })),
        ),
};
const matched = (from?: string) => reconcile({ payments: world.deps, ministry }, from === undefined ? {} : { from });
const settled = async (day: string, lines: readonly SettlementLine[], covers: readonly Acquirer[] = ['terminal']) =>
  importSettlement(world.deps, simulatorCsv, { text: csv(lines), day, covers });
/** The files of the day of the attempts and of the day after. */
async function twoDaysSettled(lines: readonly SettlementLine[], covers?: readonly Acquirer[]): Promise<void> {
  const today = kuwaitDay(world.now);
  world.now += 2 * dayMs;
  expect(await settled(today, lines, covers)).toMatchObject({ ok: true });
  expect(await settled(kuwaitDay(world.now - dayMs), [], covers)).toMatchObject({ ok: true });
}
const classes = async () =>
  (await database.db.selectFrom('case_file').select('class').orderBy('id').execute()).map((row) => row.class);
const leases = () => database.db.selectFrom('lease').select('item_id').execute();
/** Everything the match may write. */
async function books(): Promise<readonly string[]> {
  const tables = ['payment', 'posting', 'entry', 'case_file', 'refund', 'lease', 'kiosk_hold'] as const;
  const rows: string[] = [];
  for (const table of tables) {
    const all = await database.db.selectFrom(table).selectAll().execute();
    rows.push(...all.map((row) => `${table} ${JSON.stringify(row)}`));
  }
  return rows.toSorted();
}
/** The books are sound, and to match once more finds them as they are. */
async function nothingMoves(): Promise<void> {
  expect(await auditLedger(database.db)).toEqual([]);
  expect(await world.trialBalance()).toBe(0);
  const before = await books();
  await matched();
  expect(await books()).toEqual(before);
}

describe('settlement', () => {
  it('finds the capture of a kiosk that never came back: booked, posted, told to the ministry, no case', async () => {
    await armed(a, 'T1', 'T2');
    await twoDaysSettled([line({ pid: a, railRef: 'POI1/1', amountFils: fils(10_000) })]);
    const { differences } = await matched();
    expect(differences).toMatchObject([{ class: 'b', finding: 'captured', pid: a }]);
    expect(await world.state(a)).toBe('captured');
    await world.pass(20 * 60_000);
    expect(world.ministry.settled.map(({ ticketNo }) => ticketNo).toSorted()).toEqual(['T1', 'T2']);
    expect(await leases()).toEqual([]);
    expect(world.alarms).toContainEqual({ alarm: 'found_by_settlement', pid: a });
    expect(await classes()).toEqual([]);
    await nothingMoves();
    // The kiosk comes back after all and gets its receipt for the same capture.
    await committed(a, 1, ['T1', 'T2']);
    expect(await world.state(a)).toBe('posted');
    await nothingMoves();
  });

  it('that lacks an attempt proves after two days that nothing was charged, and the items are free', async () => {
    await armed(a, 'T1');
    const today = kuwaitDay(world.now);
    world.now += 2 * dayMs;
    await settled(today, []);
    await matched();
    expect(await world.state(a)).toBe('open');
    expect(await leases()).toHaveLength(1);
    await settled(kuwaitDay(world.now - dayMs), []);
    await matched();
    expect(await world.state(a)).toBe('not_charged');
    expect(await leases()).toEqual([]);
    await nothingMoves();
  });

  it('proves the same of an attempt that time had ended, whose kiosk armed it before the gateway was restored', async () => {
    world.ministry.tickets = [ticket('T1')];
    await reserve(world.deps, kiosk, request(a, ['T1']));
    await world.pass(11 * 60_000);
    const told = () => report(world.deps, kiosk, { pid: a, seen: 0, waitSeconds: 0 });
    expect(await told()).toMatchObject({ value: { state: 'not_charged', notPaidReason: 'not_reserved' } });
    await twoDaysSettled([]);
    expect((await matched()).differences).toMatchObject([{ class: 'b', finding: 'not_charged', pid: a }]);
    // The kiosk takes no word of time alone; this one it takes.
    expect(await told()).toMatchObject({ value: { state: 'not_charged', notPaidReason: 'bank_unreachable' } });
    expect((await matched()).differences).toEqual([]);
    await nothingMoves();
  });

  it('of a hosted page ends what K-Net never answered, one way or the other', async () => {
    world.knet.silent = true;
    await world.untilPressed(a, 'T1');
    await world.untilPressed(b, 'T2');
    await twoDaysSettled([line({ acquirer: 'knet', pid: a, transactionId: 'K1' })]);
    await matched();
    // The terminals' file is another: it says nothing about K-Net.
    await settled(kuwaitDay(world.now - 2 * dayMs), [], ['terminal']);
    expect([await world.state(a), await world.state(b)]).toEqual(['captured', 'open']);
    await settled(kuwaitDay(world.now - 2 * dayMs), [], ['knet']);
    await settled(kuwaitDay(world.now - dayMs), [line({ acquirer: 'knet', pid: pidOf('c') })], ['knet']);
    await matched();
    expect([await world.state(a), await world.state(b)]).toEqual(['captured', 'not_charged']);
    const { knet } = await database.db
      .selectFrom('payment')
      .select('knet')
      .where('pid', '=', a)
      .executeTakeFirstOrThrow();
    expect(knet).toEqual({ result: 'CAPTURED', transactionId: 'K1', authCode: 'A1' });
    // K-Net speaks again, and says the same.
    world.knet.silent = false;
    world.knet.records.set(a, 'captured');
    await world.pass(60 * 60_000);
    await nothingMoves();
  });

  it('of a charge that was voided proves the same', async () => {
    await armed(a, 'T1');
    await twoDaysSettled([line({ pid: a }), line({ pid: a, kind: 'voided' })]);
    await matched();
    expect(await world.state(a)).toBe('not_charged');
    await nothingMoves();
  });

  it('that comes in while the match runs is not overlooked', async () => {
    await armed(a, 'T1');
    await twoDaysSettled([]);
    const before = { class: 'b', finding: 'not_charged', pid: a } as const;
    await settled(kuwaitDay(world.now - dayMs), [line({ pid: a })]);
    await inTransaction(database.db, (trx) => act(trx, world.deps, before));
    expect(await world.state(a)).toBe('open');
  });

  it('of money whose visitor was told "not charged" gives it back', async () => {
    await armed(a, 'T1');
    await twoDaysSettled([]);
    await matched();
    expect(await world.state(a)).toBe('not_charged');
    world.now += dayMs;
    await settled(kuwaitDay(world.now - dayMs), [line({ pid: a, at: '2026-11-24T08:00:00.000+03:00' })]);
    await matched();
    expect(await classes()).toContain('captured_after_not_charged');
    expect(await world.state(a)).toBe('manual');
    expect(world.ministry.settled).toEqual([]);
    await nothingMoves();
  });

  it('under a reference nobody knows stands on the suspense account until its attempt is found', async () => {
    const stranger = line({ railRef: 'POI1/AAAAAAAA', pid: null });
    await twoDaysSettled([stranger]);
    await matched();
    expect(await classes()).toEqual(['unknown_settlement']);
    const suspense = async () =>
      (await database.db.selectFrom('entry').select('amount_fils').where('account', '=', 'suspense').execute()).reduce(
        (sum, row) => sum + row.amount_fils,
        0,
      );
    expect(await suspense()).toBe(-5000);
    await nothingMoves();
    await committed(a, 1, ['T1']);
    expect(commitOf(request(a, ['T1'])).railRef).toBe('POI1/AAAAAAAA');
    await matched();
    expect(await suspense()).toBe(0);
    await nothingMoves();
  });

  it('that lacks a capture for three days is a case, once, also after people have closed it', async () => {
    await armed(a, 'T1');
    await committed(a, 1, ['T1']);
    await world.work();
    await twoDaysSettled([]);
    await matched();
    expect(await classes()).toEqual([]);
    world.now += dayMs;
    await matched();
    expect(await classes()).toEqual(['not_settled']);
    const [file] = await database.db.selectFrom('case_file').select('id').execute();
    const closed = await closeCase(world.deps, file!.id, { by: ['Amal', 'Badr'], reason: 'paid out by hand' });
    expect(closed).toMatchObject({ ok: true });
    await nothingMoves();
  });

  it('with another amount freezes the kiosk until two people have closed the case', async () => {
    await enrol(database, kiosk, world.now);
    await armed(a, 'T1');
    await committed(a, 1, ['T1']);
    await world.work();
    await twoDaysSettled([line({ pid: a, amountFils: fils(5001) })]);
    await matched();
    expect(await classes()).toEqual(['settled_amount_differs']);
    expect(await whyHeld(database.db, kiosk)).toContain('differs');
    await nothingMoves();
    const [file] = await database.db.selectFrom('case_file').select('id').execute();
    await closeCase(world.deps, file!.id, { by: ['Amal', 'Badr'], reason: 'a fee of the acquirer' });
    expect(await whyHeld(database.db, kiosk)).toBeNull();
    await nothingMoves();
    expect(await whyHeld(database.db, kiosk)).toBeNull();
  });

  it('with another amount for an attempt without an outcome hands it to people', async () => {
    await armed(a, 'T1');
    await twoDaysSettled([line({ pid: a, amountFils: fils(4000) })]);
    await matched();
    expect(await world.state(a)).toBe('manual');
    expect(await leases()).toHaveLength(1);
    await nothingMoves();
  });

  it('lets the ministry hear of what a revoked kiosk brought', async () => {
    await armed(a, 'T1');
    await committed(a, 1, ['T1'], true);
    await world.pass(60 * 60_000);
    expect(world.ministry.settled).toEqual([]);
    await twoDaysSettled([line({ pid: a })]);
    await matched();
    await world.work();
    expect(world.ministry.settled.map(({ ticketNo }) => ticketNo)).toEqual(['T1']);
    await nothingMoves();
  });
});

describe('a Z report', () => {
  it('with a receipt that has not arrived is a case after a day, and agrees once it is there', async () => {
    const key = await enrol(database, kiosk, world.now);
    await armed(a, 'T1');
    await committed(a, 1, ['T1']);
    const report = busyReport('terminal', { first: 1, count: 2, total: 10_000 });
    expect(await takeDayReport(world.deps, kiosk, signedBody(report, key))).toMatchObject({ ok: true });
    expect((await matched()).differences).toMatchObject([{ class: 'a', receiptNo: receiptNoOf(2), overdue: false }]);
    expect(await classes()).toEqual([]);
    world.now += dayMs;
    await matched();
    expect(await classes()).toEqual(['not_delivered']);
    await committed(b, 2, ['T2']);
    expect((await matched()).differences.filter((one) => one.class !== 'm')).toEqual([]);
  });
});

describe('the ministry', () => {
  it('that lacks what it has acknowledged is a case; one that does not answer is named and nothing follows', async () => {
    await armed(a, 'T1');
    await committed(a, 1, ['T1']);
    await world.work();
    await twoDaysSettled([line({ pid: a })]);
    expect((await matched()).differences).toEqual([]);
    world.ministry.settled.length = 0;
    world.ministry.down = true;
    const silent = await matched();
    expect(silent.differences).toEqual([]);
    expect(silent.ministrySilent).toHaveLength(3);
    world.ministry.down = false;
    await matched();
    expect(await classes()).toEqual(['ministry_differs']);
    await nothingMoves();
  });

  it('that has one ticket from two attempts is a case, and somebody is called', async () => {
    await armed(a, 'T1');
    await committed(a, 1, ['T1']);
    await world.work();
    const [one] = world.ministry.settled;
    world.ministry.settled.push({ ...one!, pid: b, key: `${b}-T1` });
    world.now += dayMs;
    await matched();
    expect(await classes()).toContain('posted_twice');
    expect(world.alarms).toContainEqual({ alarm: 'posted_twice', ticketNo: 'T1', pids: [a, b] });
    await nothingMoves();
  });
});

describe('the hourly round', () => {
  it('opens one case about an attempt that stands still for a day, and names a settlement file that is missing', async () => {
    await armed(a, 'T1');
    await armed(b, 'T2');
    await committed(b, 1, ['T2']);
    await world.work();
    world.now += dayMs - 1;
    await lookAfterBooks({ payments: world.deps, ministry });
    expect(await classes()).toEqual([]);
    world.now += 1;
    await lookAfterBooks({ payments: world.deps, ministry });
    await lookAfterBooks({ payments: world.deps, ministry });
    expect(await classes()).toEqual(['open_too_long']);
    expect(world.alarms).not.toContainEqual(expect.objectContaining({ alarm: 'settlement_missing' }));
    world.now += dayMs;
    await lookAfterBooks({ payments: world.deps, ministry });
    expect(world.alarms).toContainEqual({ alarm: 'settlement_missing', days: ['2026-11-22'] });
  });

  it('opens one about a capture whose kiosk does not come for its receipt, until somebody has looked', async () => {
    await world.untilPressed(a, 'T1');
    await world.payByCard(a);
    await world.pass(10 * 60_000);
    expect(await world.state(a)).toBe('captured');
    world.now += dayMs;
    await lookAfterBooks({ payments: world.deps, ministry });
    const [file] = await database.db.selectFrom('case_file').selectAll().execute();
    expect(file).toMatchObject({ class: 'open_too_long', pid: a, subject: 'captured' });
    await closeCase(world.deps, file!.id, { by: ['Amal', 'Badr'], reason: 'the kiosk burnt' });
    await lookAfterBooks({ payments: world.deps, ministry });
    expect(await classes()).toEqual(['open_too_long']);
  });

  it('finds books that contradict themselves and opens one case about it', async () => {
    await armed(a, 'T1');
    await committed(a, 1, ['T1']);
    await world.work();
    await database.db.deleteFrom('entry').where('account', '=', 'ministry_payable').execute();
    await lookAfterBooks({ payments: world.deps, ministry });
    await lookAfterBooks({ payments: world.deps, ministry });
    expect((await classes()).filter((name) => name === 'ledger_unsound').length).toBe(2);
    expect(world.alarms).toContainEqual(expect.objectContaining({ alarm: 'ledger_unsound' }));
  });
});
