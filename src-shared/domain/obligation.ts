import { z } from 'zod';
import { localTextSchema, type LocalText } from './language.ts';
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

/** What a residency fine is about; the law articles are those of Decree-Law 114/2024 (domain 5.3). */
export const residencyKindSchema = z.enum([
  'newborn_not_reported',
  'no_permit_after_entry',
  'overstayed_visit',
  'overstayed_temporary',
  'permit_expired',
  'permit_cancelled',
  /** The back end gave a kind we have no words for; its own text is shown. */
  'other',
]);
export type ResidencyKind = z.infer<typeof residencyKindSchema>;

/** A residency fine grows daily until its cap: the amount is good for the day of its answer only (domain rule 13). */
export const residencyDetailSchema = z.object({
  /** Number of the violation, or of the case. */
  ticketNo: z.string().min(1).max(24),
  kind: residencyKindSchema,
  /** What it is about, in the back end's words. */
  text: localTextSchema,
  /** Article of Decree-Law 114/2024: what was violated. */
  lawArticle: z.string().max(16).optional(),
  /** Article of the permit (17, 18, 20 …): another number, never to be mixed with the law's (domain 4.4). */
  permitArticle: z.string().max(8).optional(),
  from: z.iso.date(),
  /** Absent while the violation goes on. */
  to: z.iso.date().optional(),
  days: z.int().nonnegative().optional(),
  /** Rate of the present day; earlier days may have cost less. */
  ratePerDayFils: filsSchema.optional(),
  capFils: filsSchema.optional(),
  capReached: z.boolean().optional(),
});
export type ResidencyDetail = z.infer<typeof residencyDetailSchema>;

/** The back-end systems that know what somebody owes. */
export const systemSchema = z.enum(['traffic', 'residency', 'residency_cases']);
export type System = z.infer<typeof systemSchema>;

const obligationFields = {
  id: z.string().min(1).max(64),
  /** Rises whenever the back end changes the item; a payment quotes it. */
  version: z.int().nonnegative(),
  amountFils: filsSchema,
  status: obligationStatusSchema,
  notPayableReason: notPayableReasonSchema.optional(),
  officeCode: z.string().max(32).optional(),
};

export const trafficObligationSchema = z.object({
  ...obligationFields,
  system: z.literal('traffic'),
  detail: trafficDetailSchema,
});
export type TrafficObligation = z.infer<typeof trafficObligationSchema>;

export const residencyObligationSchema = z.object({
  ...obligationFields,
  system: z.enum(['residency', 'residency_cases']),
  detail: residencyDetailSchema,
});
export type ResidencyObligation = z.infer<typeof residencyObligationSchema>;

/** One thing a person owes, as the back end states it. The kiosk never computes the amount. */
export const obligationSchema = z.discriminatedUnion('system', [trafficObligationSchema, residencyObligationSchema]);
export type Obligation = z.infer<typeof obligationSchema>;

export const officeSchema = z.object({
  code: z.string().max(32),
  name: localTextSchema,
  area: localTextSchema,
  /** Opening hours in words. */
  hours: localTextSchema.optional(),
});
export type Office = z.infer<typeof officeSchema>;

export function isTraffic(obligation: Obligation): obligation is TrafficObligation {
  return obligation.system === 'traffic';
}

/** Does its amount hold only for the day it was asked for? */
export function growsDaily(obligation: Obligation): boolean {
  if (isTraffic(obligation)) return false;
  const { to, capReached } = obligation.detail;
  return to === undefined && capReached !== true;
}

/** What an item is about, in the words of its source. */
export function titleOf(obligation: Obligation): LocalText {
  if (!isTraffic(obligation)) return obligation.detail.text;
  const { offences, ticketNo } = obligation.detail;
  return offences[0]?.text ?? { ar: ticketNo, en: ticketNo };
}

/** The day it happened or began, YYYY-MM-DD in Kuwait. */
export function dayOf(obligation: Obligation): string {
  return isTraffic(obligation) ? obligation.detail.occurredAt.slice(0, 10) : obligation.detail.from;
}

/** May this item be ticked? */
export function isPayable(obligation: Obligation): boolean {
  return obligation.status === 'payable' && obligation.amountFils > 0;
}
