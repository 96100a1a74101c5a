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

/** States in which the outcome is owed: asked for at every start until it is known. */
export const openStates: readonly PaymentState[] = ['created', 'reserved', 'sending', 'unknown', 'captured'];

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
]);
export type NotPaidReason = z.infer<typeof notPaidReasonSchema>;

/** Why an outcome is not known yet. `confirming`: K-Net said captured, the void window is still open. */
export const unknownReasonSchema = z.enum(['confirming', 'no_answer', 'visitor_left', 'contradiction', 'restarted']);
export type UnknownReason = z.infer<typeof unknownReasonSchema>;

/** States of one attempt at the gateway, for rails on the hosted page. */
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
  reserved: ['intent', 'not_charged'],
  intent: ['open', 'not_charged'],
  open: ['notified', 'captured', 'not_charged', 'manual'],
  notified: ['captured', 'not_charged', 'manual'],
  captured: ['posted', 'refund_due', 'manual'],
  posted: ['manual'],
  not_charged: ['manual'],
  refund_due: ['refunded', 'manual'],
  refunded: [],
  manual: ['captured', 'not_charged', 'refunded'],
};
