import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeIpp, encodeIpp, ippOperation } from './ipp.ts';

describe('IPP', () => {
  it('a request stands as RFC 8010 has it', () => {
    const bytes = encodeIpp({
      operation: ippOperation.cancelJob,
      requestId: 7,
      attributes: [['job-id', 'integer', 258]],
      data: Uint8Array.of(0xff),
    });
    const text = Buffer.from(bytes).toString('latin1');
    expect([...bytes.subarray(0, 9)]).toEqual([1, 1, 0, 8, 0, 0, 0, 7, 1]);
    expect(text).toContain('\x47\x00\x12attributes-charset\x00\x05utf-8');
    expect(text).toContain('\x21\x00\x06job-id\x00\x04\x00\x00\x01\x02\x03\xff');
  });

  it('several keywords are one attribute, and the answers about several jobs come together', () => {
    const answer = Buffer.from(
      '\x02\x00\x00\x00\x00\x00\x00\x09\x01' +
        '\x44\x00\x07reasons\x00\x04none\x44\x00\x00\x00\x03jam' +
        '\x02\x21\x00\x06job-id\x00\x04\x00\x00\x00\x05\x02\x21\x00\x06job-id\x00\x04\x00\x00\x00\x06\x03',
      'latin1',
    );
    expect(decodeIpp(answer)).toEqual({
      ok: true,
      value: {
        status: 0,
        requestId: 9,
        attributes: new Map([
          ['reasons', ['none', 'jam']],
          ['job-id', [5, 6]],
        ] as [string, (string | number)[]][]),
      },
    });
  });

  it('an answer cut off anywhere is refused', () => {
    const whole = encodeIpp({ operation: 0, requestId: 1, attributes: [['job-id', 'integer', 5]] });
    expect(decodeIpp(whole).ok).toBe(true);
    for (let length = 0; length < whole.length; length += 1)
      expect(decodeIpp(whole.subarray(0, length)).ok).toBe(false);
  });

  it('bytes of any kind are an answer or none, and never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(typeof decodeIpp(bytes).ok).toBe('boolean');
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });
});
