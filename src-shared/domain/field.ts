import { z } from 'zod';
import { err, ok, type Result } from '../result.ts';
import { checkCivilNumber, type CivilNumberRules } from './civil-number.ts';
import { normaliseDigits, normaliseText } from './digits.ts';

/** What a service may ask a visitor, one on a screen. The order means nothing. */
export const fieldIdSchema = z.enum([
  'civilOrUnified',
  'civilNumber',
  'companyNumber',
  'referenceNumber',
  'cardNumber',
  'passportNumber',
  'passportExpiry',
  'nationalityDate',
  'fineType',
]);
export type FieldId = z.infer<typeof fieldIdSchema>;

/** What was told, already checked: ASCII digits, capitals, or YYYY-MM-DD. */
export type FieldValues = Readonly<Partial<Record<FieldId, string>>>;
export const fieldValuesSchema = z.partialRecord(fieldIdSchema, z.string().min(1).max(40));

/** What is wrong with an entry. Every code has a message in every language. */
export const fieldProblemSchema = z.enum([
  'empty',
  'not_digits',
  'wrong_length',
  /**
   * Twelve digits that fail the civil check. Not proof of a typing error where the field also takes unified numbers,
   * which have no known check digit: the visitor is asked (domain 4.3).
   */
  'maybe_unified',
  'not_a_civil_number',
  'not_latin',
  'not_a_date',
  'expired',
  'in_future',
  'too_long_ago',
  'not_offered',
  /** What was put on the scanner cannot be read, or is no document. */
  'scan_unreadable',
  /** It was read, and it does not answer this question. */
  'scan_other',
]);
export type FieldProblem = z.infer<typeof fieldProblemSchema>;

export interface FieldRules extends CivilNumberRules {
  /** The codes a choice may have; comes from the gateway. */
  readonly fineTypes: readonly string[];
}

/** One question and how its answer is read. */
export interface Field {
  /** How it is entered: number pad, letters keyboard, day-month-year, or a list to touch. */
  readonly entry: 'digits' | 'letters' | 'date' | 'choice';
  /** Fewest and most characters of an entry of digits or letters. */
  readonly length: readonly [least: number, most: number];
  readonly read: (typed: string, rules: FieldRules) => Result<string, FieldProblem>;
}

const numberOf = (least: number, most: number) => (typed: string) => readDigits(typed, least, most);
const noLength = [0, 0] as const;

/** Every question the kiosk can ask. */
export const fields: Readonly<Record<FieldId, Field>> = {
  /** Civil or unified number in one field, as the ministry's own form has it (domain 3.2). */
  civilOrUnified: {
    entry: 'digits',
    length: [12, 12],
    read: (typed, rules) => readCivil(typed, rules, 'maybe_unified'),
  },
  civilNumber: {
    entry: 'digits',
    length: [12, 12],
    read: (typed, rules) => readCivil(typed, rules, 'not_a_civil_number'),
  },
  /** Unified number of a company: no known check digit. */
  companyNumber: { entry: 'digits', length: [12, 12], read: numberOf(12, 12) },
  /** No known check digit (domain 4.3). */
  referenceNumber: { entry: 'digits', length: [9, 12], read: numberOf(9, 12) },
  /** PACI: a civil number, or the shorter number of the application's receipt. */
  cardNumber: {
    entry: 'digits',
    length: [6, 12],
    read: (typed, rules) => {
      const digits = readDigits(typed, 6, 12);
      return digits.ok && digits.value.length === 12 ? readCivil(typed, rules, 'not_a_civil_number') : digits;
    },
  },
  /** Formats differ by country and are not enforced (domain 4.2). */
  passportNumber: { entry: 'letters', length: [3, 15], read: readPassportNumber },
  /** The ministry takes passports that are valid today (domain 3.4). */
  passportExpiry: {
    entry: 'date',
    length: noLength,
    read: (typed, { today }) => readDate(typed, (day) => (day < today ? 'expired' : null)),
  },
  /** Issue date of the nationality certificate: within the last 90 years, not in the future (domain 3.4). */
  nationalityDate: {
    entry: 'date',
    length: noLength,
    read: (typed, { today }) => readDate(typed, (day) => pastDay(day, today)),
  },
  fineType: {
    entry: 'choice',
    length: noLength,
    read: (typed, { fineTypes }) => (fineTypes.includes(typed) ? ok(typed) : err('not_offered')),
  },
};

/** Longest entry of any field, as typed, with room for spaces and marks that are dropped. */
export const maxTyped = 40;

function readDigits(typed: string, least: number, most: number): Result<string, FieldProblem> {
  const digits = normaliseDigits(typed);
  if (digits === '') return err('empty');
  if (!/^\d+$/.test(digits)) return err('not_digits');
  return digits.length < least || digits.length > most ? err('wrong_length') : ok(digits);
}

function readCivil(typed: string, rules: CivilNumberRules, otherwise: FieldProblem): Result<string, FieldProblem> {
  const digits = readDigits(typed, 12, 12);
  if (!digits.ok) return digits;
  return checkCivilNumber(digits.value, rules).ok ? digits : err(otherwise);
}

function readPassportNumber(typed: string): Result<string, FieldProblem> {
  const text = normaliseText(typed).toUpperCase();
  if (text === '') return err('empty');
  if (!/^[A-Z0-9]+$/.test(text)) return err('not_latin');
  return text.length < 3 || text.length > 15 ? err('wrong_length') : ok(text);
}

function readDate(typed: string, judge: (day: string) => FieldProblem | null): Result<string, FieldProblem> {
  const text = normaliseDigits(typed, { keepHyphens: true });
  if (text === '') return err('empty');
  if (!z.iso.date().safeParse(text).success) return err('not_a_date');
  const problem = judge(text);
  return problem === null ? ok(text) : err(problem);
}

const nationalityYears = 90;

function pastDay(day: string, today: string): FieldProblem | null {
  if (day > today) return 'in_future';
  const oldest = `${Number(today.slice(0, 4)) - nationalityYears}${today.slice(4)}`;
  return day < oldest ? 'too_long_ago' : null;
}
