import { normaliseDigits } from '../../../src-shared/domain/digits.ts';

/** Civil and unified numbers have 12 digits. */
export const digitsWanted = 12;
const groupSize = 4;

/** Adds what a key or a scanner brought; anything that is no digit in any script is dropped, and so is the 13th digit. */
export function withTyped(digits: string, typed: string): string {
  const added = Array.from(normaliseDigits(typed)).filter((character) => /^[0-9]$/.test(character));
  return (digits + added.join('')).slice(0, digitsWanted);
}

/** The 12 places in groups of four, empty places as null: `3991 2310 0017`. */
export function digitGroups(digits: string): (string | null)[][] {
  const places = Array.from({ length: digitsWanted }, (_, index) => digits[index] ?? null);
  return Array.from({ length: digitsWanted / groupSize }, (_, group) =>
    places.slice(group * groupSize, (group + 1) * groupSize),
  );
}

/** The digits as one readable text: `3991 2310 0017`. */
export function groupedDigits(digits: string): string {
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}
