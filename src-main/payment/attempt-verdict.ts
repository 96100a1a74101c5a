import type { PaymentReport } from '../../src-shared/contract/gateway-http.ts';
import type { Closing } from '../../src-shared/payment/closing.ts';
import type { Capture, CaseClosure, PaymentEvent, PaymentRecord } from '../../src-shared/payment/record.ts';
import { refundRef } from '../../src-shared/payment/refund-ref.ts';
import type { NotPaidReason, ReversalReason } from '../../src-shared/payment/states.ts';
import { unreachable } from '../../src-shared/result.ts';
import type { RailNews, RefundNews } from './rails/rail.ts';

/**
 * What a signed report of the gateway says about an attempt whose outcome is open. Pure. Only `captured` and
 * `not_charged`, which the gateway says after its own inquiry, end it (payments 5).
 */
export function readReport(record: PaymentRecord, report: PaymentReport): RailNews {
  switch (report.state) {
    case 'reserved':
    case 'intent':
    case 'open':
      return { kind: 'nothing' };
    case 'notified':
      return { kind: 'unknown', reason: 'confirming' };
    case 'captured':
    case 'posted':
    case 'refund_due':
    case 'refunded':
      return { kind: 'captured', capture: captureOf(record, report) };
    case 'not_charged':
      // Restored from a backup, the gateway has forgotten that the terminal was armed: time alone ended the attempt.
      if (record.rail === 'terminal' && report.notPaidReason === 'not_reserved') return { kind: 'nothing' };
      return {
        kind: 'not_charged',
        reason: report.notPaidReason ?? 'declined',
        proof: record.rail === 'terminal' ? 'settlement' : 'gateway',
        ...(report.knet ? { knet: report.knet } : {}),
      };
    case 'manual':
      // People have the refund, not the outcome: the money was taken, and its payer gets a receipt that says so.
      if (report.reversal) return { kind: 'captured', capture: captureOf(record, report) };
      return { kind: 'staff', caseId: report.caseId ?? report.pid.slice(0, 8) };
    default:
      return unreachable(report.state);
  }
}

function captureOf(record: PaymentRecord, report: PaymentReport): Capture {
  return { amountFils: report.capturedFils ?? record.totalFils, ...(report.knet ? { knet: report.knet } : {}) };
}

/** How far money is that the gateway gives back, or has people give back. Pure. */
export function readRefund(report: PaymentReport): RefundNews {
  if (report.state === 'refunded') {
    return { kind: 'reversed', refundProof: report.refundProof ?? report.reversal?.refundRef ?? report.pid };
  }
  // `posted`: the gateway keeps what the kiosk means to give back, and only people can say who is right.
  if (report.state === 'manual' || report.state === 'posted')
    return { kind: 'staff', caseId: report.caseId ?? report.pid.slice(0, 8) };
  // Any earlier state: a gateway restored from a backup has forgotten the commit.
  return { kind: report.state === 'refund_due' ? 'waiting' : 'no_answer' };
}

/** The step that people's decision about a case means for the record; null while there is none. */
export function readClosure(record: PaymentRecord, report: PaymentReport, capture: CaptureMaker): PaymentEvent | null {
  const { closure } = report;
  if (!closure) return null;
  switch (report.state) {
    case 'captured':
    case 'posted':
    case 'refund_due':
      return { ...capture(record.capture ?? captureOf(record, report)), closure };
    case 'not_charged':
      return {
        type: 'NO_CHARGE_PROVED',
        reason: report.notPaidReason ?? 'declined',
        proof: record.rail === 'terminal' ? 'settlement' : 'gateway',
        closure,
      };
    case 'refunded':
      return { type: 'REVERSED', refundProof: report.refundProof ?? closure.evidence.slice(0, 200), closure };
    default:
      return null;
  }
}

/**
 * The step that two people at the kiosk decide on. Pure.
 * @param capture numbers the receipt and dates it
 */
export function closingEvent(
  record: PaymentRecord,
  closing: Closing,
  closure: CaseClosure,
  capture: CaptureMaker,
): PaymentEvent {
  const { outcome } = closing;
  switch (outcome) {
    case 'captured':
      return { ...capture(capturedByWord(record, closing)), closure };
    case 'not_charged':
      return { type: 'NO_CHARGE_PROVED', reason: unpaidReason(record), proof: 'people', closure };
    case 'reversed':
      return { type: 'REVERSED', refundProof: closure.evidence, closure };
    default:
      return unreachable(outcome);
  }
}

/** People name the transaction; its amount is what was asked for, and settlement finds out if it was not. */
function capturedByWord({ rail, totalFils, terminal }: PaymentRecord, { reference }: Closing): Capture {
  const named = reference === undefined ? {} : { transactionId: reference };
  if (rail !== 'terminal') return { amountFils: totalFils, knet: { result: 'CAPTURED', ...named } };
  return { amountFils: totalFils, card: { ...named, ...(terminal ? { terminalId: terminal.poiId } : {}) } };
}

function unpaidReason({ rail }: PaymentRecord): NotPaidReason {
  return rail === 'terminal' ? 'bank_unreachable' : 'page_expired';
}

type CaptureMaker = (capture: Capture) => Extract<PaymentEvent, { type: 'CAPTURE_PROVED' }>;

/** Everything that was taken goes back. */
export function wholeReversal(record: PaymentRecord, capture: Capture, reason: ReversalReason): PaymentEvent {
  const itemIds = record.items.map((item) => item.obligationId);
  return {
    type: 'REVERSAL_DUE',
    reversal: { refundRef: refundRef(record.pid), reason, itemIds, amountFils: capture.amountFils },
  };
}

/** Is the gateway, or are people there, still finding out? What conflicts with it now may agree with it soon. Pure. */
export function mayComeRound({ rail }: PaymentRecord, { state }: PaymentReport): boolean {
  if (state === 'manual') return true;
  // At the terminal it is the kiosk that has the proof: there is nothing to wait for.
  return (
    rail !== 'terminal' && (state === 'reserved' || state === 'intent' || state === 'open' || state === 'notified')
  );
}
