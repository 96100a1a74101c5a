import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { canonicalJson } from '../../src-shared/contract/canonical-json.ts';
import type { DayReport, RailTotals } from '../../src-shared/domain/day-report.ts';
import { fils, formatKnetAmount } from '../../src-shared/domain/money.ts';
import { receiptNumber, type Rail } from '../../src-shared/domain/receipt.ts';
import { rawPublicKey } from '../../src-shared/encoding/ed25519-der.ts';
import type { Database } from '../db/database.ts';
import { sqlKioskStore } from '../kiosks/sql-kiosk-store.ts';
import type { SettlementLine } from './settlement-importer.ts';
import { simulatorHeader } from './simulator-csv.ts';

/* For tests: kiosks that are enrolled and sign, Z reports, settlement files. */

export const dayMs = 24 * 60 * 60_000;

/** Tables the payment tests know nothing of. */
export async function emptyDayTables({ db }: Database): Promise<void> {
  for (const table of [
    'settlement_line',
    'settlement_file',
    'day_report',
    'journal_head',
    'kiosk_hold',
    'kiosk',
    'enrol_code',
  ] as const)
    await db.deleteFrom(table).execute();
}

/** Enrols a kiosk with a key of its own, or anew in the place of the old one. */
export async function enrol({ db }: Database, code: string, nowMs: number): Promise<KeyObject> {
  const device = generateKeyPairSync('ed25519');
  const deviceKey = Buffer.from(rawPublicKey(device.publicKey.export({ format: 'der', type: 'spki' }))).toString(
    'base64url',
  );
  const store = sqlKioskStore(db);
  const hash = `code of ${code} at ${nowMs}`;
  await store.addCode({ hash, kioskCode: code, site: { ar: 'المركز', en: 'Centre' }, expiresAtMs: nowMs + 1 });
  if (!(await store.redeem(hash, deviceKey, nowMs)).ok) throw new Error(`${code} was not enrolled`);
  return device.privateKey;
}

const nothing = { count: 0, fils: fils(0) };

/** What one rail took. */
export function railTotals(rail: Rail, count: number, total: number): RailTotals {
  return { rail, captured: { count, fils: fils(total) }, posted: nothing, notCharged: nothing, reversed: nothing };
}

/** The Z report of a day without business, with changes. */
export function dayReport(change: Partial<DayReport> = {}): DayReport {
  return {
    v: 1,
    kioskCode: 'K001',
    no: 1,
    firstSeq: 1,
    lastSeq: 10,
    headHash: 'a'.repeat(64),
    closedAt: '2026-11-22T23:00:00.000+03:00',
    rails: [],
    uncommitted: [],
    carried: [],
    receipts: null,
    copies: 0,
    grandTotalFils: fils(0),
    software: '1.0.0',
    settingsHash: 'b'.repeat(64),
    ...change,
  };
}

/** A Z report of `count` receipts from number `first`, all of one rail. */
export function busyReport(
  rail: Rail,
  { first, count, total }: { first: number; count: number; total: number },
): DayReport {
  return dayReport({
    rails: [railTotals(rail, count, total)],
    receipts: { first: receiptNumber('K001', first), last: receiptNumber('K001', first + count - 1), count },
    grandTotalFils: fils(total),
  });
}

/** The body a kiosk sends. */
export function signedBody(report: object, key: KeyObject): string {
  const signature = sign(null, Buffer.from(canonicalJson(report)), key).toString('base64url');
  return JSON.stringify({ report, signature });
}

/** A settlement line of 5 KD at the terminal, with changes. */
export function line(change: Partial<SettlementLine> = {}): SettlementLine {
  return {
    acquirer: 'terminal',
    railRef: null,
    pid: null,
    transactionId: 'TX1',
    approvalCode: 'A1',
    amountFils: fils(5000),
    kind: 'charged',
    at: '2026-11-22T09:01:00.000+03:00',
    ...change,
  };
}

/** The file an acquirer would send. */
export function csv(lines: readonly SettlementLine[]): string {
  const rows = lines.map((one) =>
    [
      one.acquirer,
      ...(one.railRef?.split('/') ?? ['', '']),
      one.pid ?? '',
      one.transactionId,
      one.approvalCode ?? '',
      formatKnetAmount(one.amountFils),
      one.kind,
      one.at,
    ].join(','),
  );
  return [simulatorHeader, ...rows, ''].join('\n');
}
