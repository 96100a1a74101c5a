import { normaliseDigits } from './digits.ts';

/*
 * The one-time code that enrols a kiosk: 27 characters by chance and one that checks them, so that a slip of the finger
 * is told at once, without the gateway.
 */

/** Crockford's alphabet: no I, L, O, U, which people misread. */
export const enrolCodeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 27 characters of 5 bits: 135 bits, so that guessing needs no further guard. */
export const enrolCodeBodyLength = 27;
export const enrolCodeLength = enrolCodeBodyLength + 1;
const groupLength = 4;

/** A code as typed, scanned or set, in the one spelling both sides know: case, hyphens, spaces, O for 0 and I or L for 1 do not matter. */
export function normalEnrolCode(typed: string): string {
  return normaliseDigits(typed).toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
}

/** The whole code of a body in the alphabet. */
export function withCheck(body: string): string {
  return body + enrolCodeAlphabet.charAt(times2(checkSum(body)));
}

/** Is this, in its normal spelling, a code without a slip? Any one wrong character and any two that changed places show. */
export function isWholeEnrolCode(code: string): boolean {
  const isSpelled = code.length === enrolCodeLength && [...code].every((one) => enrolCodeAlphabet.includes(one));
  return isSpelled && checkSum(code) === 0;
}

/** In groups of four, as people read it out. */
export function groupedEnrolCode(code: string): string {
  return code.replace(new RegExp(`(.{${groupLength}})(?=.)`, 'g'), '$1-');
}

/** The code as a polynomial over GF(32), taken at 2. Every place has a weight of its own, which is what swaps show by. */
function checkSum(code: string): number {
  return [...code].reduce((sum, one) => times2(sum) ^ enrolCodeAlphabet.indexOf(one), 0);
}

/** Doubles in GF(32) with the polynomial x^5 + x^2 + 1. */
function times2(value: number): number {
  const doubled = value << 1;
  return doubled & 32 ? doubled ^ 37 : doubled;
}
