import { describe, expect, it } from 'vitest';
import { fromBase64, fromBase64Url, toBase64, toBase64Url } from './base64.ts';

/** RFC 4648, 10. */
const vectors = [
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg=='],
  ['fooba', 'Zm9vYmE='],
  ['foobar', 'Zm9vYmFy'],
] as const;

describe('base64', () => {
  it.each(vectors)('writes and reads "%s"', (plain, text) => {
    const bytes = new TextEncoder().encode(plain);
    expect(toBase64(bytes)).toBe(text);
    expect(fromBase64(text)).toEqual({ ok: true, value: bytes });
    expect(toBase64Url(bytes)).toBe(text.replaceAll('=', ''));
    expect(fromBase64Url(text.replaceAll('=', ''))).toEqual({ ok: true, value: bytes });
  });

  it('carries every byte value in both alphabets', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
    expect(fromBase64(toBase64(bytes))).toEqual({ ok: true, value: bytes });
    expect(fromBase64Url(toBase64Url(bytes))).toEqual({ ok: true, value: bytes });
  });

  it.each(['Zg', 'Zg=', 'Zm9v\n', 'Zm 9', 'Zh==', 'Zm9=', '-_-_', '====', 'A==='])('refuses "%s" as base64', (text) => {
    expect(fromBase64(text)).toEqual({ ok: false, error: 'not_base64' });
  });

  it.each(['Zg==', 'Zh', 'Zm9', 'A', '+/+/'])('refuses "%s" as base64url', (text) => {
    expect(fromBase64Url(text)).toEqual({ ok: false, error: 'not_base64' });
  });
});
