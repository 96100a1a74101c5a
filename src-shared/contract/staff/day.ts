import { z } from 'zod';
import { dayReportSchema } from '../../domain/day-report.ts';

/** The page of the day: how it stands now, and the one that was closed last. */
export const dayViewSchema = z.strictObject({
  name: z.literal('day'),
  /** Null until it has been made, and while the kiosk does not know who it is. */
  x: dayReportSchema.nullable(),
  lastZ: dayReportSchema.nullable(),
});
