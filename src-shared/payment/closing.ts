import { z } from 'zod';
import type { PaymentRecord } from './record.ts';

/*
 * How two people at the kiosk end a case: an outcome, what they saw, and a number that shows it. No free text, so that
 * nothing about a person gets into the journal.
 */

/** What people may have seen. */
export const evidenceKindSchema = z.enum([
  /** The acquirer's settlement report of the day after. */
  'settlement_report',
  /** The acquirer's portal. */
  'acquirer_portal',
  /** The terminal's own journal or paper. */
  'terminal_journal',
  /** The paper or message of a refund. */
  'refund_paper',
]);
export type EvidenceKind = z.infer<typeof evidenceKindSchema>;

export const closingOutcomeSchema = z.enum(['captured', 'not_charged', 'reversed']);
export type ClosingOutcome = z.infer<typeof closingOutcomeSchema>;

/** What can show what. That something is missing from a terminal's paper shows nothing. */
export const evidenceFor: Readonly<Record<ClosingOutcome, readonly EvidenceKind[]>> = {
  captured: ['settlement_report', 'acquirer_portal', 'terminal_journal'],
  not_charged: ['settlement_report', 'acquirer_portal'],
  reversed: ['settlement_report', 'acquirer_portal', 'refund_paper'],
};

export const closingReferenceSchema = z.string().regex(/^[A-Za-z0-9-]{1,30}$/);

/** What two people say at the kiosk. Only "not charged" needs no number: there is none. */
export const closingSchema = z
  .strictObject({
    outcome: closingOutcomeSchema,
    evidence: evidenceKindSchema,
    reference: closingReferenceSchema.optional(),
  })
  .refine(({ outcome, evidence }) => evidenceFor[outcome].includes(evidence))
  .refine(({ outcome, reference }) => outcome === 'not_charged' || reference !== undefined);
export type Closing = z.infer<typeof closingSchema>;

/**
 * The outcomes people at the kiosk may name for a payment in `manual`. Money that was proved can only be given back,
 * and only what is owed back; what the gateway has against a capture its own operators decide.
 */
export function closableAs({ state, capture, reversal }: PaymentRecord): readonly ClosingOutcome[] {
  if (state !== 'manual') return [];
  if (!capture) return ['captured', 'not_charged'];
  return reversal ? ['reversed'] : [];
}

/** What was seen, as a case keeps it: the kind of evidence and its number. */
export function evidenceText({ evidence, reference }: Pick<Closing, 'evidence' | 'reference'>): string {
  return reference === undefined ? evidence : `${evidence} ${reference}`;
}
