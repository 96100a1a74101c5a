import { kuwaitDay, kuwaitIso } from '../../src-shared/domain/time.ts';
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

const DAY_COLUMNS = 'rail,poi_id,service_id,pid,transaction_id,approval_code,amount_kwd,kind,at';

/**
 * A day's money in the columns that the card terminal's settlement has too: every charge, and what became undone of it.
 * Times and days are Kuwait's.
 * @param day YYYY-MM-DD; null for all days.
 */
export function daySettlementCsv(attempts: readonly Attempt[], day: string | null): string {
  const movements = attempts.flatMap(movementsOf).filter(({ at }) => day === null || kuwaitDay(at) === day);
  const lines = movements.map(({ pid, tranId, auth, fils, kind, at }) =>
    ['knet', '', '', pid, tranId, auth, textFromFils(fils), kind, kuwaitIso(at)].join(','),
  );
  return [DAY_COLUMNS, ...lines].map((line) => `${line}\r\n`).join('');
}

interface Movement {
  readonly pid: string;
  readonly tranId: string;
  readonly auth: string;
  readonly fils: number;
  readonly kind: 'charged' | 'voided' | 'refunded';
  readonly at: number;
}

function movementsOf({ status, outcome, refund, trackId, amountFils, notifications }: Attempt): Movement[] {
  if ((status !== 'captured' && status !== 'voided') || outcome === null) return [];
  const { tranId, auth, at } = outcome;
  const charge: Movement = { pid: trackId, tranId, auth, fils: amountFils, kind: 'charged', at };
  if (status === 'voided') {
    // The merchant's bad reply decided it, so it was voided when that came, or should have come.
    const decided = notifications.find(({ problem }) => problem !== null);
    return [charge, { ...charge, kind: 'voided', at: decided ? decided.at + decided.tookMs : at }];
  }
  if (refund === null) return [charge];
  const { tranId: refundId, auth: refundAuth, amountFils: fils } = refund;
  return [charge, { pid: trackId, tranId: refundId, auth: refundAuth, fils, kind: 'refunded', at: refund.at }];
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
