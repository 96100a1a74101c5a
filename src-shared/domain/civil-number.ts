import { err, ok, type Result } from '../result.ts';

export const civilNumberLength = 12;

export type CivilNumberProblem = 'not_digits' | 'wrong_length' | 'wrong_checksum' | 'no_such_date' | 'born_in_future';

/** Weights of digits 1 to 11; digit 12 is the check digit and is never 0 (PACI). */
const weights = [2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;

export interface CivilNumberRules {
  /** Today in Kuwait as YYYY-MM-DD. */
  today: string;
  /** True in demo mode only: the demo identities are born in the future so that they can be nobody. */
  allowFutureBirth: boolean;
}

/** Checks a normalised civil number `C YY MM DD SSSS K`. */
export function checkCivilNumber(digits: string, rules: CivilNumberRules): Result<string, CivilNumberProblem> {
  if (!/^\d*$/.test(digits)) return err('not_digits');
  if (digits.length !== civilNumberLength) return err('wrong_length');
  if (!hasValidCheckDigit(digits)) return err('wrong_checksum');
  const birth = birthDate(digits);
  if (birth === null) return err('no_such_date');
  if (birth > rules.today && !rules.allowFutureBirth) return err('born_in_future');
  return ok(digits);
}

function hasValidCheckDigit(digits: string): boolean {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  const expected = 11 - (sum % 11);
  return expected <= 9 && expected === Number(digits[11]);
}

/** The birth date as YYYY-MM-DD, or null when the calendar has no such day. */
function birthDate(digits: string): string | null {
  const century = { '1': 1800, '2': 1900, '3': 2000 }[digits[0] ?? ''];
  if (century === undefined) return null;
  const year = century + Number(digits.slice(1, 3));
  const month = Number(digits.slice(3, 5));
  const day = Number(digits.slice(5, 7));
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return `${year}-${digits.slice(3, 5)}-${digits.slice(5, 7)}`;
}

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}
