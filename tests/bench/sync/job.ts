import { z } from 'zod';
import { feedPeppersReplySchema } from '../../../src-shared/contract/gateway-http.ts';

/** What the kiosk finds when it looks at the feed once more. */
export const stageSchema = z.object({
  /** Path of the feed on the line, and the figure's name. */
  name: z.string(),
  /** Number of the newest delta. */
  seq: z.int(),
  /** How far the kiosk's clock is ahead of the machine's, ms. */
  aheadMs: z.int(),
  /** Somebody's number, and how many fines the copy must then know of: a copy that is fast and wrong is no copy. */
  asked: z.array(z.object({ number: z.string(), fines: z.int() })),
});
export type Stage = z.infer<typeof stageSchema>;

/** What `program.ts` is to do. */
export const jobSchema = z.object({
  /** The built application. */
  built: z.string(),
  url: z.string(),
  answerKey: z.string(),
  peppers: feedPeppersReplySchema,
  stages: z.array(stageSchema),
  /** Where the figures go. */
  figures: z.string(),
});
export type Job = z.infer<typeof jobSchema>;

/** Seconds of each stage: from the look at the head until the vault answers from the new edition. */
export const figuresSchema = z.record(z.string(), z.number());
