import { z } from 'zod';

/** What the receipt printer says of itself; `unknown` = it answered something nobody has words for. */
export const printerStatusSchema = z.enum([
  'ready',
  'paper_near_end',
  'out_of_paper',
  'cover_open',
  'jam',
  'offline',
  'unknown',
]);
export type PrinterStatus = z.infer<typeof printerStatusSchema>;

/** Can a receipt be printed now? */
export function canPrint(status: PrinterStatus): boolean {
  return status === 'ready' || status === 'paper_near_end';
}
