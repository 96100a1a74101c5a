import { z } from 'zod';
import { signedDayReportSchema } from '../domain/day-report.ts';
import { pidSchema, receiptNoSchema } from '../domain/receipt.ts';
import { paymentEventSchema } from '../payment/record.ts';
import { refusalSchema } from './gateway-http.ts';

const refused = { why: refusalSchema, tries: z.int().positive() };

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
  /** Message numbers up to `upTo` (a count, not base 36) may be used at the terminal; the next start begins after them. */
  z.object({ kind: z.literal('service_ids'), upTo: z.int().positive() }),
  /** The end of a day: everything up to the record before this one is in the report. */
  z.object({ kind: z.literal('z'), report: signedDayReportSchema }),
  /** The gateway has taken Z report `no`. */
  z.object({ kind: z.literal('z_delivered'), no: z.int().positive() }),
  /** Where the audit log stood; noted before each Z, whose own hash then covers it. */
  z.object({ kind: z.literal('audit_head'), seq: z.int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  /**
   * The gateway has refused what it is owed about a payment this often, without an acceptance in between. It is still
   * owed: it is sent now and then, and its next step takes it up again.
   */
  z.object({ kind: z.literal('set_aside'), pid: pidSchema, ...refused }),
  /** The same of Z report `no`. */
  z.object({ kind: z.literal('z_set_aside'), no: z.int().positive(), ...refused }),
  /** This kiosk has had a list of staff of this version from the gateway with this answer key: none below it counts. */
  z.object({ kind: z.literal('staff_floor'), version: z.int().nonnegative(), answerKey: z.string().length(43) }),
]);
export type JournalEvent = z.infer<typeof journalEventSchema>;
