import { z } from 'zod';
import { languageSchema, localTextSchema } from '../domain/language.ts';
import { filsSchema } from '../domain/money.ts';
import { systemSchema } from '../domain/obligation.ts';
import { partyKindSchema } from '../domain/party.ts';
import {
  cardReferenceSchema,
  knetReferenceSchema,
  pidSchema,
  railSchema,
  receiptNoSchema,
  terminalReferenceSchema,
} from '../domain/receipt.ts';
import {
  noChargeProofSchema,
  notPaidReasonSchema,
  paymentStateSchema,
  reversalReasonSchema,
  unknownReasonSchema,
} from './states.ts';

/** One ticket inside an attempt, as it was quoted. No name, no full number: this is kept for years. */
export const paymentItemSchema = z.object({
  obligationId: z.string().max(64),
  version: z.int().nonnegative(),
  ticketNo: z.string().max(24),
  /** Which system it is settled in; absent in records older than the second system, and then traffic. */
  system: systemSchema.optional(),
  title: localTextSchema,
  occurredOn: z.iso.date(),
  amountFils: filsSchema,
});
export type PaymentItem = z.infer<typeof paymentItemSchema>;

/** What never changes about an attempt from its first record on. */
export const paymentFactsSchema = z.object({
  pid: pidSchema,
  rail: railSchema,
  language: languageSchema,
  partyKind: partyKindSchema,
  maskedNumber: z.string().max(24),
  items: z.array(paymentItemSchema).min(1).max(500),
  serviceChargeFils: filsSchema,
  totalFils: filsSchema,
  /** Wall time, ISO 8601 with offset; printed, never compared. */
  createdAt: z.iso.datetime({ offset: true }),
});
export type PaymentFacts = z.infer<typeof paymentFactsSchema>;

export const itemPostingSchema = z.object({
  obligationId: z.string().max(64),
  posting: z.enum(['pending', 'posted', 'refused']),
});
export type ItemPosting = z.infer<typeof itemPostingSchema>;

/** What proves a capture: K-Net's identifiers or the terminal's answer, and the amount that was really taken. */
export const captureSchema = z.object({
  amountFils: filsSchema,
  knet: knetReferenceSchema.optional(),
  card: cardReferenceSchema.optional(),
});
export type Capture = z.infer<typeof captureSchema>;

/** Money that goes back. The reference is made from the pid, so that it can never be made twice. */
export const reversalSchema = z.object({
  refundRef: z.string().min(1).max(64),
  reason: reversalReasonSchema,
  /** The items that were not settled by this attempt. */
  itemIds: z.array(z.string().max(64)).min(1).max(500),
  amountFils: filsSchema,
});
export type Reversal = z.infer<typeof reversalSchema>;

/** How people ended a case: the only way out of `manual`. */
export const caseClosureSchema = z.object({
  caseId: z.string().min(1).max(64),
  /** What they saw, for example the line of the settlement file. */
  evidence: z.string().min(1).max(500),
  /** Two different people. */
  staff: z.tuple([z.string().min(1).max(40), z.string().min(1).max(40)]).refine(([one, other]) => one !== other),
  /** They decided at this kiosk, perhaps without a network: the gateway has to be told. */
  atKiosk: z.literal(true).optional(),
});
export type CaseClosure = z.infer<typeof caseClosureSchema>;

const closure = caseClosureSchema.optional();

/** What happened to an attempt, as the journal keeps it. Facts, in the past tense. */
export const paymentEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('CREATED'), facts: paymentFactsSchema }),
  z.object({ type: z.literal('RESERVED'), leaseSeconds: z.int().positive() }),
  /**
   * `railRef`: what the other side calls the attempt. On K-Net the track id, which is the pid; on a terminal
   * `<POIID>/<ServiceID>`, with the parts in `terminal`.
   */
  z.object({
    type: z.literal('SENT'),
    railRef: z.string().max(64),
    terminal: terminalReferenceSchema.optional(),
  }),
  z.object({ type: z.literal('OUTCOME_UNKNOWN'), reason: unknownReasonSchema }),
  z.object({
    type: z.literal('CAPTURE_PROVED'),
    capture: captureSchema,
    receiptNo: receiptNoSchema,
    issuedAt: z.iso.datetime({ offset: true }),
    closure,
  }),
  z.object({
    type: z.literal('NO_CHARGE_PROVED'),
    reason: notPaidReasonSchema,
    proof: noChargeProofSchema,
    knet: knetReferenceSchema.optional(),
    card: cardReferenceSchema.optional(),
    closure,
  }),
  z.object({ type: z.literal('POSTED'), proof: z.string().max(1000), postings: z.array(itemPostingSchema).max(500) }),
  z.object({ type: z.literal('REVERSAL_DUE'), reversal: reversalSchema }),
  /** The gateway's signed answer to a COMMIT whose money goes back: the receipt's proof, and what was settled. */
  z.object({
    type: z.literal('COMMITTED'),
    proof: z.string().max(1000),
    postings: z.array(itemPostingSchema).max(500),
  }),
  /** The terminal is about to be asked to give the money back; durable before, because it is asked once. */
  z.object({ type: z.literal('REVERSAL_SENT'), terminal: terminalReferenceSchema }),
  z.object({ type: z.literal('REVERSED'), refundProof: z.string().max(200), closure }),
  z.object({ type: z.literal('CANCELLED'), reason: notPaidReasonSchema }),
  /** The gateway knows that nothing was or will be charged and has given the items back. */
  z.object({ type: z.literal('RELEASED') }),
  z.object({ type: z.literal('HANDED_TO_STAFF'), caseId: z.string().max(64) }),
  z.object({ type: z.literal('CLOSED') }),
]);
export type PaymentEvent = z.infer<typeof paymentEventSchema>;

/** An attempt as folded from its events. Set-once fields never change again. */
export const paymentRecordSchema = paymentFactsSchema.extend({
  state: paymentStateSchema,
  /** Number of events folded; strictly rises. */
  version: z.int().positive(),
  leaseSeconds: z.int().optional(),
  railRef: z.string().optional(),
  terminal: terminalReferenceSchema.optional(),
  unknownReason: unknownReasonSchema.optional(),
  capture: captureSchema.optional(),
  receiptNo: receiptNoSchema.optional(),
  issuedAt: z.iso.datetime({ offset: true }).optional(),
  notPaidReason: notPaidReasonSchema.optional(),
  noChargeProof: noChargeProofSchema.optional(),
  /** What the other side said of an attempt that took no money. */
  declined: z.object({ knet: knetReferenceSchema.optional(), card: cardReferenceSchema.optional() }).optional(),
  released: z.boolean().optional(),
  proof: z.string().optional(),
  postings: z.array(itemPostingSchema).optional(),
  reversal: reversalSchema.optional(),
  reversalSent: terminalReferenceSchema.optional(),
  refundProof: z.string().optional(),
  caseId: z.string().optional(),
  closure: caseClosureSchema.optional(),
});
export type PaymentRecord = z.infer<typeof paymentRecordSchema>;

/** Does all of the attempt go back? Told by its items, because a terminal may have taken another amount. */
export function settlesNothing(reversal: Reversal, { items }: Pick<PaymentFacts, 'items'>): boolean {
  return reversal.itemIds.length === items.length;
}
