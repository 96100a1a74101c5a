import { err, ok, unreachable, type Result } from '../result.ts';
import type { PaymentEvent, PaymentRecord } from './record.ts';
import { legalEdges, type PaymentState } from './states.ts';

/**
 * What has to be done once the record that asks for it is durable. Each is safe to repeat, except `send`, which is
 * asked for once and never after a restart (law 2), and `reverse`, which the record remembers.
 */
export type PaymentCommand =
  'reserve' | 'cancel' | 'send' | 'ask_outcome' | 'commit' | 'reverse' | 'report_reversed' | 'release' | 'ask_closure';

export interface IllegalStep {
  readonly from: PaymentState | 'nothing';
  readonly event: PaymentEvent['type'];
}

/** Events that add a fact and leave the state as it is, and the states that take them. Each is taken once. */
const notes = {
  COMMITTED: ['reversal_due', 'manual'],
  REVERSAL_SENT: ['reversal_due'],
  RELEASED: ['not_charged', 'cancelled'],
} as const satisfies Partial<Record<PaymentEvent['type'], readonly PaymentState[]>>;
type NoteType = keyof typeof notes;

/** The state each other event leads to. */
const destination: Readonly<Record<Exclude<PaymentEvent['type'], NoteType>, PaymentState>> = {
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
  const state = stateAfter(record, event);
  if (state === null) return err({ from: record.state, event: event.type });
  return ok({ ...record, ...learned(event), state, version: record.version + 1 });
}

/** The state a legal step leads to; null for any other step. */
function stateAfter(record: PaymentRecord, event: Exclude<PaymentEvent, { type: 'CREATED' }>): PaymentState | null {
  if (isNote(event)) {
    const takers: readonly PaymentState[] = notes[event.type];
    return takers.includes(record.state) && !alreadyNoted(record, event.type) ? record.state : null;
  }
  // People decide with evidence and two names, or nobody does.
  if (record.state === 'manual' && !('closure' in event && event.closure)) return null;
  if (event.type === 'CAPTURE_PROVED' && record.receiptNo && record.receiptNo !== event.receiptNo) return null;
  const state = destination[event.type];
  return legalEdges[record.state].includes(state) ? state : null;
}

function isNote(event: PaymentEvent): event is Extract<PaymentEvent, { type: NoteType }> {
  return event.type in notes;
}

function alreadyNoted(record: PaymentRecord, type: NoteType): boolean {
  switch (type) {
    case 'COMMITTED':
      return record.proof !== undefined;
    case 'REVERSAL_SENT':
      return record.reversalSent !== undefined;
    case 'RELEASED':
      return record.released === true;
    default:
      return unreachable(type);
  }
}

/** The set-once fields an event brings. */
function learned(event: Exclude<PaymentEvent, { type: 'CREATED' }>): Partial<PaymentRecord> {
  switch (event.type) {
    case 'RESERVED':
      return { leaseSeconds: event.leaseSeconds };
    case 'SENT':
      return { railRef: event.railRef, ...(event.terminal ? { terminal: event.terminal } : {}) };
    case 'OUTCOME_UNKNOWN':
      return { unknownReason: event.reason };
    case 'CAPTURE_PROVED':
      return { capture: event.capture, receiptNo: event.receiptNo, issuedAt: event.issuedAt, ...closed(event) };
    case 'NO_CHARGE_PROVED':
      return {
        notPaidReason: event.reason,
        noChargeProof: event.proof,
        ...(event.knet || event.card ? { declined: saidOf(event) } : {}),
        ...closed(event),
      };
    case 'CANCELLED':
      return { notPaidReason: event.reason };
    case 'RELEASED':
      return { released: true };
    case 'POSTED':
    case 'COMMITTED':
      return { proof: event.proof, postings: event.postings };
    case 'REVERSAL_DUE':
      return { reversal: event.reversal };
    case 'REVERSAL_SENT':
      return { reversalSent: event.terminal };
    case 'REVERSED':
      return { refundProof: event.refundProof, ...closed(event) };
    case 'HANDED_TO_STAFF':
      return { caseId: event.caseId };
    case 'CLOSED':
      return {};
    default:
      return unreachable(event);
  }
}

function saidOf({ knet, card }: Extract<PaymentEvent, { type: 'NO_CHARGE_PROVED' }>): PaymentRecord['declined'] {
  return { ...(knet ? { knet } : {}), ...(card ? { card } : {}) };
}

function closed(event: { closure?: PaymentRecord['closure'] | undefined }): Partial<PaymentRecord> {
  return event.closure ? { closure: event.closure } : {};
}

/**
 * What a record asks for, both in the normal course and after a restart. `sending` never asks to send again:
 * whether the first request arrived is for the other side to say (R03, R12).
 */
export function commandFor(record: PaymentRecord, situation: 'fresh' | 'after_restart'): PaymentCommand | null {
  switch (record.state) {
    case 'created':
      return situation === 'fresh' ? 'reserve' : 'cancel';
    case 'reserved':
      return situation === 'fresh' ? null : 'cancel';
    case 'sending':
      return situation === 'fresh' ? 'send' : 'ask_outcome';
    case 'unknown':
      return 'ask_outcome';
    case 'captured':
      return 'commit';
    case 'cancelled':
      return record.released ? null : 'release';
    case 'not_charged':
      return record.released || gatewayKnows(record) ? null : 'release';
    case 'reversal_due':
      return record.proof ? 'reverse' : 'commit';
    case 'reversed':
      return 'report_reversed';
    case 'manual':
      return record.receiptNo && !record.proof ? 'commit' : 'ask_closure';
    case 'posted':
    case 'closed':
      return null;
    default:
      return unreachable(record.state);
  }
}

/** The word that nothing was charged came from the gateway itself, or from people who told it. */
function gatewayKnows({ noChargeProof, closure }: PaymentRecord): boolean {
  if (closure) return !closure.atKiosk;
  return noChargeProof === 'gateway' || noChargeProof === 'settlement';
}

/** Is something still owed for this attempt: an outcome, a COMMIT, a refund, or word to the gateway? */
export function isOpen(record: PaymentRecord): boolean {
  return commandFor(record, 'after_restart') !== null;
}
