import type { Rail } from '../../src-shared/domain/receipt.ts';
import type { GatewayState } from '../../src-shared/payment/states.ts';

/** What is known of an attempt when people's word about it comes. */
export interface Known {
  readonly rail: Rail;
  readonly state: GatewayState;
  readonly captured: boolean;
  /** Somebody was told, with proof, that nothing was charged. */
  readonly told: boolean;
}

/**
 * What the word of two people at a kiosk is worth here. `agree`: it is so already · `follow`: nobody knows better ·
 * `ask`: only K-Net can say, and what the payer was told is remembered · `contradict`: the books say otherwise and win.
 */
export type Worth = 'agree' | 'follow' | 'ask' | 'contradict';

export function worthOf(outcome: 'captured' | 'not_charged', { rail, state, captured, told }: Known): Worth {
  if (captured) return outcome === 'captured' ? 'agree' : 'contradict';
  if (state === 'manual') return 'follow';
  const atTerminal = rail === 'terminal';
  if (outcome === 'captured') {
    if (!atTerminal) return 'ask';
    return state === 'not_charged' && told ? 'contradict' : 'follow';
  }
  if (state === 'not_charged') return 'agree';
  return atTerminal || state === 'reserved' || state === 'intent' ? 'follow' : 'ask';
}
