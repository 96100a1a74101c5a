import { z } from 'zod';

/**
 * A proof the ministry wants before it answers; the gateway declares which, per system (domain 9). Who cannot read a
 * picture is helped by staff: the ministry sends no spoken form of it.
 */
export const challengeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('image'),
    id: z.string().min(1).max(64),
    /** PNG, base64; its text is what has to be typed. */
    png: z.base64().max(60_000),
    triesLeft: z.int().min(1).max(10),
  }),
  z.object({
    kind: z.literal('one_time_code'),
    id: z.string().min(1).max(64),
    /** Where the code was sent, masked, for example `••••45`. */
    sentTo: z.string().max(24),
    triesLeft: z.int().min(1).max(10),
  }),
]);
export type Challenge = z.infer<typeof challengeSchema>;

/** What a visitor typed as the code, with the challenge it answers. */
export const challengeAnswerSchema = z.object({ id: z.string().min(1).max(64), code: z.string().regex(/^\d{4,8}$/) });
export type ChallengeAnswer = z.infer<typeof challengeAnswerSchema>;
