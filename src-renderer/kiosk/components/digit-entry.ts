import { normaliseDigits, normaliseText } from '../../../src-shared/domain/digits.ts';

const groupSize = 4;

/** Adds what a key or a scanner brought; anything that is no digit in any script is dropped, and so is what is too much. */
export function withTyped(digits: string, typed: string, most: number): string {
  const added = Array.from(normaliseDigits(typed)).filter((character) => /^[0-9]$/.test(character));
  return (digits + added.join('')).slice(0, most);
}

/** Adds Latin letters, as capitals, and digits. */
export function withLetters(text: string, typed: string, most: number): string {
  const added = Array.from(normaliseText(typed).toUpperCase()).filter((character) => /^[A-Z0-9]$/.test(character));
  return (text + added.join('')).slice(0, most);
}

/** The places in groups of four, empty places as null: `3991 2310 0017`. */
export function digitGroups(digits: string, places: number): (string | null)[][] {
  const all = Array.from({ length: places }, (_, index) => digits[index] ?? null);
  return Array.from({ length: Math.ceil(places / groupSize) }, (_, group) =>
    all.slice(group * groupSize, (group + 1) * groupSize),
  );
}

/** The digits as one readable text: `3991 2310 0017`. */
export function groupedDigits(digits: string): string {
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}

/** Eight digits typed as day, month, year, as YYYY-MM-DD; fewer as they are, for main to refuse. */
export function dateOf(digits: string): string {
  return digits.length === 8 ? `${digits.slice(4)}-${digits.slice(2, 4)}-${digits.slice(0, 2)}` : digits;
}
