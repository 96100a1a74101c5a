import { z } from 'zod';

/** States of one payment attempt on the kiosk. */
export const paymentStateSchema = z.enum([
  'created',
  'reserved',
  'sending',
  'unknown',
  'captured',
  'not_charged',
  'posted',
  'reversal_due',
  'reversed',
  'cancelled',
  'manual',
  'closed',
]);
export type PaymentState = z.infer<typeof paymentStateSchema>;

/** May money still be taken, or have been, without anybody here knowing? */
export function isOutcomeOpen(state: PaymentState): boolean {
  return state === 'created' || state === 'reserved' || state === 'sending' || state === 'unknown';
}

/** Every step a payment may take, and no other. A payment only moves forward. */
export const legalEdges: Readonly<Record<PaymentState, readonly PaymentState[]>> = {
  created: ['reserved', 'cancelled'],
  reserved: ['sending', 'cancelled'],
  sending: ['captured', 'not_charged', 'unknown'],
  unknown: ['captured', 'not_charged', 'manual'],
  captured: ['posted', 'reversal_due', 'manual'],
  not_charged: [],
  posted: [],
  reversal_due: ['reversed', 'manual'],
  reversed: ['closed'],
  cancelled: [],
  // Out of manual only by a case closure with evidence and two staff ids.
  manual: ['captured', 'not_charged', 'reversed'],
  closed: [],
};

/** What it took to say "not charged" (law 12): never a time-out, a bare "not found" or an abort. */
export const noChargeProofSchema = z.enum([
  /** The gateway's signed answer, after its own inquiry or because nobody pressed Pay. */
  'gateway',
  /** The terminal's own declined or cancelled answer to this very request. */
  'terminal_answer',
  /** The terminal does not know the request, its connection is closed, the quarantine is over, it never restarted. */
  'terminal_never_had_it',
  /** The acquirer's settlement file lacks it. */
  'settlement',
  /** Two people at the kiosk closed the case with evidence. */
  'people',
]);
export type NoChargeProof = z.infer<typeof noChargeProofSchema>;

/** Why money goes back. */
export const reversalReasonSchema = z.enum([
  /** Items were settled by another attempt. */
  'settled_elsewhere',
  /** The terminal approved another amount or currency, or a part. */
  'wrong_amount',
  /** The terminal approved without asking the bank. */
  'approved_offline',
  /** The ministry refused to record the payment. */
  'ministry_refused',
  /** The visitor had been told "not charged". */
  'told_not_charged',
]);
export type ReversalReason = z.infer<typeof reversalReasonSchema>;

/** Why an attempt took no money, for the visitor's words. Never a bank code. */
export const notPaidReasonSchema = z.enum([
  'withdrawn',
  'cancelled_on_page',
  'declined',
  'wrong_pin',
  'not_enough_money',
  'card_expired',
  'card_restricted',
  'over_card_limit',
  'bank_unreachable',
  'page_expired',
  'refused_by_risk',
  'restarted',
  'not_reserved',
  /** K-Net took the payment back before it counted. */
  'voided',
  /** The terminal or its card reader could not start. */
  'terminal_unavailable',
]);
export type NotPaidReason = z.infer<typeof notPaidReasonSchema>;

/** Why an outcome is not known yet. `confirming`: K-Net said captured, the void window is still open. */
export const unknownReasonSchema = z.enum(['confirming', 'no_answer', 'visitor_left', 'contradiction', 'restarted']);
export type UnknownReason = z.infer<typeof unknownReasonSchema>;

/** States of one attempt at the gateway. On the terminal rail `open` means the kiosk may have sent PAY. */
export const gatewayStateSchema = z.enum([
  'reserved',
  'intent',
  'open',
  'notified',
  'captured',
  'posted',
  'not_charged',
  'refund_due',
  'refunded',
  'manual',
]);
export type GatewayState = z.infer<typeof gatewayStateSchema>;

/** Every step an attempt may take at the gateway. `intent`: the page address exists, nobody pressed Pay on it yet. */
export const gatewayEdges: Readonly<Record<GatewayState, readonly GatewayState[]>> = {
  reserved: ['intent', 'open', 'captured', 'not_charged'],
  intent: ['open', 'not_charged'],
  open: ['notified', 'captured', 'not_charged', 'manual'],
  notified: ['captured', 'not_charged', 'manual'],
  captured: ['posted', 'refund_due', 'manual'],
  posted: ['refund_due', 'manual'],
  not_charged: ['captured', 'manual'],
  refund_due: ['refunded', 'manual'],
  // The ministry may refuse another item after the first refund is done.
  refunded: ['refund_due'],
  manual: ['captured', 'not_charged', 'refunded'],
};
