import type { PaymentReport } from '../../src-shared/contract/gateway-http.ts';
import type { PaymentEvent, PaymentRecord } from '../../src-shared/payment/record.ts';
import { unreachable } from '../../src-shared/result.ts';

/** What a signed report of the gateway means for the kiosk's record. Pure. */
export type Verdict =
  /** Nothing new to record. */
  | { kind: 'wait' }
  /** Nobody can have paid: the page was never handed to anyone. Worth asking the gateway to prove it. */
  | { kind: 'withdraw' }
  | { kind: 'captured'; knet: NonNullable<PaymentReport['knet']> }
  | { kind: 'event'; event: PaymentEvent };

/**
 * Reads a report against the record. Unknown stays unknown: only `captured` and `not_charged`, which the
 * gateway says after its own inquiry, end an attempt (payments 5).
 */
export function readReport(record: PaymentRecord, report: PaymentReport): Verdict {
  if (record.state !== 'sending' && record.state !== 'unknown') return { kind: 'wait' };
  switch (report.state) {
    case 'reserved':
    case 'intent':
      // After a restart or after the visitor left, a page nobody pressed Pay on can still be closed for good.
      return record.state === 'unknown' ? { kind: 'withdraw' } : { kind: 'wait' };
    case 'open':
      return { kind: 'wait' };
    case 'notified':
      return record.state === 'sending'
        ? { kind: 'event', event: { type: 'OUTCOME_UNKNOWN', reason: 'confirming' } }
        : { kind: 'wait' };
    case 'captured':
    case 'posted':
    case 'refund_due':
      return { kind: 'captured', knet: report.knet ?? { result: 'CAPTURED' } };
    case 'not_charged':
      return {
        kind: 'event',
        event: {
          type: 'NO_CHARGE_PROVED',
          reason: report.notPaidReason ?? 'declined',
          ...(report.knet ? { knet: report.knet } : {}),
        },
      };
    case 'refunded':
    case 'manual':
      return record.state === 'unknown'
        ? { kind: 'event', event: { type: 'HANDED_TO_STAFF', caseId: report.pid.slice(0, 8) } }
        : { kind: 'event', event: { type: 'OUTCOME_UNKNOWN', reason: 'contradiction' } };
    default:
      return unreachable(report.state);
  }
}
