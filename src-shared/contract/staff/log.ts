import { z } from 'zod';

/** How much of the log is shown: everything, what is worth a look, or what somebody has to do something about. */
export const logDepthSchema = z.enum(['trace', 'notice', 'fault']);
export type LogDepth = z.infer<typeof logDepthSchema>;

/** What somebody looks for in the log. */
export const logQuerySchema = z.strictObject({
  depth: logDepthSchema.default('trace'),
  /** In the line as it was written, upper and lower case alike; empty: every line. */
  text: z.string().max(40).default(''),
  /** How many of those found are left out, for the next page. */
  skip: z.int().nonnegative().max(1_000_000).default(0),
});
export type LogQuery = z.infer<typeof logQuerySchema>;

/** Lines of one page. */
export const logPageLines = 25;

const logRowSchema = z.strictObject({
  /** Moment in UTC as it was written. */
  at: z.iso.datetime(),
  level: logDepthSchema,
  event: z.string().max(80),
  /** Name and value of each field, in the order of the log document. */
  fields: z.array(z.tuple([z.string().max(40), z.string().max(600)])).max(20),
});
export type LogRow = z.infer<typeof logRowSchema>;

/** The page of the kiosk's own log, youngest line first. */
export const logViewSchema = z.strictObject({
  name: z.literal('log'),
  query: logQuerySchema,
  rows: z.array(logRowSchema).max(logPageLines),
  /** There are older lines that fit. */
  more: z.boolean(),
});
