import { z } from 'zod';

/** The words a purchase can end with; they travel in the callback as they stand here. */
export const resultWord = z.enum(['CAPTURED', 'NOT CAPTURED', 'CANCELED', 'HOST TIMEOUT', 'DENIED BY RISK']);
/** One of {@link resultWord}. */
export type ResultWord = z.infer<typeof resultWord>;

/** Where an attempt stands: on the card page, on the one-time code page, or over. */
export const attemptStatus = z.enum([
  'page',
  'code',
  'captured',
  'not_captured',
  'canceled',
  'host_timeout',
  'denied_by_risk',
  'expired',
  'voided',
]);
/** One of {@link attemptStatus}. */
export type AttemptStatus = z.infer<typeof attemptStatus>;

const moment = z.int().nonnegative();

/**
 * One payment as this side of the protocol keeps it. Times are milliseconds since 1970.
 * Card digits, PIN and one-time code are deliberately not in it: they are written nowhere.
 */
export const attemptSchema = z.strictObject({
  trackId: z.string(),
  paymentId: z.string(),
  status: attemptStatus,
  amt: z.string(),
  amountFils: z.int().positive(),
  language: z.enum(['ar', 'en']),
  responseUrl: z.string(),
  errorUrl: z.string(),
  udf: z.array(z.string()).length(5),
  openedAt: moment,
  /** The bank's answer; identifiers are empty when the visitor cancelled before any bank was asked. */
  outcome: z
    .strictObject({
      word: resultWord,
      at: moment,
      tranId: z.string(),
      ref: z.string(),
      auth: z.string(),
      postDate: z.string(),
      responseCode: z.string(),
    })
    .nullable(),
  /** Each callback that was sent, and what was wrong with the merchant's reply (null: nothing). */
  notifications: z.array(z.strictObject({ at: moment, tookMs: moment, problem: z.string().nullable() })),
  voidedBecause: z.string().nullable(),
  refund: z
    .strictObject({ at: moment, amountFils: z.int().positive(), tranId: z.string(), ref: z.string(), auth: z.string() })
    .nullable(),
});
/** One payment, see {@link attemptSchema}. */
export type Attempt = z.infer<typeof attemptSchema>;

/** The status an attempt takes with a result word. */
export const STATUS_OF_WORD: Readonly<Record<ResultWord, AttemptStatus>> = {
  CAPTURED: 'captured',
  'NOT CAPTURED': 'not_captured',
  CANCELED: 'canceled',
  'HOST TIMEOUT': 'host_timeout',
  'DENIED BY RISK': 'denied_by_risk',
};

/** Whether the visitor can still do something on the page. */
export function isOpen(attempt: Attempt): boolean {
  return attempt.status === 'page' || attempt.status === 'code';
}
