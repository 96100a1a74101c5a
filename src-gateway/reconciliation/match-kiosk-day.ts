import { totalsResponseSchema } from '../../src-shared/contract/nexo.ts';
import type { RailTotals } from '../../src-shared/domain/day-report.ts';
import { railSchema, receiptNumber, type Rail } from '../../src-shared/domain/receipt.ts';
import type { AmountDifference, Difference } from './difference.ts';
import type { KioskDay } from './match-input.ts';

/** A kiosk that is online delivers within minutes; one that stays away this long needs somebody to look. */
export const deliveryMs = 24 * 60 * 60_000;

/** One Z report against the ledger, by receipt numbers and never by the clock, and against the terminal's own totals. */
export function matchKioskDay(day: KioskDay, now: number): readonly Difference[] {
  const missing = missingReceipts(day);
  const overdue = now - day.receivedAt >= deliveryMs;
  const { kioskCode } = day.report;
  return [
    ...missing.map((receiptNo) => ({ class: 'a', finding: 'not_delivered', kioskCode, receiptNo, overdue }) as const),
    // While something is on its way the sums cannot agree.
    ...(missing.length > 0 ? [] : railSums(day)),
    ...terminalTotals(day),
  ];
}

function missingReceipts({ report: { kioskCode, receipts }, delivered }: KioskDay): string[] {
  if (receipts === null) return [];
  const known = new Set(delivered.map(({ receiptNo }) => receiptNo));
  const first = sequenceOf(receipts.first);
  const all = Array.from({ length: receipts.count }, (_, at) => receiptNumber(kioskCode, first + at));
  return all.filter((receiptNo) => !known.has(receiptNo));
}

function sequenceOf(receiptNo: string): number {
  return Number(receiptNo.slice(receiptNo.indexOf('-') + 1));
}

function railSums(day: KioskDay): AmountDifference[] {
  return railSchema.options.flatMap((rail) => {
    const theirs = capturedOf(day, rail)?.fils ?? 0;
    const ours = day.delivered.reduce((sum, one) => sum + (one.rail === rail ? one.capturedFils : 0), 0);
    return ours === theirs ? [] : [difference(day, 'kiosk_day', rail, ours, theirs)];
  });
}

/**
 * A terminal counts on from day to day, so two reports' totals are compared. An attempt whose outcome the kiosk did not
 * know at either end may be counted on different days.
 */
function terminalTotals(day: KioskDay): AmountDifference[] {
  const { before, report } = day;
  const until = debitFils(report.terminalTotals);
  const from = before === null ? 0 : debitFils(before.terminalTotals);
  const isUncertain = [before, report].some((one) => one?.carried.some(({ rail }) => rail === 'terminal'));
  if (until === null || from === null || isUncertain) return [];
  // Less than the day before: the terminal was exchanged or began anew.
  const theirs = until < from ? until : until - from;
  const ours = capturedOf(day, 'terminal')?.fils ?? 0;
  return theirs === ours ? [] : [difference(day, 'terminal_totals', 'terminal', ours, theirs)];
}

function capturedOf({ report }: KioskDay, rail: Rail): RailTotals['captured'] | undefined {
  return report.rails.find((totals) => totals.rail === rail)?.captured;
}

function difference(
  { report, subject }: KioskDay,
  finding: 'kiosk_day' | 'terminal_totals',
  rail: Rail,
  oursFils: number,
  theirsFils: number,
): AmountDifference {
  return {
    class: 'e',
    finding,
    kioskCode: report.kioskCode,
    pid: null,
    subject: `${subject}, ${rail}, ${finding}`,
    oursFils,
    theirsFils,
  };
}

/** As the nexo driver writes them down. */
const totalsSchema = totalsResponseSchema.shape.TransactionTotals.unwrap();

/** What the terminal says it has taken; null when there is nothing that can be read as totals of a nexo terminal. */
function debitFils(raw: string | undefined): number | null {
  const read = totalsSchema.safeParse(parsed(raw));
  if (!read.success) return null;
  const debits = read.data
    .flatMap((totals) => totals.PaymentTotals)
    .filter(({ TransactionType }) => TransactionType === 'Debit');
  return debits.reduce((sum, { TransactionAmount }) => sum + Math.round(TransactionAmount * 1000), 0);
}

function parsed(raw: string | undefined): unknown {
  try {
    return raw === undefined ? null : JSON.parse(raw);
  } catch {
    return null; // another terminal's own format: kept, and read by people
  }
}
