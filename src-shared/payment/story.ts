import type { JournalEvent } from '../contract/journal-events.ts';
import type { Fils } from '../domain/money.ts';
import { unreachable } from '../result.ts';
import type { PaymentEvent, PaymentRecord } from './record.ts';

/*
 * The story of a payment for those who have to explain it: dated steps in the order of the journal. The words of each
 * are in the language files.
 */

/** What can have happened. A print is of the original or of a copy. */
export const stepCodes = [
  'created',
  'reserved',
  'sent',
  'unknown',
  'captured',
  'captured_by_people',
  'not_charged',
  'not_charged_by_people',
  'posted',
  'reversal_due',
  'committed',
  'reversal_sent',
  'reversed',
  'reversed_by_people',
  'cancelled',
  'released',
  'handed_over',
  'closed',
  'print_begun',
  'printed',
  'print_failed',
  'copy_begun',
  'copy_printed',
  'copy_failed',
  'set_aside',
] as const;
export type StepCode = (typeof stepCodes)[number];

/** One step and the wall time at which it was written, ms; the clock may have been wrong. */
export interface DatedStep {
  readonly code: StepCode;
  readonly atMs: number;
}

/** What a step has to say besides its time. */
export interface StepFacts {
  readonly amountFils?: Fils;
  readonly items?: number;
  readonly receiptNo?: string;
  /** How the other side names the attempt. */
  readonly reference?: string;
  /** A code of `notPaidReason`, `unknownReason` or `reversalReason`. */
  readonly reason?: string;
  readonly caseId?: string;
  readonly evidence?: string;
  readonly people?: readonly [string, string];
}

/** A step as it is told. */
export interface ToldStep extends DatedStep, StepFacts {}

/** What a record of the journal means in a story; null for one that is no step of a payment. */
export function stepCodeOf(event: JournalEvent): StepCode | null {
  if (event.kind === 'payment') return codeOfEvent(event.event);
  if (event.kind === 'set_aside') return 'set_aside';
  if (event.kind !== 'print') return null;
  const [begun, done, failed] = event.copy
    ? (['copy_begun', 'copy_printed', 'copy_failed'] as const)
    : (['print_begun', 'printed', 'print_failed'] as const);
  return { queued: begun, printed: done, failed }[event.state];
}

const plainCodes = {
  CREATED: 'created',
  RESERVED: 'reserved',
  SENT: 'sent',
  OUTCOME_UNKNOWN: 'unknown',
  POSTED: 'posted',
  REVERSAL_DUE: 'reversal_due',
  COMMITTED: 'committed',
  REVERSAL_SENT: 'reversal_sent',
  CANCELLED: 'cancelled',
  RELEASED: 'released',
  HANDED_TO_STAFF: 'handed_over',
  CLOSED: 'closed',
} as const;

function codeOfEvent(event: PaymentEvent): StepCode {
  switch (event.type) {
    case 'CAPTURE_PROVED':
      return event.closure ? 'captured_by_people' : 'captured';
    case 'NO_CHARGE_PROVED':
      return event.closure ? 'not_charged_by_people' : 'not_charged';
    case 'REVERSED':
      return event.closure ? 'reversed_by_people' : 'reversed';
    default:
      return plainCodes[event.type];
  }
}

/** The story of an attempt: its steps, each with what the record knows about it. */
export function storyOf(record: PaymentRecord, steps: readonly DatedStep[]): ToldStep[] {
  return steps.map((step) => ({ ...step, ...factsOf(record, step.code) }));
}

function factsOf(record: PaymentRecord, code: StepCode): StepFacts {
  switch (code) {
    case 'created':
      return { amountFils: record.totalFils, items: record.items.length };
    case 'sent':
      return given({ reference: record.railRef });
    case 'unknown':
      return given({ reason: record.unknownReason });
    case 'captured':
    case 'captured_by_people':
      return {
        ...given({ amountFils: record.capture?.amountFils, receiptNo: record.receiptNo }),
        ...people(record, code),
      };
    case 'not_charged':
    case 'not_charged_by_people':
    case 'cancelled':
      return { ...given({ reason: record.notPaidReason }), ...people(record, code) };
    case 'reversal_due':
      return given({ amountFils: record.reversal?.amountFils, reason: record.reversal?.reason });
    case 'reversal_sent':
      return given({ reference: record.reversalSent?.serviceId });
    case 'reversed':
    case 'reversed_by_people':
      return {
        ...given({ amountFils: record.reversal?.amountFils, reference: record.refundProof }),
        ...people(record, code),
      };
    case 'handed_over':
      return given({ caseId: record.caseId });
    case 'print_begun':
    case 'printed':
    case 'print_failed':
    case 'copy_begun':
    case 'copy_printed':
    case 'copy_failed':
      return given({ receiptNo: record.receiptNo });
    case 'reserved':
    case 'posted':
    case 'committed':
    case 'released':
    case 'closed':
    case 'set_aside':
      return {};
    default:
      return unreachable(code);
  }
}

function people({ closure }: PaymentRecord, code: StepCode): StepFacts {
  if (!closure || !code.endsWith('_by_people')) return {};
  return { caseId: closure.caseId, evidence: closure.evidence, people: closure.staff };
}

/** Without what is not known. */
function given(facts: { readonly [name in keyof StepFacts]: StepFacts[name] | undefined }): StepFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
