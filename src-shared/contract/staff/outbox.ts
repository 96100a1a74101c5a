import { z } from 'zod';
import { filsSchema } from '../../domain/money.ts';
import { pidSchema } from '../../domain/receipt.ts';
import { refusalSchema } from '../gateway-http.ts';

/** What the kiosk owes the gateway about a payment, by its pid, or the report of a closed day, by its number. */
export const owedIdSchema = z.union([z.strictObject({ pid: pidSchema }), z.strictObject({ no: z.int().positive() })]);
export type OwedName = z.infer<typeof owedIdSchema>;

/** A message, or a question that has to be answered: the gateway has to be told, or asked, until it is. */
export const owedWhatSchema = z.enum([
  'commit',
  'release',
  'report_reversed',
  'ask_outcome',
  'reverse',
  'ask_closure',
  'day',
]);
export type OwedWhat = z.infer<typeof owedWhatSchema>;

const owedRowSchema = z.strictObject({
  id: owedIdSchema,
  what: owedWhatSchema,
  /** A receipt's number, the reference visitors quote, or the number of a Z. */
  name: z.string().max(40),
  /** Null: it is about no amount. */
  amountFils: filsSchema.nullable(),
  /** Since when it is owed. */
  since: z.iso.datetime({ offset: true }),
  /** Since the program started. */
  tries: z.int().nonnegative(),
  /** What the last try met; null: nothing, or it was not tried yet. */
  trouble: z.enum(['no_answer', ...refusalSchema.options]).nullable(),
  /** Since when it is set aside; null: it is not. */
  asideSince: z.iso.datetime({ offset: true }).nullable(),
});
export type OwedRow = z.infer<typeof owedRowSchema>;

/** Rows on the page: more are owed only by a kiosk that was away for weeks, and they come up as the first ones go. */
export const outboxRows = 60;

/** The page of what the kiosk owes the gateway: what is set aside first, then the oldest first. */
export const outboxViewSchema = z.strictObject({
  name: z.literal('outbox'),
  rows: z.array(owedRowSchema).max(outboxRows),
  total: z.int().nonnegative(),
});
