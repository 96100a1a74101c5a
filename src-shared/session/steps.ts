import { z } from 'zod';
import { inquiryProblemSchema } from '../domain/inquiry.ts';
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

/** What is wrong with the number that was typed; null before the first try. */
export const numberProblemSchema = z.enum(['empty', 'not_digits', 'wrong_length', 'maybe_unified']);

/** Where a visitor is. One step, one screen (except `payment`, whose screen follows the payment's state). */
export const stepSchema = z.discriminatedUnion('at', [
  z.object({ at: z.literal('attract') }),
  z.object({ at: z.literal('language') }),
  z.object({ at: z.literal('home') }),
  z.object({ at: z.literal('information'), serviceId: z.string() }),
  z.object({ at: z.literal('identify'), serviceId: z.string(), problem: numberProblemSchema.nullable() }),
  z.object({ at: z.literal('inquiring'), serviceId: z.string() }),
  z.object({ at: z.literal('inquiry_failed'), serviceId: z.string(), problem: inquiryProblemSchema }),
  z.object({ at: z.literal('list'), serviceId: z.string() }),
  z.object({ at: z.literal('ticket'), serviceId: z.string(), obligationId: z.string() }),
  z.object({ at: z.literal('review'), serviceId: z.string() }),
  z.object({ at: z.literal('choose_rail'), serviceId: z.string() }),
  z.object({ at: z.literal('starting_payment'), serviceId: z.string() }),
  z.object({ at: z.literal('quote_changed'), serviceId: z.string(), changes: z.array(quoteChangeSchema) }),
  z.object({ at: z.literal('payment_closed'), serviceId: z.string(), reason: paymentClosedReasonSchema }),
  z.object({ at: z.literal('payment') }),
  z.object({ at: z.literal('slip'), serviceId: z.string() }),
  z.object({ at: z.literal('goodbye') }),
]);
export type Step = z.infer<typeof stepSchema>;
export type StepName = Step['at'];
