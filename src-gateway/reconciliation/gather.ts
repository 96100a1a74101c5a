import { sql, type Kysely } from 'kysely';
import { fils } from '../../src-shared/domain/money.ts';
import type { Tables } from '../db/tables.ts';
import { isEndedByTime } from '../payment/payment-row.ts';
import { readDayReport } from './day-report.ts';
import type { KeptLine, KioskDay, LedgerAttempt, LedgerPosting, MatchInput } from './match-input.ts';

/** Reads what our own database knows about the time since a moment. The ministry's side is asked for by the caller. */
export async function gather(db: Kysely<Tables>, since: Date): Promise<Omit<MatchInput, 'ministry' | 'now'>> {
  return {
    kioskDays: await kioskDays(db, since),
    attempts: await attempts(db, since),
    lines: await lines(db, since),
    coveredDays: await coveredDays(db),
  };
}

/** Attempts of that time, those without an outcome however old, and those the acquirer has said something about. */
function concerned(db: Kysely<Tables>, since: Date) {
  const said = db.selectFrom('settlement_line').where('at', '>=', since);
  return db
    .selectFrom('payment')
    .where((where) =>
      where.or([
        where('payment.created_at', '>=', since),
        where('payment.captured_at', '>=', since),
        where('payment.state', 'in', ['open', 'notified']),
        where('payment.pid', 'in', said.select('settlement_line.pid')),
        where('payment.rail_ref', 'in', said.select('settlement_line.rail_ref')),
      ]),
    );
}

async function attempts(db: Kysely<Tables>, since: Date): Promise<LedgerAttempt[]> {
  const rows = await concerned(db, since).selectAll().orderBy('payment.pid').execute();
  const postings = await postingsByPid(db, since);
  const refunds = await db
    .selectFrom('refund')
    .select(['pid', 'amount_fils', 'state'])
    .where('pid', 'in', concerned(db, since).select('payment.pid'))
    .execute();
  const back = new Map<string, { owed: number; done: number }>();
  for (const { pid, amount_fils: amount, state } of refunds) {
    const before = back.get(pid) ?? { owed: 0, done: 0 };
    back.set(pid, { owed: before.owed + amount, done: before.done + (state === 'done' ? amount : 0) });
  }
  return rows.map((row) => ({
    pid: row.pid,
    endedByTime: isEndedByTime(row),
    kioskCode: row.kiosk_code,
    rail: row.rail,
    railRef: row.rail_ref,
    state: row.state,
    totalFils: row.total_fils,
    armedAt: (row.pressed_at ?? (isEndedByTime(row) ? row.created_at : null))?.getTime() ?? null,
    capturedAt: row.captured_at?.getTime() ?? null,
    capturedFils: row.captured_at === null ? null : row.captured_fils,
    owedBackFils: back.get(row.pid)?.owed ?? 0,
    doneBackFils: back.get(row.pid)?.done ?? 0,
    postings: postings.get(row.pid) ?? [],
  }));
}

async function postingsByPid(db: Kysely<Tables>, since: Date): Promise<Map<string, LedgerPosting[]>> {
  const rows = await db
    .selectFrom('posting')
    .innerJoin('payment_item', (join) =>
      join.onRef('payment_item.pid', '=', 'posting.pid').onRef('payment_item.item_id', '=', 'posting.item_id'),
    )
    .selectAll('posting')
    .select(['payment_item.ticket_no', 'payment_item.system'])
    .where('posting.pid', 'in', concerned(db, since).select('payment.pid'))
    .orderBy('posting.item_id')
    .execute();
  const byPid = new Map<string, LedgerPosting[]>();
  for (const row of rows) {
    const { active, state, quarantined } = row;
    const one = {
      itemId: row.item_id,
      system: row.system,
      ticketNo: row.ticket_no,
      amountFils: row.amount_fils,
      active,
      state,
      quarantined,
    };
    byPid.set(row.pid, [...(byPid.get(row.pid) ?? []), one]);
  }
  return byPid;
}

/** Lines of that time, and all older ones of the attempts above: half an attempt's lines would look like a difference. */
async function lines(db: Kysely<Tables>, since: Date): Promise<KeptLine[]> {
  const rows = await db
    .selectFrom('settlement_line')
    .selectAll()
    .select(
      sql<boolean>`exists (select 1 from entry where entry.ref = settlement_line.line_key || ':suspense')
        and not exists (select 1 from entry where entry.ref = settlement_line.line_key || ':suspense:found')`.as(
        'suspended',
      ),
    )
    .where((where) =>
      where.or([
        where('at', '>=', since),
        where('settlement_line.pid', 'in', concerned(db, since).select('payment.pid')),
        where('settlement_line.rail_ref', 'in', concerned(db, since).select('payment.rail_ref')),
      ]),
    )
    .orderBy('at')
    .orderBy('line_key')
    .execute();
  return rows.map((row) => ({
    key: row.line_key,
    acquirer: row.acquirer,
    railRef: row.rail_ref,
    pid: row.pid,
    transactionId: row.transaction_id,
    approvalCode: row.approval_code,
    amountFils: row.amount_fils,
    kind: row.kind,
    at: row.at.toISOString(),
    suspended: row.suspended,
  }));
}

async function kioskDays(db: Kysely<Tables>, since: Date): Promise<KioskDay[]> {
  const rows = await db
    .selectFrom('day_report')
    .selectAll()
    .where('received_at', '>=', since)
    .orderBy('kiosk_code')
    .orderBy('no')
    .execute();
  const days: KioskDay[] = [];
  for (const row of rows) {
    const report = readDayReport(row.raw);
    const subject = `Z ${row.no} of ${row.enrolled_at.toISOString()}`;
    const delivered = await deliveredUnder(db, row.kiosk_code, report.receipts);
    const before = await reportBefore(db, row);
    days.push({ report, subject, before, receivedAt: row.received_at.getTime(), delivered });
  }
  return days;
}

async function reportBefore(
  db: Kysely<Tables>,
  { kiosk_code, enrolled_at, no }: { kiosk_code: string; enrolled_at: Date; no: number },
): Promise<KioskDay['before']> {
  const row = await db
    .selectFrom('day_report')
    .select('raw')
    .where('kiosk_code', '=', kiosk_code)
    .where('enrolled_at', '=', enrolled_at)
    .where('no', '=', no - 1)
    .executeTakeFirst();
  return row === undefined ? null : readDayReport(row.raw);
}

/** Receipt numbers of one kiosk have a fixed length, so their order as text is their order. */
async function deliveredUnder(
  db: Kysely<Tables>,
  kioskCode: string,
  receipts: KioskDay['report']['receipts'],
): Promise<KioskDay['delivered']> {
  if (receipts === null) return [];
  const rows = await db
    .selectFrom('payment')
    .select(['receipt_no', 'rail', 'captured_fils'])
    .where('kiosk_code', '=', kioskCode)
    .where('receipt_no', '>=', receipts.first)
    .where('receipt_no', '<=', receipts.last)
    .execute();
  return rows.flatMap(({ receipt_no, rail, captured_fils }) =>
    receipt_no === null ? [] : [{ receiptNo: receipt_no, rail, capturedFils: captured_fils ?? fils(0) }],
  );
}

async function coveredDays(db: Kysely<Tables>): Promise<Set<string>> {
  const files = await db.selectFrom('settlement_file').select(['day', 'acquirer']).execute();
  return new Set(files.map(({ day, acquirer }) => `${acquirer} ${day}`));
}
