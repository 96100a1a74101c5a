import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../src-shared/contract/knet-vectors.json' with { type: 'json' };
import { decode, encode } from './cipher.ts';

const key = vectors.key_ascii;
const undecodable = { ok: false, error: 'undecodable' };

describe('the shared vectors', () => {
  it('are all here: two requests and two responses', () => {
    expect(vectors.vectors.map(({ kind }) => kind)).toEqual(['request', 'request', 'response', 'response']);
  });

  it.each(vectors.vectors)('$name encrypts byte for byte', ({ plaintext, ciphertext_hex }) => {
    expect(encode(plaintext, key)).toBe(ciphertext_hex);
  });

  it.each(vectors.vectors)('$name decrypts from lower, upper and mixed case', ({ plaintext, ciphertext_hex }) => {
    const mixed = ciphertext_hex.slice(0, 50) + ciphertext_hex.slice(50).toUpperCase();
    for (const hex of [ciphertext_hex, ciphertext_hex.toUpperCase(), mixed]) {
      expect(decode(hex, key)).toEqual({ ok: true, value: plaintext });
    }
  });

  it('an aligned plaintext gets a whole block of padding', () => {
    const aligned = vectors.vectors.find(({ plaintext_bytes }) => plaintext_bytes % 16 === 0);
    expect(aligned?.ciphertext_hex.length).toBe(((aligned?.plaintext_bytes ?? 0) + 16) * 2);
  });
});

describe('decoding', () => {
  const good = encode('result=CAPTURED&trackid=1', key);

  it.each([
    ['nothing', ''],
    ['an odd number of digits', good.slice(1)],
    ['half a block', good.slice(0, 48)],
    ['a digit that is not one', `${good.slice(0, -1)}g`],
    ['a newline at the end', `${good}\n`],
    ['a 0x prefix', `0x${good.slice(2)}`],
    ['bad padding', good.slice(0, 32)],
    ['another key', encode('result=CAPTURED&trackid=1', 'ANOTHERDEMOKEY02')],
  ])('gives the one uniform error for %s', (_, hex) => {
    expect(decode(hex, key)).toEqual(undecodable);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const { createCipheriv } = await import('node:crypto');
    const cipher = createCipheriv('aes-128-cbc', key, key);
    const hex = Buffer.concat([cipher.update(Buffer.from([0x61, 0xff, 0x62])), cipher.final()]).toString('hex');
    expect(decode(hex, key)).toEqual(undecodable);
  });

  it('gives back any text, a byte order mark included', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constant('\uFEFFresult=x')), (text) => {
        expect(decode(encode(text, key), key)).toEqual({ ok: true, value: text });
      }),
    );
  });

  it('never throws, whatever the text', () => {
    const hexLike = fc
      .array(fc.integer({ min: 0, max: 255 }), { maxLength: 160 })
      .map((bytes) => Buffer.from(bytes).toString('hex'));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), hexLike), (text) =>
        [true, false].includes(decode(text, key).ok),
      ),
    );
  });
});

describe('a caller with a bug', () => {
  it('cannot use a key of another length', () => {
    expect(() => encode('x', 'SHORT')).toThrow('16 bytes');
    expect(() => decode('00', `${key}0`)).toThrow('16 bytes');
  });

  it('cannot encode half a surrogate pair', () => {
    expect(() => encode('a\uD800b', key)).toThrow('well-formed');
  });
});
