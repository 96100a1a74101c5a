import { createCipheriv, createDecipheriv } from 'node:crypto';
import { err, ok, type Result } from '../../src-shared/result.ts';

const BLOCK_BYTES = 16;
const HEX = /^[0-9a-f]+$/i;

/** Letter case of hexadecimal text. Real gateways have been seen to send either. */
export type HexCase = 'lower' | 'upper';

/**
 * The cipher layer of the hosted page: AES-128-CBC with PKCS#7 padding, written as hexadecimal.
 * The initialisation vector is the key itself: that is the protocol, not an oversight.
 * @param key 16 ASCII characters, the terminal resource key.
 */
export function encipher(key: string, plaintext: string, hexCase: HexCase = 'lower'): string {
  const keyBytes = Buffer.from(key, 'ascii');
  const cipher = createCipheriv('aes-128-cbc', keyBytes, keyBytes);
  const hex = cipher.update(plaintext, 'utf8', 'hex') + cipher.final('hex');
  return hexCase === 'upper' ? hex.toUpperCase() : hex;
}

/**
 * The reverse of {@link encipher}, from either letter case.
 * Wrong key, damaged padding, odd length and broken UTF-8 are one and the same error on purpose:
 * with IV = key, telling them apart helps whoever sends crafted bodies.
 */
export function decipher(key: string, hex: string): Result<string, 'undecipherable'> {
  if (!HEX.test(hex) || hex.length % (2 * BLOCK_BYTES) !== 0) return err('undecipherable');
  const keyBytes = Buffer.from(key, 'ascii');
  try {
    const decipherer = createDecipheriv('aes-128-cbc', keyBytes, keyBytes);
    const bytes = Buffer.concat([decipherer.update(Buffer.from(hex, 'hex')), decipherer.final()]);
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return err('undecipherable');
  }
}

/**
 * Changes one byte of the ciphertext so that the plaintext byte at `offset` becomes `wanted`.
 * CBC has no integrity: the block before it turns to garbage, padding stays valid.
 * @param offset byte position in the plaintext, 16 or more (the first block hangs on the fixed IV).
 */
export function flipPlaintextByte(hex: string, plaintext: string, offset: number, wanted: string): string {
  const before = Buffer.from(plaintext, 'utf8')[offset];
  const bytes = Buffer.from(hex, 'hex');
  const target = bytes[offset - BLOCK_BYTES];
  if (before === undefined || target === undefined) throw new Error('the byte to flip lies outside the message');
  bytes[offset - BLOCK_BYTES] = target ^ before ^ wanted.charCodeAt(0);
  return bytes.toString('hex');
}
