import { matchAcquirer } from './match-acquirer.ts';
import type { Difference } from './difference.ts';
import type { MatchInput } from './match-input.ts';
import { matchKioskDay } from './match-kiosk-day.ts';
import { matchMinistry } from './match-ministry.ts';

/**
 * Compares kiosks, ledger, terminals, acquirer and ministry. Pure: what has to be done about a difference is done by
 * the caller, and afterwards the same difference does not come again or changes nothing.
 */
export function match(input: MatchInput): readonly Difference[] {
  return [
    ...input.kioskDays.flatMap((day) => matchKioskDay(day, input.now)),
    ...matchAcquirer(input),
    ...matchMinistry(input),
  ];
}
