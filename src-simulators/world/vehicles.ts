import type { LocalText } from '../../src-shared/domain/language.ts';
import type { PartyKind } from '../../src-shared/domain/party.ts';
import { governorateKeys, governorateNames } from './places.ts';
import type { Random } from './random.ts';

/** A vehicle as its plate shows it; a ticket may have noted less. */
export interface Vehicle {
  readonly number: string;
  readonly code: string;
  readonly governorate: LocalText;
}

/** One or two vehicles of a person, three to eight of a company. */
export function makeVehicles(kind: PartyKind, random: Random): readonly Vehicle[] {
  const count = kind === 'company' ? random.int(3, 8) : random.int(1, 2);
  return Array.from({ length: count }, () => {
    const key = random.pick(governorateKeys);
    const governorate = governorateNames.get(key);
    if (governorate === undefined) throw new Error(`governorate ${key} has no name`);
    return { number: String(random.int(1, 99_999)), code: String(random.int(1, 80)), governorate };
  });
}
