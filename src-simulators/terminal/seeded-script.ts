import { makeRandom } from '../world/random.ts';
import type { Deed, FaultRule } from './faults.ts';

/** What may go wrong with a payment. A visitor's hand is among it, so that a script needs nobody at the terminal. */
const ofPayments: readonly Deed[] = [
  { verb: 'charge' },
  { verb: 'decline', condition: 'Refusal' },
  { verb: 'decline', condition: 'WrongPIN' },
  { verb: 'decline', condition: 'Busy' },
  { verb: 'decline', condition: 'UnavailableService' },
  { verb: 'wrongAmount', amountFils: 1 },
  { verb: 'wrongCurrency', currency: 'USD' },
  { verb: 'partial', amountFils: 1 },
  { verb: 'chargeAndDecline' },
  { verb: 'inProgress', forMs: 600_000 },
  { verb: 'notFoundThenCharge', afterMs: 20_000 },
  { verb: 'reboot', when: 'during', forget: false, downMs: 3_000 },
  { verb: 'reboot', when: 'after', forget: false, downMs: 0 },
];

/** What may go wrong with any answer and its line. */
const ofAnswers: readonly Deed[] = [
  { verb: 'noReply' },
  { verb: 'replyLate', afterMs: 121_000 },
  { verb: 'replyTwice' },
  { verb: 'replayOld' },
  { verb: 'foreignReply', name: 'ServiceID' },
  { verb: 'foreignReply', name: 'POIID' },
  { verb: 'garble', manner: 'malformedJson' },
  { verb: 'dropSocket', when: 'before' },
  { verb: 'dropSocket', when: 'during' },
  { verb: 'reset', when: 'after' },
  { verb: 'halfOpen', when: 'after' },
];

/** How many requests of each kind a script reckons with. */
const requests = 100;

/**
 * A script drawn from a seed: the same one each time. Half of the payments, a quarter of the reversals and of the
 * questions about payments go wrong in some way. The terminal never loses its memory in it.
 */
export function scriptOfSeed(seed: number): readonly FaultRule[] {
  const random = makeRandom(seed);
  const rules: FaultRule[] = [];
  for (let nth = 1; nth <= requests; nth += 1) {
    rules.push({ on: 'Payment', nth, do: random.chance(50) ? random.pick(ofPayments) : { verb: 'charge' } });
    if (random.chance(30)) rules.push({ on: 'Payment', nth, do: random.pick(ofAnswers) });
    if (random.chance(25)) rules.push({ on: 'Reversal', nth, do: random.pick(ofAnswers) });
    if (random.chance(25)) rules.push({ on: 'TransactionStatus', nth, do: random.pick(ofAnswers) });
    if (random.chance(10)) rules.push({ on: 'Abort', nth, do: { verb: 'approveAfterAbort', afterMs: 2_000 } });
  }
  return rules;
}
