import { describe, expect, it } from 'vitest';
import { crc32 } from './crc32.ts';

describe('CRC-32', () => {
  it('gives the published check value and works on a part of the bytes', () => {
    const bytes = new TextEncoder().encode('xx123456789y');
    expect(crc32(bytes, 2, 11)).toBe(0xcbf43926);
    expect(crc32(bytes.subarray(2, 11))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array())).toBe(0);
  });
});
