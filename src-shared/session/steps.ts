import { z } from 'zod';
import { fieldIdSchema, fieldProblemSchema } from '../domain/field.ts';
import { inquiryProblemSchema, outlineSchema } from '../domain/inquiry.ts';
import { departments } from '../services/service.ts';
import { quoteChangeSchema } from '../contract/gateway-http.ts';

/** Why a payment could not even start. Nothing was charged. */
export const paymentClosedReasonSchema = z.enum([
  'network_down',
  'ministry_down',
  'payments_closed',
  'over_limit',
  'journal_closed',
]);
export type PaymentClosedReason = z.infer<typeof paymentClosedReasonSchema>;

/** What is wrong with a code that was typed; null before the first try. `expired`: too late, there is a new one. */
export const codeProblemSchema = z.enum(['bad_form', 'wrong', 'expired']);
export type CodeProblem = z.infer<typeof codeProblemSchema>;

/** Why no paper of before is shown; null before the first try. `too_many`: only a scan helps for a while. */
export const reprintProblemSchema = z.enum(['wrong', 'too_many']);
export type ReprintProblem = z.infer<typeof reprintProblemSchema>;

/** Where a visitor is. One step, one screen (except `payment`, whose screen follows the payment's state). */
export const stepSchema = z.discriminatedUnion('at', [
  z.object({ at: z.literal('attract') }),
  z.object({ at: z.literal('language') }),
  z.object({ at: z.literal('home') }),
  z.object({ at: z.literal('department'), department: z.enum(departments) }),
  z.object({ at: z.literal('information'), serviceId: z.string() }),
  /** One question of a service; `number` of `count` are asked. */
  z.object({
    at: z.literal('ask'),
    serviceId: z.string(),
    field: fieldIdSchema,
    problem: fieldProblemSchema.nullable(),
    number: z.int().positive(),
    count: z.int().positive(),
  }),
  z.object({ at: z.literal('ask_code'), serviceId: z.string(), problem: codeProblemSchema.nullable() }),
  z.object({ at: z.literal('inquiring'), serviceId: z.string() }),
  z.object({
    at: z.literal('inquiry_failed'),
    serviceId: z.string(),
    problem: inquiryProblemSchema,
    outline: outlineSchema.optional(),
  }),
  /** `shown` is false while an answer about health waits for the visitor's touch. */
  z.object({ at: z.literal('finding'), serviceId: z.string(), shown: z.boolean() }),
  z.object({ at: z.literal('list'), serviceId: z.string() }),
  z.object({ at: z.literal('ticket'), serviceId: z.string(), obligationId: z.string() }),
  z.object({ at: z.literal('review'), serviceId: z.string() }),
  z.object({ at: z.literal('choose_rail'), serviceId: z.string() }),
  z.object({ at: z.literal('starting_payment'), serviceId: z.string() }),
  z.object({ at: z.literal('quote_changed'), serviceId: z.string(), changes: z.array(quoteChangeSchema) }),
  z.object({ at: z.literal('payment_closed'), serviceId: z.string(), reason: paymentClosedReasonSchema }),
  z.object({ at: z.literal('payment') }),
  z.object({ at: z.literal('slip'), serviceId: z.string() }),
  z.object({ at: z.literal('reprint'), problem: reprintProblemSchema.nullable() }),
  z.object({ at: z.literal('goodbye') }),
]);
export type Step = z.infer<typeof stepSchema>;
export type StepName = Step['at'];
