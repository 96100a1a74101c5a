import { z } from 'zod';
import { filsSchema } from '../domain/money.ts';

/** Which payments: all · something is still owed · outcome not known · with people · taken · proved not taken · back. */
export const paymentGroupSchema = z.enum(['all', 'open', 'unknown', 'people', 'paid', 'not_paid', 'returned']);
export type PaymentGroup = z.infer<typeof paymentGroupSchema>;

/** What staff look for; everything given has to fit. */
export const paymentQuerySchema = z.strictObject({
  /** What somebody quotes: receipt, track id or its first digits, ticket, or a number the bank gave. */
  text: z.string().max(40).optional(),
  /** First and last day in Kuwait on which the attempt was begun. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  amountFils: filsSchema.optional(),
  group: paymentGroupSchema.default('all'),
  /** What still needs somebody comes before what is finished. */
  openFirst: z.boolean().default(false),
  /** How many of those found are left out, for the next page. */
  skip: z.int().nonnegative().default(0),
});
export type PaymentQuery = z.infer<typeof paymentQuerySchema>;

/** Rows of one page. */
export const pageRows = 20;
