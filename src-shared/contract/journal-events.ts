import { z } from 'zod';
import { pidSchema, receiptNoSchema } from '../domain/receipt.ts';
import { paymentEventSchema } from '../payment/record.ts';

/** What the payment journal of a kiosk may hold. New kinds are added, none is ever changed or removed. */
export const journalEventSchema = z.discriminatedUnion('kind', [
  /** The program started; `version` is the software's. */
  z.object({ kind: z.literal('boot'), version: z.string().max(40) }),
  z.object({ kind: z.literal('payment'), pid: pidSchema, event: paymentEventSchema }),
  /** Life of one print of a receipt; a copy repeats the number. */
  z.object({
    kind: z.literal('print'),
    pid: pidSchema,
    receiptNo: receiptNoSchema.optional(),
    copy: z.boolean(),
    state: z.enum(['queued', 'printed', 'failed']),
  }),
]);
export type JournalEvent = z.infer<typeof journalEventSchema>;
