import { err, ok, unreachable, type Result } from '../result.ts';
import type { PaymentEvent, PaymentRecord } from './record.ts';
import { legalEdges, type PaymentState } from './states.ts';

/** What has to be done once the record that asks for it is durable. Each is safe to repeat, except `open_page` (law 2). */
export type PaymentCommand = 'reserve' | 'open_page' | 'ask_outcome' | 'commit' | 'withdraw';

export interface IllegalStep {
  readonly from: PaymentState | 'nothing';
  readonly event: PaymentEvent['type'];
}

/** The state each event leads to. */
const destination: Readonly<Record<PaymentEvent['type'], PaymentState>> = {
  CREATED: 'created',
  RESERVED: 'reserved',
  SENT: 'sending',
  OUTCOME_UNKNOWN: 'unknown',
  CAPTURE_PROVED: 'captured',
  NO_CHARGE_PROVED: 'not_charged',
  POSTED: 'posted',
  REVERSAL_DUE: 'reversal_due',
  REVERSED: 'reversed',
  CANCELLED: 'cancelled',
  HANDED_TO_STAFF: 'manual',
  CLOSED: 'closed',
};

/**
 * Folds one event into a record. Pure: the caller makes the event durable first and acts afterwards.
 * @returns the new record, or the step that the table does not know
 */
export function advance(record: PaymentRecord | null, event: PaymentEvent): Result<PaymentRecord, IllegalStep> {
  if (event.type === 'CREATED') {
    if (record) return err({ from: record.state, event: event.type });
    return ok({ ...event.facts, state: 'created', version: 1 });
  }
  if (!record) return err({ from: 'nothing', event: event.type });
  const state = destination[event.type];
  if (!legalEdges[record.state].includes(state)) return err({ from: record.state, event: event.type });
  return ok({ ...record, ...learned(event), state, version: record.version + 1 });
}

/** The set-once fields an event brings. */
function learned(event: Exclude<PaymentEvent, { type: 'CREATED' }>): Partial<PaymentRecord> {
  switch (event.type) {
    case 'RESERVED':
      return { leaseSeconds: event.leaseSeconds };
    case 'SENT':
      return { railRef: event.railRef };
    case 'OUTCOME_UNKNOWN':
      return { unknownReason: event.reason };
    case 'CAPTURE_PROVED':
      return { knet: event.knet, receiptNo: event.receiptNo, issuedAt: event.issuedAt };
    case 'NO_CHARGE_PROVED':
      return { notPaidReason: event.reason, ...(event.knet ? { knet: event.knet } : {}) };
    case 'CANCELLED':
      return { notPaidReason: event.reason };
    case 'POSTED':
      return { proof: event.proof, postings: event.postings };
    case 'REVERSAL_DUE':
      return { refundRef: event.refundRef };
    case 'REVERSED':
      return { refundProof: event.refundProof };
    case 'HANDED_TO_STAFF':
      return { caseId: event.caseId };
    case 'CLOSED':
      return {};
    default:
      return unreachable(event);
  }
}

/**
 * What a record asks for, both in the normal course and after a restart. `sending` never asks to open
 * the page again: whether the first request arrived is for the gateway to say (R03, R12).
 */
export function commandFor(record: PaymentRecord, situation: 'fresh' | 'after_restart'): PaymentCommand | null {
  switch (record.state) {
    case 'created':
      return situation === 'fresh' ? 'reserve' : 'withdraw';
    case 'reserved':
      return situation === 'fresh' ? null : 'withdraw';
    case 'sending':
      return situation === 'fresh' ? 'open_page' : 'ask_outcome';
    case 'unknown':
      return 'ask_outcome';
    case 'captured':
      return 'commit';
    case 'cancelled':
    case 'not_charged':
      return 'withdraw';
    case 'posted':
    case 'reversal_due':
    case 'reversed':
    case 'manual':
    case 'closed':
      return null;
    default:
      return unreachable(record.state);
  }
}
