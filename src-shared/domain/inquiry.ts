import { z } from 'zod';
import { obligationSchema, officeSchema } from './obligation.ts';
import { partyKindSchema } from './party.ts';

/** Where an answer came from: asked just now, or from the copy the kiosk keeps. */
export const answerSourceSchema = z.discriminatedUnion('from', [
  z.object({ from: z.literal('live') }),
  z.object({ from: z.literal('copy'), edition: z.int().nonnegative() }),
]);

/** What is known about one party's tickets at one moment. */
export const inquiryAnswerSchema = z.object({
  /** Names this answer; a window that holds it need not be sent it again. */
  id: z.string().min(1).max(64),
  partyKind: partyKindSchema,
  /** `••••••••••17` */
  maskedNumber: z.string().max(24),
  obligations: z.array(obligationSchema).max(5000),
  /** The offices the items refer to. */
  offices: z.array(officeSchema).max(50),
  /** When this was true, ISO 8601 with offset. */
  asOf: z.iso.datetime({ offset: true }),
  source: answerSourceSchema,
});
export type InquiryAnswer = z.infer<typeof inquiryAnswerSchema>;

/** Why there is no answer. Every code has a message in every language. */
export const inquiryProblemSchema = z.enum(['not_found', 'ministry_down', 'network_down', 'too_many_numbers']);
export type InquiryProblem = z.infer<typeof inquiryProblemSchema>;
