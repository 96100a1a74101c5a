import { parseKnetAmount, type Fils } from '../../src-shared/domain/money.ts';
import { knetReferenceSchema, type KnetReference } from '../../src-shared/domain/receipt.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';

/** The names K-Net gives its fields, in lower case: they are read without regard to case. */
const knownNames = new Set([
  'paymentid',
  'payid',
  'result',
  'auth',
  'avr',
  'ref',
  'tranid',
  'postdate',
  'trackid',
  'amt',
  'authrespcode',
  'udf1',
  'udf2',
  'udf3',
  'udf4',
  'udf5',
  'udf6',
  'udf7',
  'udf8',
  'udf9',
  'udf10',
  'error',
  'errortext',
  'error_code_tag',
  'error_service_tag',
]);

const decidingNames = new Set(['result', 'trackid', 'amt']);

/** Fields of one message: lower-case name to value. Known names are decoded, all others are kept as they came. */
export type Fields = ReadonlyMap<string, string>;

/** True for a field name K-Net is known to send, in any case. */
export function isKnownName(name: string): boolean {
  return knownNames.has(lowerCase(name));
}

/** A–Z only: full Unicode folding would let a Kelvin sign pass for the letter k. */
export function lowerCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/**
 * Reads `name=value&…` without decoding the values. Names are folded to lower case.
 * A name that comes twice makes the message invalid: two readers could disagree about which one counts.
 */
export function parseRawForm(text: string): Result<Fields, 'invalid'> {
  const fields = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = lowerCase(equals < 0 ? pair : pair.slice(0, equals));
    if (fields.has(name)) return err('invalid');
    fields.set(name, equals < 0 ? '' : pair.slice(equals + 1));
  }
  return ok(fields);
}

/** One form-encoded value: `+` is a space, `%XX` is a byte of UTF-8. */
export function decodeFormValue(raw: string): Result<string, 'invalid'> {
  try {
    return ok(decodeURIComponent(raw.replaceAll('+', ' ')));
  } catch {
    return err('invalid');
  }
}

/**
 * Decodes the values of the known names; unknown extras stay raw. A stray `%` makes the message invalid only in a
 * field we decide by: a free text such as `ErrorText` must not cost the visitor the payment.
 */
export function decodeKnownValues(raw: Fields): Result<Fields, 'invalid'> {
  const fields = new Map<string, string>();
  for (const [name, value] of raw) {
    const decoded = knownNames.has(name) ? decodeFormValue(value) : ok(value);
    if (!decoded.ok && decidingNames.has(name)) return decoded;
    fields.set(name, decoded.ok ? decoded.value : value);
  }
  return ok(fields);
}

/**
 * Reads the decrypted result message. The first field must be a known name: a wrong IV spoils only the first
 * 16 bytes and still unpads cleanly, and this is the check that notices. `result` and `trackid` must be there.
 */
export function parseResultMessage(plaintext: string): Result<Fields, 'invalid'> {
  const firstName = /^[^=&]*/.exec(plaintext)?.[0] ?? '';
  if (!isKnownName(firstName)) return err('invalid');
  const raw = parseRawForm(plaintext);
  if (!raw.ok) return raw;
  const fields = decodeKnownValues(raw.value);
  if (!fields.ok) return fields;
  return fields.value.has('result') && present(fields.value, 'trackid') !== null ? fields : err('invalid');
}

/** The trimmed value of a field, or null when it is missing, empty or the text `null`. */
export function present(fields: Fields, name: string): string | null {
  const value = fields.get(name)?.trim() ?? '';
  return value === '' || value.toLowerCase() === 'null' ? null : value;
}

/** The track id of a message when it has the form of one (1 to 40 letters and digits), so that it is safe as a key. */
export function trackIdIn(fields: Fields): string | null {
  const value = present(fields, 'trackid');
  return value !== null && /^[A-Za-z0-9]{1,40}$/.test(value) ? value : null;
}

/** How the amount of a message compares with the amount of the attempt. */
export type AmountMatch = 'ours' | 'other' | 'absent';

/** Compares in fils, so that `1.25` equals `1.250`. Anything that is not an amount counts as another amount. */
export function matchAmount(fields: Fields, ours: Fils): AmountMatch {
  const text = present(fields, 'amt');
  if (text === null) return 'absent';
  const amount = parseKnetAmount(text);
  return amount.ok && amount.value === ours ? 'ours' : 'other';
}

/**
 * What a receipt prints of a message, as received. A value that does not look like an identifier (not printable
 * ASCII, too long) is left out rather than refused: after a capture nothing refuses. The raw message is kept elsewhere.
 */
export function referenceOf(fields: Fields): KnetReference {
  const reference: KnetReference = { result: printable(present(fields, 'result'), 40) ?? '' };
  for (const [property, names] of referenceNames) {
    const longest = property === 'postDate' ? 8 : 40;
    const value = names.map((name) => printable(present(fields, name), longest)).find((found) => found !== undefined);
    if (value !== undefined) reference[property] = value;
  }
  return knetReferenceSchema.parse(reference);
}

/** Callbacks say `paymentid`, inquiry answers say `payid`: the same thing. */
const referenceNames: readonly (readonly [Exclude<keyof KnetReference, 'result'>, readonly string[]])[] = [
  ['paymentId', ['paymentid', 'payid']],
  ['transactionId', ['tranid']],
  ['reference', ['ref']],
  ['authCode', ['auth']],
  ['postDate', ['postdate']],
];

function printable(value: string | null, longest: number): string | undefined {
  return value !== null && value.length <= longest && /^[\x20-\x7e]+$/.test(value) ? value : undefined;
}
