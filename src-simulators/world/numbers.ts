import { checkCivilNumber } from '../../src-shared/domain/civil-number.ts';
import type { Random } from './random.ts';

/** Only used to let the shared check answer: births lie in the 2090s and are allowed. */
const rules = { today: '2026-01-01', allowFutureBirth: true } as const;

/**
 * A civil number with a valid check digit and a birth date in 2090-2099, so that it is nobody's.
 * @param taken numbers that must not come out again; the new one is added.
 */
export function makeCivilNumber(random: Random, taken: Set<string>): string {
  for (;;) {
    const year = random.int(90, 99);
    const month = twoDigits(random.int(1, 12));
    const day = twoDigits(random.int(1, 28));
    const serial = String(random.int(0, 9999)).padStart(4, '0');
    const number = withCheckDigit(`3${year}${month}${day}${serial}`);
    if (number === null || taken.has(number)) continue;
    taken.add(number);
    return number;
  }
}

/**
 * A unified number. No civil number begins with the 8 or 9 of ours, so they can never be taken for one.
 * @param first `8` for persons without a civil card, `9` for companies.
 */
export function makeUnifiedNumber(random: Random, first: '8' | '9', taken: Set<string>): string {
  for (;;) {
    const number = `${first}00000${String(random.int(0, 999_999)).padStart(6, '0')}`;
    if (taken.has(number)) continue;
    taken.add(number);
    return number;
  }
}

/** About one serial in five has no valid check digit and is never issued: null then. */
function withCheckDigit(elevenDigits: string): string | null {
  for (let digit = 1; digit <= 9; digit += 1) {
    const number = `${elevenDigits}${digit}`;
    if (checkCivilNumber(number, rules).ok) return number;
  }
  return null;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
