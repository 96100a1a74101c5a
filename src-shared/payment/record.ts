import { z } from 'zod';
import { languageSchema, localTextSchema } from '../domain/language.ts';
import { filsSchema } from '../domain/money.ts';
import { partyKindSchema } from '../domain/party.ts';
import { knetReferenceSchema, pidSchema, railSchema, receiptNoSchema } from '../domain/receipt.ts';
import { notPaidReasonSchema, paymentStateSchema, unknownReasonSchema } from './states.ts';

/** One ticket inside an attempt, as it was quoted. No name, no full number: this is kept for years. */
export const paymentItemSchema = z.object({
  obligationId: z.string().max(64),
  version: z.int().nonnegative(),
  ticketNo: z.string().max(24),
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

/** What happened to an attempt, as the journal keeps it. Facts, in the past tense. */
export const paymentEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('CREATED'), facts: paymentFactsSchema }),
  z.object({ type: z.literal('RESERVED'), leaseSeconds: z.int().positive() }),
  /** `railRef`: what the other side calls the attempt; on K-Net the track id, which is the pid. */
  z.object({ type: z.literal('SENT'), railRef: z.string().max(64) }),
  z.object({ type: z.literal('OUTCOME_UNKNOWN'), reason: unknownReasonSchema }),
  z.object({
    type: z.literal('CAPTURE_PROVED'),
    knet: knetReferenceSchema,
    receiptNo: receiptNoSchema,
    issuedAt: z.iso.datetime({ offset: true }),
  }),
  z.object({ type: z.literal('NO_CHARGE_PROVED'), reason: notPaidReasonSchema, knet: knetReferenceSchema.optional() }),
  z.object({ type: z.literal('POSTED'), proof: z.string().max(1000), postings: z.array(itemPostingSchema).max(500) }),
  z.object({ type: z.literal('REVERSAL_DUE'), refundRef: z.string().max(64) }),
  z.object({ type: z.literal('REVERSED'), refundProof: z.string().max(200) }),
  z.object({ type: z.literal('CANCELLED'), reason: notPaidReasonSchema }),
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
  unknownReason: unknownReasonSchema.optional(),
  knet: knetReferenceSchema.optional(),
  receiptNo: receiptNoSchema.optional(),
  issuedAt: z.iso.datetime({ offset: true }).optional(),
  notPaidReason: notPaidReasonSchema.optional(),
  proof: z.string().optional(),
  postings: z.array(itemPostingSchema).optional(),
  refundRef: z.string().optional(),
  refundProof: z.string().optional(),
  caseId: z.string().optional(),
});
export type PaymentRecord = z.infer<typeof paymentRecordSchema>;
