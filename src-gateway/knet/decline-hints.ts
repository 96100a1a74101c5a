/** Why a card was declined, for the visitor's words only. */
export type DeclineHint =
  | 'ask_bank'
  | 'invalid_card'
  | 'expired_card'
  | 'restricted_card'
  | 'too_many_wrong_pins'
  | 'not_enough_money'
  | 'wrong_pin'
  | 'above_amount_limit'
  | 'too_many_payments'
  | 'account_not_eligible'
  | 'bank_not_reachable';

const hints: ReadonlyMap<string, DeclineHint> = new Map([
  ['05', 'ask_bank'],
  ['78', 'ask_bank'],
  ['14', 'invalid_card'],
  ['33', 'expired_card'],
  ['54', 'expired_card'],
  ['36', 'restricted_card'],
  ['62', 'restricted_card'],
  ['38', 'too_many_wrong_pins'],
  ['75', 'too_many_wrong_pins'],
  ['51', 'not_enough_money'],
  ['55', 'wrong_pin'],
  ['61', 'above_amount_limit'],
  ['65', 'too_many_payments'],
  ['76', 'account_not_eligible'],
  ['91', 'bank_not_reachable'],
]);

/**
 * The hint behind an `authRespCode`, or null. The table comes from a sibling gateway and is unconfirmed for K-Net;
 * declined and approved answers both carry a code, so nothing is ever decided by it.
 */
export function declineHint(authRespCode: string | null): DeclineHint | null {
  return (authRespCode === null ? undefined : hints.get(authRespCode)) ?? null;
}
