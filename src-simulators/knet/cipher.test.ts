import { createDecipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import vectors from '../../src-shared/contract/knet-vectors.json' with { type: 'json' };
import { decipher, encipher, flipPlaintextByte } from './cipher.ts';

const KEY = vectors.key_ascii;

describe('the cipher layer', () => {
  it.each(vectors.vectors)(
    'gives vector $name byte for byte and reads it back from both letter cases',
    ({ plaintext, ciphertext_hex }) => {
      expect(encipher(KEY, plaintext)).toBe(ciphertext_hex);
      expect(encipher(KEY, plaintext, 'upper')).toBe(ciphertext_hex.toUpperCase());
      expect(decipher(KEY, ciphertext_hex)).toEqual({ ok: true, value: plaintext });
      expect(decipher(KEY, ciphertext_hex.toUpperCase())).toEqual({ ok: true, value: plaintext });
    },
  );

  it.each(['', 'zz', 'abc', '00'.repeat(15), `${'00'.repeat(16)} `, '00'.repeat(16)])(
    'answers "%s" with one uniform error',
    (hex) => {
      expect(decipher(KEY, hex)).toEqual({ ok: false, error: 'undecipherable' });
    },
  );

  it('does not read a message of another key', () => {
    expect(decipher('KIOSKDEMOKEY0002', encipher(KEY, 'result=CAPTURED&amt=1.250')).ok).toBe(false);
  });

  it('flips exactly the chosen byte, ruins only the block before it and leaves the padding valid', () => {
    const plaintext = `trackid=${'x'.repeat(24)}&amt=1.250&authRespCode=00`;
    const offset = plaintext.indexOf('1.250');
    const flipped = flipPlaintextByte(encipher(KEY, plaintext), plaintext, offset, '9');
    const raw = createDecipheriv('aes-128-cbc', Buffer.from(KEY), Buffer.from(KEY));
    const bytes = Buffer.concat([raw.update(Buffer.from(flipped, 'hex')), raw.final()]);
    const ruined = Math.floor(offset / 16) * 16;
    expect(bytes.subarray(0, ruined - 16).toString()).toBe(plaintext.slice(0, ruined - 16));
    expect(bytes.subarray(ruined).toString()).toBe(plaintext.slice(ruined).replace('1.250', '9.250'));
  });
});
