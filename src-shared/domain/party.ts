import { z } from 'zod';
import { err, ok, type Result } from '../result.ts';
import { checkCivilNumber, type CivilNumberRules } from './civil-number.ts';
import { normaliseDigits } from './digits.ts';

export const partyKindSchema = z.enum(['individual', 'company']);
export type PartyKind = z.infer<typeof partyKindSchema>;

export const numberKindSchema = z.enum(['civil', 'unified']);
export type NumberKind = z.infer<typeof numberKindSchema>;

/** Whom an inquiry is about. The number is ASCII digits, already checked. */
export const partySchema = z.object({
  kind: partyKindSchema,
  numberKind: numberKindSchema,
  number: z.string().regex(/^\d{12}$/),
});
export type Party = z.infer<typeof partySchema>;

/**
 * `maybe_unified`: twelve digits that fail the civil check. Not proof of a typing error, because the
 * same field takes unified numbers, which have no known check digit: the visitor is asked (domain 4.3).
 */
export type PartyNumberProblem = 'empty' | 'not_digits' | 'wrong_length' | 'maybe_unified';

/** Reads what a visitor typed or scanned as the number of a person or a company. */
export function readPartyNumber(
  typed: string,
  kind: PartyKind,
  rules: CivilNumberRules,
): Result<Party, PartyNumberProblem> {
  const digits = normaliseDigits(typed);
  if (digits === '') return err('empty');
  if (!/^\d+$/.test(digits)) return err('not_digits');
  if (digits.length !== 12) return err('wrong_length');
  if (kind === 'company') return ok({ kind, numberKind: 'unified', number: digits });
  const civil = checkCivilNumber(digits, rules);
  return civil.ok ? ok({ kind, numberKind: 'civil', number: digits }) : err('maybe_unified');
}
