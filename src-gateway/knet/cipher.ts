import { createCipheriv, createDecipheriv } from 'node:crypto';
import { err, ok, type Result } from '../../src-shared/result.ts';

/** Length of a terminal resource key; K-Net uses the same 16 bytes as key and as IV. */
export const resourceKeyBytes = 16;

const blockHexDigits = 32;
const algorithm = 'aes-128-cbc';

/** True when the text has the only length K-Net's key can have (16 bytes in UTF-8). */
export function isResourceKey(text: string): boolean {
  return Buffer.byteLength(text, 'utf8') === resourceKeyBytes;
}

/**
 * The cipher layer of a K-Net message: AES-128-CBC, IV = key, PKCS#7, lower-case hexadecimal.
 * Throws when the key is not 16 bytes or the text is not well-formed Unicode: both are bugs of the caller.
 */
export function encode(plaintext: string, key: string): string {
  if (/\p{Surrogate}/u.test(plaintext)) throw new Error('K-Net plaintext is not well-formed Unicode');
  const bytes = keyBytes(key);
  const cipher = createCipheriv(algorithm, bytes, bytes);
  return cipher.update(plaintext, 'utf8', 'hex') + cipher.final('hex');
}

/**
 * Undoes {@link encode}; takes upper- and lower-case hexadecimal.
 *
 * Every failure is the same `undecodable`, whichever check failed: because the IV is the key, whoever is shown
 * the garbage of a failed decryption could work the key out. The text proves nothing about its sender: the cipher
 * has no integrity, one flipped bit can turn `1.250` into `9.250`. Throws only when the key is not 16 bytes.
 */
export function decode(hex: string, key: string): Result<string, 'undecodable'> {
  const bytes = keyBytes(key);
  if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length % blockHexDigits !== 0) return err('undecodable');
  try {
    const decipher = createDecipheriv(algorithm, bytes, bytes);
    const plain = Buffer.concat([decipher.update(hex, 'hex'), decipher.final()]);
    return ok(strictUtf8(plain));
  } catch {
    return err('undecodable');
  }
}

/** Bytes as text; throws a TypeError unless they are valid UTF-8. A byte order mark is kept, not swallowed. */
export function strictUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function keyBytes(key: string): Buffer {
  if (!isResourceKey(key)) throw new Error(`the K-Net resource key must be exactly ${resourceKeyBytes} bytes`);
  return Buffer.from(key, 'utf8');
}
