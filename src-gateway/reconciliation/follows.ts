import type { DayReport } from '../../src-shared/domain/day-report.ts';

/**
 * What is wrong between two Z reports of one kiosk, in words for the case; empty when the second follows from the first.
 * @param before null at the first Z of a kiosk's life
 */
export function doesNotFollow(before: DayReport | null, report: DayReport): string[] {
  const wrong: string[] = [];
  // The record after the last one covered holds the Z itself.
  const firstSeq = before === null ? 1 : before.lastSeq + 2;
  if (report.firstSeq !== firstSeq) wrong.push(`begins at record ${report.firstSeq}, not at ${firstSeq}`);
  if (report.lastSeq < report.firstSeq - 1) wrong.push('ends before it begins');
  const moved = report.rails.reduce((sum, { captured, reversed }) => sum + captured.fils - reversed.fils, 0);
  const grandTotal = (before?.grandTotalFils ?? 0) + moved;
  if (report.grandTotalFils !== grandTotal)
    wrong.push(`the grand total is ${report.grandTotalFils} fils, not ${grandTotal}`);
  const captured = report.rails.reduce((sum, rail) => sum + rail.captured.count, 0);
  const receipts = report.receipts?.count ?? 0;
  if (captured !== receipts) wrong.push(`${captured} captures, and ${receipts} receipt numbers`);
  return wrong;
}
