import { z } from 'zod';
import { localTextSchema } from '../../domain/language.ts';
import { filsSchema } from '../../domain/money.ts';
import { pidSchema, railSchema, receiptNoSchema } from '../../domain/receipt.ts';
import { closingOutcomeSchema } from '../../payment/closing.ts';
import { paymentStateSchema } from '../../payment/states.ts';
import { stepCodes } from '../../payment/story.ts';
import { paymentQuerySchema } from '../../staff/payment-query.ts';

/** One payment in a list. */
export const paymentRowSchema = z.strictObject({
  pid: pidSchema,
  receiptNo: receiptNoSchema.nullable(),
  state: paymentStateSchema,
  /** Something is still owed. */
  open: z.boolean(),
  rail: railSchema,
  totalFils: filsSchema,
  items: z.int().positive(),
  createdAt: z.iso.datetime({ offset: true }),
});
export type PaymentRow = z.infer<typeof paymentRowSchema>;

/** The page on which payments are looked for. */
export const paymentsViewSchema = z.strictObject({
  name: z.literal('payments'),
  query: paymentQuerySchema,
  rows: z.array(paymentRowSchema).max(100),
  /** On all pages. */
  total: z.int().nonnegative(),
  /** Yesterday and today in Kuwait, for the keys that name them. */
  yesterday: z.iso.date(),
  today: z.iso.date(),
});

export const toldStepSchema = z.strictObject({
  code: z.enum(stepCodes),
  atMs: z.number(),
  amountFils: filsSchema.optional(),
  items: z.int().optional(),
  receiptNo: z.string().optional(),
  reference: z.string().optional(),
  reason: z.string().optional(),
  caseId: z.string().optional(),
  evidence: z.string().optional(),
  people: z.tuple([z.string(), z.string()]).readonly().optional(),
});

/** The page of one payment: what it is, what happened to it, and what can be done. */
export const paymentViewSchema = z.strictObject({
  name: z.literal('payment'),
  row: paymentRowSchema,
  maskedNumber: z.string(),
  caseId: z.string().nullable(),
  tickets: z.array(z.strictObject({ ticketNo: z.string(), title: localTextSchema, amountFils: filsSchema })).max(500),
  story: z.array(toldStepSchema).max(500),
  canPrint: z.boolean(),
  canHandOver: z.boolean(),
  /** Outcomes two people may name; empty while there is no case to close here. */
  closableAs: z.array(closingOutcomeSchema),
});
