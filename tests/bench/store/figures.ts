import { z } from 'zod';

/** What `program.ts` measured. */
export const figuresSchema = z.object({
  /** Seconds, one each run. */
  ingest: z.array(z.number()),
  flatFile: z.array(z.number()),
  /** How fast the page gets the same bytes and does nothing with them. */
  transferMbPerSecond: z.number(),
  /** Milliseconds a look-up. */
  first: z.number(),
  cold: z.array(z.number()),
  warm: z.array(z.number()),
  miss: z.array(z.number()),
  /** From a new page to the first answer, ms. */
  openMs: z.number(),
  diskBytes: z.number(),
  /** Of the vault's page, MB. */
  peakMb: z.number(),
});
export type Figures = z.infer<typeof figuresSchema>;
