import { z } from 'zod';
import { err, ok, type Result } from '../../src-shared/result.ts';

const text = (option: string, most: number) =>
  z
    .string(`${option} is missing.`)
    .trim()
    .min(1, `${option} is empty.`)
    .max(most, `${option} has more than ${most} characters.`);

const orderSchema = z
  .object({
    by: text('--by', 40),
    and: text('--and', 40),
    reason: text('--reason', 400),
    outcome: z
      .enum(['captured', 'not_charged', 'refunded'], '--outcome is captured, not_charged or refunded.')
      .optional(),
    // As long as the longest field of a receipt that may show it.
    reference: text('--reference', 40).optional(),
  })
  .refine(({ by, and }) => by.toLowerCase() !== and.toLowerCase(), '--by and --and name the same person.')
  .refine(
    ({ outcome, reference }) => outcome === undefined || outcome === 'not_charged' || reference !== undefined,
    'This outcome needs --reference: the number that shows it.',
  )
  .transform(({ by, and, ...rest }) => ({ ...rest, by: [by, and] as const }));

/** What two different people say to end a case: what they saw, and where a payment that waits for their word goes. */
export type ClosingOrder = z.output<typeof orderSchema>;

/** What was said, or one sentence per thing that is missing or wrong. */
export function readClosingOrder(
  words: Readonly<Partial<Record<'by' | 'and' | 'reason' | 'outcome' | 'reference', string>>>,
): Result<ClosingOrder, readonly string[]> {
  const read = orderSchema.safeParse(words);
  return read.success ? ok(read.data) : err(read.error.issues.map(({ message }) => message));
}
