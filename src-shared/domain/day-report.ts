import { z } from 'zod';
import { paymentStateSchema } from '../payment/states.ts';
import { filsSchema } from './money.ts';
import { pidSchema, railSchema, receiptNoSchema } from './receipt.ts';

/** A sum of many payments, fils; it may be far above what one payment may be. */
const totalFilsSchema = z.int().nonnegative();

/** How many payments, and what they add up to. */
const tallySchema = z.object({ count: z.int().nonnegative(), fils: totalFilsSchema });
export type Tally = z.infer<typeof tallySchema>;

/** One rail's business between two Z reports. Every figure counts steps taken in that time, not payments begun in it. */
export const railTotalsSchema = z.object({
  rail: railSchema,
  captured: tallySchema,
  posted: tallySchema,
  notCharged: tallySchema,
  reversed: tallySchema,
});
export type RailTotals = z.infer<typeof railTotalsSchema>;

/** A payment that the day could not finish; listed again on every Z until it is finished. */
export const carriedPaymentSchema = z.object({
  pid: pidSchema,
  rail: railSchema,
  state: paymentStateSchema,
  totalFils: filsSchema,
});
export type CarriedPayment = z.infer<typeof carriedPaymentSchema>;

/**
 * What a kiosk took between two points of its journal. An X report is the same for the day that is still running; a
 * Z report closes the day: by journal number, never by the clock.
 */
export const dayReportSchema = z.object({
  v: z.literal(1),
  kioskCode: z.string().max(16),
  /** Gapless per kiosk, from 1. On an X report: the number the next Z will have. */
  no: z.int().positive(),
  /** First and last journal record covered; an empty day covers none and has `lastSeq` = `firstSeq` - 1. */
  firstSeq: z.int().positive(),
  lastSeq: z.int().nonnegative(),
  /** Hash of record `lastSeq`, hex. */
  headHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Wall time, printed, never compared. */
  closedAt: z.iso.datetime({ offset: true }),
  rails: z.array(railTotalsSchema).max(3),
  /** Captured, and the gateway has not yet confirmed it. */
  uncommitted: z.array(carriedPaymentSchema).max(10_000),
  /** Outcome or refund still owed, or with people. */
  carried: z.array(carriedPaymentSchema).max(10_000),
  /** Receipt numbers given in this time; null when there was none. */
  receipts: z.object({ first: receiptNoSchema, last: receiptNoSchema, count: z.int().positive() }).nullable(),
  /** Copies printed in this time. */
  copies: z.int().nonnegative(),
  /** Everything this kiosk has ever captured, less everything it has ever given back. Never reset. */
  grandTotalFils: totalFilsSchema,
  /** Version of the software, and SHA-256 (hex) over the settings in force. */
  software: z.string().max(40),
  settingsHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** The terminal's own totals as it gave them, when there is a terminal. */
  terminalTotals: z.string().max(4000).optional(),
});
export type DayReport = z.infer<typeof dayReportSchema>;

/** A Z report with the kiosk's Ed25519 signature over its canonical JSON (base64url, 86 characters). */
export const signedDayReportSchema = z.object({
  report: dayReportSchema,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});
export type SignedDayReport = z.infer<typeof signedDayReportSchema>;
