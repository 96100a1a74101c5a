import { z } from 'zod';
import { localTextSchema } from '../../domain/language.ts';

/**
 * Why the last code brought nothing. `refused`: the gateway does not take it, whatever the reason. `differ`: it was taken,
 * and the words were not the office's.
 */
export const enrolProblemSchema = z.enum([
  ...(['mistyped', 'refused', 'no_answer', 'gateway_away', 'strange_answer', 'disk', 'locked', 'not_written'] as const),
  'differ',
]);
export type EnrolProblem = z.infer<typeof enrolProblemSchema>;

/** What the staff screen shows in the place of its door while the kiosk is nobody. */
export const enrolViewSchema = z.discriminatedUnion('step', [
  /** There is no gateway in the settings: no code can help. */
  z.strictObject({ step: z.literal('no_address') }),
  z.strictObject({
    step: z.literal('code'),
    why: z.enum(['not_enrolled', 'damaged', 'refused']),
    problem: enrolProblemSchema.nullable(),
    /** Whole seconds until another code is taken; 0 = now. */
    waitSeconds: z.int().nonnegative(),
  }),
  /** Enrolled, if the office has the same words. */
  z.strictObject({
    step: z.literal('compare'),
    kioskCode: z.string(),
    site: localTextSchema,
    words: z.array(localTextSchema).max(12),
    problem: z.enum(['disk', 'not_written']).nullable(),
  }),
]);
export type EnrolView = z.infer<typeof enrolViewSchema>;
