import { err, ok, type Result } from '../result.ts';

/*
 * The machine-readable zone of passports (TD3, two lines of 44) and cards (TD1, three lines of 30), ICAO 9303 parts 3
 * to 5. Names, sex and nationality are checked for their shape and never taken out: nobody here needs them.
 */

/** What the kiosk wants of a document, and nothing more. */
export type MrzDocument =
  | { readonly format: 'TD3'; readonly number: string; readonly expiresOn: string }
  | {
      readonly format: 'TD1';
      /** Three letters, padded with `<`. */
      readonly issuer: string;
      /** The 15 characters of line 1 that each state uses as it likes, without fillers at the end. */
      readonly optional: string;
      /** YYMMDD, to be compared only. */
      readonly birth: string;
    };

/**
 * `incomplete`: a line is missing or one too many. `unreadable`: a line has the wrong shape, as after a misread letter
 * or swapped lines. `wrong_check_digit`: the shape is right and the sums are not. `other_document`: whole and right, but
 * neither passport nor card.
 */
export type MrzProblem = 'incomplete' | 'unreadable' | 'wrong_check_digit' | 'other_document';

const formats = { 44: { lines: 2, read: readPassport }, 30: { lines: 3, read: readCard } } as const;

/** True when a line consists of what a machine-readable zone is made of, and of nothing that a number would be. */
export function looksLikeMrz(line: string): boolean {
  return /^[A-Z0-9<]*$/.test(line) && (line.includes('<') || line.length === 44 || line.length === 30);
}

/** How many lines belong to a document whose first line this is; 1 when no document begins with it. */
export function mrzLinesOf(first: string): number {
  if (!looksLikeMrz(first)) return 1;
  return first.length === 44 || first.length === 30 ? formats[first.length].lines : 1;
}

/** Reads the lines of one document, top to bottom. Nothing is guessed: what the sums do not prove is refused. */
export function readMrz(lines: readonly string[]): Result<MrzDocument, MrzProblem> {
  const whole = lines.length === 1 ? unglued(lines[0] ?? '') : lines;
  const [first = ''] = whole;
  if (!whole.every(looksLikeMrz)) return err('unreadable');
  if (first.length === 36) return err('other_document'); // TD2 and visas
  if (first.length !== 44 && first.length !== 30) return err('unreadable');
  const format = formats[first.length];
  if (whole.length !== format.lines) return err('incomplete');
  if (whole.some((line) => line.length !== first.length)) return err('unreadable');
  return format.read(whole);
}

/** Some readers send the lines of a document as one. */
function unglued(text: string): readonly string[] {
  if (text.length === 88) return [text.slice(0, 44), text.slice(44)];
  if (text.length === 90) return [text.slice(0, 30), text.slice(30, 60), text.slice(60)];
  return [text];
}

const passportLine1 = /^P[A-Z<][A-Z]{1,3}<{0,2}[A-Z<]+$/;
/** Number, check, nationality, birth, check, sex, expiry, check, optional, check, composite. */
const passportLine2 = /^([A-Z0-9<]{9})(\d)[A-Z<]{3}([\d<]{6})(\d)[MFX<](\d{6})(\d)([A-Z0-9<]{14})([\d<])(\d)$/;

function readPassport([names = '', data = '']: readonly string[]): Result<MrzDocument, MrzProblem> {
  const read = passportLine2.exec(data);
  if (!passportLine1.test(names)) return err(/^[VIAC]/.test(names) ? 'other_document' : 'unreadable');
  if (!read) return err('unreadable');
  const [, number = '', numberCheck, birth = '', birthCheck, expiry = '', expiryCheck, optional = '', optionalCheck] =
    read;
  const sums =
    proves(number, numberCheck) &&
    proves(birth, birthCheck) &&
    proves(expiry, expiryCheck) &&
    // An empty field may carry a filler instead of its sum, which is 0.
    proves(optional, optionalCheck === '<' && /^<+$/.test(optional) ? '0' : optionalCheck) &&
    proves(data.slice(0, 10) + data.slice(13, 20) + data.slice(21, 43), data[43]);
  if (!sums) return err('wrong_check_digit');
  const expiresOn = dayOf(expiry);
  const plain = number.replaceAll('<', '');
  if (expiresOn === null || plain.length < 3) return err('unreadable');
  return ok({ format: 'TD3', number: plain, expiresOn });
}

/** Code, state, number, check, optional. */
const cardLine1 = /^[ACI][A-Z0-9<]([A-Z<]{3})([A-Z0-9<]{9})([\d<])([A-Z0-9<]{15})$/;
/** Birth, check, sex, expiry, check, nationality, optional, composite. */
const cardLine2 = /^([\d<]{6})(\d)[MFX<](\d{6})(\d)[A-Z<]{3}[A-Z0-9<]{11}(\d)$/;

function readCard([top = '', middle = '', names = '']: readonly string[]): Result<MrzDocument, MrzProblem> {
  const upper = cardLine1.exec(top);
  const lower = cardLine2.exec(middle);
  if (!upper || !lower || !/^[A-Z][A-Z<]*$/.test(names)) return err('unreadable');
  const [, issuer = '', number = '', numberCheck, optional = ''] = upper;
  const [, birth = '', birthCheck, expiry = '', expiryCheck, composite] = lower;
  // A number longer than nine runs on into the optional field; Kuwait's are not.
  if (numberCheck === '<') return err('other_document');
  const sums =
    proves(number, numberCheck) &&
    proves(birth, birthCheck) &&
    proves(expiry, expiryCheck) &&
    proves(top.slice(5) + middle.slice(0, 7) + middle.slice(8, 15) + middle.slice(18, 29), composite);
  if (!sums) return err('wrong_check_digit');
  return ok({ format: 'TD1', issuer, optional: optional.replace(/<+$/, ''), birth });
}

/**
 * The check digit of a field: weights 7 3 1, letters from A = 10 on, `<` = 0, modulo 10. Known weakness: characters
 * whose values differ by ten look alike to it, among them 6 and G. The
 * ministry's answer is what tells those apart.
 */
export function mrzCheckDigit(field: string): string {
  const sum = Array.from(field).reduce((total, character, at) => {
    const value = character === '<' ? 0 : Number.parseInt(character, 36);
    return total + value * ([7, 3, 1][at % 3] ?? 0);
  }, 0);
  return String(sum % 10);
}

function proves(field: string, digit: string | undefined): boolean {
  return mrzCheckDigit(field) === digit;
}

/** YYMMDD of an expiry as YYYY-MM-DD, which is always in this century; null when the calendar has no such day. */
function dayOf(yymmdd: string): string | null {
  const day = `20${yymmdd.slice(0, 2)}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4)}`;
  const parsed = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) || !parsed.toISOString().startsWith(day) ? null : day;
}
