import { textFromFils } from './amount.ts';
import type { Attempt } from './attempt.ts';

const COLUMNS = 'type,at,trackid,paymentid,tranid,ref,auth,postdate,amount';

/**
 * The acquirer's settlement as CSV: what was captured and kept, and what was refunded.
 * Voided payments are not in it. Times are UTC, amounts KD with three decimals.
 */
export function settlementCsv(attempts: readonly Attempt[]): string {
  return [COLUMNS, ...attempts.flatMap(linesOf)].map((line) => `${line}\r\n`).join('');
}

function linesOf(attempt: Attempt): string[] {
  const { outcome, refund, trackId, paymentId } = attempt;
  if (attempt.status !== 'captured' || outcome === null) return [];
  const purchase = [
    'PURCHASE',
    iso(outcome.at),
    trackId,
    paymentId,
    outcome.tranId,
    outcome.ref,
    outcome.auth,
    outcome.postDate,
    attempt.amt,
  ];
  if (refund === null) return [purchase.join(',')];
  const back = [
    'REFUND',
    iso(refund.at),
    trackId,
    paymentId,
    refund.tranId,
    refund.ref,
    refund.auth,
    outcome.postDate,
    textFromFils(refund.amountFils),
  ];
  return [purchase.join(','), back.join(',')];
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
