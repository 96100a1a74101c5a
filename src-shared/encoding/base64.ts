import { err, ok, type Result } from '../result.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const standard = `${letters}+/`;
const urlSafe = `${letters}-_`;

/** Bytes as base64 with padding (RFC 4648, 4). */
export function toBase64(bytes: Uint8Array): string {
  const text = encode(bytes, standard);
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** Bytes as base64url without padding (RFC 4648, 5). */
export function toBase64Url(bytes: Uint8Array): string {
  return encode(bytes, urlSafe);
}

/** Reads base64 with padding; one text per value: no white space, no missing padding, no stray bits at the end. */
export function fromBase64(text: string): Result<Uint8Array<ArrayBuffer>, 'not_base64'> {
  if (text.length % 4 !== 0) return err('not_base64');
  return decode(text.replace(/={1,2}$/, ''), standard);
}

/** Reads base64url without padding, as strictly as {@link fromBase64}. */
export function fromBase64Url(text: string): Result<Uint8Array<ArrayBuffer>, 'not_base64'> {
  return decode(text, urlSafe);
}

function encode(bytes: Uint8Array, alphabet: string): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const characters = Math.min(bytes.length - at, 3) + 1;
    for (let place = 0; place < characters; place += 1) text += alphabet.charAt((group >> (18 - 6 * place)) & 63);
  }
  return text;
}

function decode(text: string, alphabet: string): Result<Uint8Array<ArrayBuffer>, 'not_base64'> {
  if (text.length % 4 === 1) return err('not_base64');
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let written = 0;
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value === -1) return err('not_base64');
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[written] = (bits >> held) & 255;
      written += 1;
    }
  }
  const strayBits = bits & ((1 << held) - 1);
  return strayBits === 0 ? ok(bytes) : err('not_base64');
}
