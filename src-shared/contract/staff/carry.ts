import { z } from 'zod';

/** Name of a stick's folder, as the system gave it. */
export const stickNameSchema = z.string().min(1).max(120);

/** The page for what goes to a stick and comes from one. */
export const carryViewSchema = z.strictObject({
  name: z.literal('carry'),
  sticks: z.array(z.strictObject({ name: stickNameSchema, freeBytes: z.number().nonnegative() })).max(20),
  /** Files done of all, while something is under way. */
  progress: z.strictObject({ done: z.int().nonnegative(), total: z.int().nonnegative() }).nullable(),
  /** The last export of this visit to the page. */
  made: z.strictObject({ folder: z.string().max(200), files: z.int().nonnegative() }).nullable(),
});
