import type { NotPaidReason } from '../../src-shared/payment/states.ts';
import { declineHint, type DeclineHint } from '../knet/decline-hints.ts';

const ofHint: Readonly<Record<DeclineHint, NotPaidReason>> = {
  ask_bank: 'declined',
  invalid_card: 'declined',
  expired_card: 'card_expired',
  restricted_card: 'card_restricted',
  too_many_wrong_pins: 'wrong_pin',
  not_enough_money: 'not_enough_money',
  wrong_pin: 'wrong_pin',
  above_amount_limit: 'over_card_limit',
  too_many_payments: 'over_card_limit',
  account_not_eligible: 'card_restricted',
  bank_not_reachable: 'bank_unreachable',
};

/**
 * What to tell the visitor, should the payment turn out not to be charged. Words only: nothing is decided by it.
 * @param word the result as received, such as `NOT CAPTURED`
 */
export function reasonFor(word: string, authRespCode: string | null): NotPaidReason {
  const upper = word.toUpperCase();
  if (/\bCANCEL/.test(upper)) return 'cancelled_on_page';
  if (/\bDENIED BY RISK\b/.test(upper)) return 'refused_by_risk';
  const hint = declineHint(authRespCode);
  return hint === null ? 'declined' : ofHint[hint];
}
