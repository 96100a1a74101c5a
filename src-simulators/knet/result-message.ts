import type { Attempt, ResultWord } from './attempt.ts';
import { encipher, flipPlaintextByte, type HexCase } from './cipher.ts';
import type { IpayCode } from './ipay-errors.ts';
import { IPAY_TEXT } from './ipay-errors.ts';

const KUWAIT_OFFSET_MS = 3 * 3_600_000;

/** Day of posting as `MMDD` in Kuwait (UTC+3, no summer time). */
export function postDate(now: number): string {
  const day = new Date(now + KUWAIT_OFFSET_MS).toISOString();
  return day.slice(5, 7) + day.slice(8, 10);
}

/**
 * The plaintext of a callback: form-encoded, fields in the order K-Net uses.
 * @param word the result to claim; the identifiers come from the attempt's outcome.
 * @param amt the amount to claim, as text.
 */
export function resultPlaintext(attempt: Attempt, word: ResultWord, amt: string = attempt.amt): string {
  const { outcome, udf } = attempt;
  return new URLSearchParams([
    ['paymentid', attempt.paymentId],
    ['result', word],
    ['auth', outcome?.auth ?? ''],
    ['avr', outcome === null || outcome.auth === '' ? '' : 'N'],
    ['ref', outcome?.ref ?? ''],
    ['tranid', outcome?.tranId ?? ''],
    ['postdate', outcome?.postDate ?? ''],
    ['trackid', attempt.trackId],
    ...udf.map((value, index): [string, string] => [`udf${index + 1}`, value]),
    ['amt', amt],
    ['authRespCode', outcome?.responseCode ?? ''],
  ]).toString();
}

/** Enciphers a callback; with `forgeAmount` the first digit of the amount is flipped in the ciphertext on the way. */
export function sealResult(key: string, plaintext: string, how: { hexCase: HexCase; forgeAmount: boolean }): string {
  const hex = encipher(key, plaintext, 'lower');
  const sent = how.forgeAmount ? flipAmount(hex, plaintext) : hex;
  return how.hexCase === 'upper' ? sent.toUpperCase() : sent;
}

function flipAmount(hex: string, plaintext: string): string {
  const offset = plaintext.indexOf('&amt=') + '&amt='.length;
  return flipPlaintextByte(hex, plaintext, offset, plaintext[offset] === '9' ? '1' : '9');
}

/** The form fields around an enciphered result. The sealed field stands in the middle: readers must find it anywhere. */
export function resultFields(attempt: Attempt, trandata: string, tranportalId: string): [string, string][] {
  return [
    ['paymentid', attempt.paymentId],
    ['trandata', trandata],
    ['tranportalId', tranportalId],
  ];
}

/** The clear fields a browser carries to `errorURL`. The result stays empty: an error says nothing about the money. */
export function errorFields(code: IpayCode, trackId: string, attempt: Attempt | null): [string, string][] {
  return [
    ['paymentid', attempt?.paymentId ?? ''],
    ['trackid', trackId],
    ['Error', code],
    ['ErrorText', `!ERROR!-${code}-${IPAY_TEXT[code]}`],
    ['result', ''],
    ['postdate', ''],
    ['tranid', ''],
    ['auth', ''],
    ['avr', ''],
    ['ref', ''],
    ['amt', attempt?.amt ?? ''],
    ...(attempt?.udf ?? ['', '', '', '', '']).map((value, index): [string, string] => [`udf${index + 1}`, value]),
  ];
}
