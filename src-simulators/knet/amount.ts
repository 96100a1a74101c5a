import { err, ok, type Result } from '../../src-shared/result.ts';

const AMOUNT = /^(0|[1-9][0-9]*)\.[0-9]{3}$/;
const MOST_CHARACTERS = 10;

/**
 * Reads an amount as the protocol writes it: a dot, exactly three decimals, no grouping, at most ten characters.
 * @returns integer fils, more than zero.
 */
export function filsFromText(text: string): Result<number, 'not an amount'> {
  if (text.length > MOST_CHARACTERS || !AMOUNT.test(text)) return err('not an amount');
  const fils = Number(text.replace('.', ''));
  return fils > 0 ? ok(fils) : err('not an amount');
}

/** Writes integer fils as the protocol does, `1250` as `1.250`. */
export function textFromFils(fils: number): string {
  const digits = String(fils).padStart(4, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`;
}
