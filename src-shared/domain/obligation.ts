import { z } from 'zod';
import { localTextSchema } from './language.ts';
import { filsSchema } from './money.ts';

/** Where a ticket stands; anything the back end adds later is refused at the adapter, not guessed. */
export const obligationStatusSchema = z.enum([
  'payable',
  'visit_office',
  'referred_to_court',
  'suspended',
  'payment_pending_posting',
  'paid',
  'cancelled',
]);
export type ObligationStatus = z.infer<typeof obligationStatusSchema>;

/** Why an item cannot be paid here (domain 3.2). `other` = the back end gave a reason we have no words for. */
export const notPayableReasonSchema = z.enum([
  'camera_or_disabled_bay',
  'serious_or_repeated',
  'no_settlement',
  'judgment_given',
  'amnesty',
  'being_updated',
  'being_paid',
  'other',
]);
export type NotPayableReason = z.infer<typeof notPayableReasonSchema>;

export const offenceSchema = z.object({
  code: z.string().max(16),
  text: localTextSchema,
  /** Article of Decree-Law 67/1976, for example `33bis`. */
  article: z.string().max(16).optional(),
});
export type Offence = z.infer<typeof offenceSchema>;

export const plateSchema = z.object({
  number: z.string().max(8),
  code: z.string().max(4).optional(),
  governorate: localTextSchema.optional(),
});
export type Plate = z.infer<typeof plateSchema>;

export const trafficDetailSchema = z.object({
  ticketNo: z.string().min(1).max(24),
  /** direct: handed over in person; indirect: driver absent or camera. */
  kind: z.enum(['direct', 'indirect']),
  /** ISO 8601 with offset. */
  occurredAt: z.iso.datetime({ offset: true }),
  place: localTextSchema,
  plate: plateSchema.optional(),
  /** km/h */
  speed: z.object({ limit: z.int(), measured: z.int() }).optional(),
  points: z.int().optional(),
  /** Last day of the settlement order, YYYY-MM-DD (Art. 41: two months). */
  settleBy: z.iso.date().optional(),
  offences: z.array(offenceSchema).min(1).max(6),
});
export type TrafficDetail = z.infer<typeof trafficDetailSchema>;

/** One thing a person owes, as the back end states it. The kiosk never computes the amount. */
export const obligationSchema = z.object({
  id: z.string().min(1).max(64),
  /** Rises whenever the back end changes the item; a payment quotes it. */
  version: z.int().nonnegative(),
  system: z.enum(['traffic']),
  amountFils: filsSchema,
  status: obligationStatusSchema,
  notPayableReason: notPayableReasonSchema.optional(),
  officeCode: z.string().max(32).optional(),
  detail: trafficDetailSchema,
});
export type Obligation = z.infer<typeof obligationSchema>;

export const officeSchema = z.object({
  code: z.string().max(32),
  name: localTextSchema,
  area: localTextSchema,
  /** Opening hours in words. */
  hours: localTextSchema.optional(),
});
export type Office = z.infer<typeof officeSchema>;

/** May this item be ticked? */
export function isPayable(obligation: Obligation): boolean {
  return obligation.status === 'payable' && obligation.amountFils > 0;
}
