import { z } from 'zod';
import { obligationSchema, officeSchema, systemSchema } from './obligation.ts';
import { partyKindSchema } from './party.ts';

/** Where an answer came from: asked just now, or from the copy the kiosk keeps. */
export const answerSourceSchema = z.discriminatedUnion('from', [
  z.object({ from: z.literal('live') }),
  z.object({ from: z.literal('copy'), edition: z.int().nonnegative() }),
]);

/** One system that was asked. `unavailable` = it did not answer: what it knows is missing here, not nothing. */
export const systemAnswerSchema = z.object({ system: systemSchema, state: z.enum(['answered', 'unavailable']) });
export type SystemAnswer = z.infer<typeof systemAnswerSchema>;

/** What is known about what one party owes at one moment. */
export const inquiryAnswerSchema = z.object({
  /** Names this answer; a window that holds it need not be sent it again. */
  id: z.string().min(1).max(64),
  partyKind: partyKindSchema,
  /** `••••••••••17` */
  maskedNumber: z.string().max(24),
  obligations: z.array(obligationSchema).max(5000),
  /** Every system that was asked, in the order to show; at least one has answered. */
  systems: z.array(systemAnswerSchema).min(1).max(systemSchema.options.length),
  /** The offices the items refer to. */
  offices: z.array(officeSchema).max(50),
  /** When this was true, ISO 8601 with offset. */
  asOf: z.iso.datetime({ offset: true }),
  source: answerSourceSchema,
});
export type InquiryAnswer = z.infer<typeof inquiryAnswerSchema>;

/** What a copy that is too old for amounts still says: whether anything was recorded on its day. */
export const outlineSchema = z.object({ asOf: z.iso.datetime({ offset: true }), any: z.boolean() });
export type Outline = z.infer<typeof outlineSchema>;

/** Why there is no answer. Every code has a message in every language. */
export const inquiryProblemSchema = z.enum([
  'not_found',
  'ministry_down',
  'network_down',
  'too_many_numbers',
  'too_many_codes',
]);
export type InquiryProblem = z.infer<typeof inquiryProblemSchema>;
