import { z } from 'zod';

/** Why visitors cannot pay here now. */
export const cannotPaySchema = z.enum([
  'out_of_service',
  'not_enrolled',
  'no_network',
  'gateway_closed',
  'ministry_down',
  'journal_closed',
  'journal_not_recognised',
  'no_rail',
]);
export type CannotPay = z.infer<typeof cannotPaySchema>;

/** How one thing is: `attention` works but wants somebody soon; `unknown` cannot be told. */
export const lineStateSchema = z.enum(['good', 'attention', 'bad', 'unknown']);

/**
 * One thing on the status page. Its words are `status.<id>` and `status.<id>.<code>`; `values` stand in the second.
 * Times are ISO 8601, spans minutes.
 */
export const statusLineSchema = z.strictObject({
  id: z.string().max(40),
  state: lineStateSchema,
  code: z.string().max(40),
  values: z.record(z.string().max(20), z.union([z.string().max(120), z.number()])),
});
export type StatusLine = z.infer<typeof statusLineSchema>;

/**
 * Why the time of day cannot be relied on: earlier than what the gateway has signed · a month later than anything it has
 * signed · the clock was wrong when it was last compared, and this is a guess from then.
 */
export const timeDoubtSchema = z.enum(['behind', 'ahead', 'corrected']);
export type TimeDoubt = z.infer<typeof timeDoubtSchema>;

/** Why staff vouch for the clock: compared with another one · set right just now. */
export const clockReasonSchema = z.enum(['compared', 'set_now']);
export type ClockReason = z.infer<typeof clockReasonSchema>;

/** The page that says at a glance how the kiosk is. */
export const statusViewSchema = z.strictObject({
  name: z.literal('status'),
  /** Empty: visitors can pay. */
  cannotPay: z.array(cannotPaySchema).max(20),
  lines: z.array(statusLineSchema).max(60),
  /** Set while papers say that their time is not certain. */
  clockDoubt: timeDoubtSchema.nullable(),
});
