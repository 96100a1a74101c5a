import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../src-shared/contract/knet-vectors.json' with { type: 'json' };
import { callbackLimitBytes, readCallback, trackIdOf, type CallbackBody } from './callback.ts';
import { encode } from './cipher.ts';

const key = vectors.key_ascii;
const responses = vectors.vectors.filter(({ kind }) => kind === 'response');
const captured = responses[0]?.ciphertext_hex ?? '';
const undecodable = { kind: 'undecodable' };

function read(text: string): CallbackBody {
  return readCallback(Buffer.from(text, 'utf8'), key);
}

describe('an encrypted result', () => {
  const shapes = (hex: string): [string, string][] => [
    ['alone as hex', hex],
    ['as upper-case hex with a line end', `${hex.toUpperCase()}\r\n`],
    ['as the only form field', `trandata=${hex}`],
    ['somewhere in a form', `paymentid=1&TranData=${hex}&foo=bar`],
    ['beside error fields', `Error=&ErrorText=&trandata=${hex}&trackid=other&result=`],
  ];

  it.each(shapes(captured))('is decoded when it comes %s', (_, body) => {
    const result = read(body);
    expect(result).toMatchObject({ kind: 'result', reading: { class: 'captured_claim', word: 'CAPTURED' } });
    expect(trackIdOf(result)).toBe('K1D20260101T0001');
  });

  it('that was declined is read as declined', () => {
    expect(read(responses[1]?.ciphertext_hex ?? '')).toMatchObject({
      kind: 'result',
      reading: { class: 'failure', word: 'NOT CAPTURED' },
    });
  });

  it('keeps the clear fields beside it apart: the decoded track id counts', () => {
    const result = read(`trandata=${captured}&trackid=someone+else&Error=IPAY0100048`);
    expect(result.kind === 'result' && result.clear.get('trackid')).toBe('someone else');
    expect(trackIdOf(result)).toBe('K1D20260101T0001');
  });

  it('carries extra fields and echoes of udf6 to udf10 along', () => {
    const result = read(encode('result=CAPTURED&trackid=1&udf10=x&newfield=%zz', key));
    expect(result.kind === 'result' && [...result.fields]).toEqual([
      ['result', 'CAPTURED'],
      ['trackid', '1'],
      ['udf10', 'x'],
      ['newfield', '%zz'],
    ]);
  });
});

describe('clear error fields', () => {
  it('are read without regard to the case of their names', () => {
    const result = read(
      'paymentid=1&trackid=abc123&Error=IPAY0100048&ErrorText=%21ERROR%21-IPAY0100048-Cancelled&amt=1.250',
    );
    expect(result).toMatchObject({ kind: 'error_fields', code: 'IPAY0100048', reading: { class: 'unknown' } });
    expect(trackIdOf(result)).toBe('abc123');
  });

  it('say nothing by an empty result or an empty trandata', () => {
    expect(read('trandata=&trackid=abc&result=')).toMatchObject({
      kind: 'error_fields',
      code: null,
      reading: { class: 'unknown', word: null },
    });
  });

  it('that claim a capture stay error fields: only a decrypted message is a result', () => {
    expect(read('trackid=abc&result=CAPTURED').kind).toBe('error_fields');
  });
});

describe('everything else is undecodable, without a reason', () => {
  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['a form of unknown fields', 'foo=1&bar=2'],
    ['JSON', '{"trandata":"00"}'],
    ['XML', '<trandata>00</trandata>'],
    ['odd hex', captured.slice(1)],
    ['truncated hex', captured.slice(0, 64)],
    ['a form encrypted as a whole', encode(`trandata=${captured}`, key)],
    ['a request sent back to us', vectors.vectors[0]?.ciphertext_hex ?? ''],
    ['two trandata', `trandata=${captured}&trandata=${captured}`],
    ['a trandata that does not decode, with error fields', 'trandata=00&trackid=abc&Error=IPAY0100048'],
    ['a field twice', 'trackid=a&TRACKID=b&Error=x'],
    ['a message of another key', `trandata=${encode('result=CAPTURED&trackid=1', 'ANOTHERDEMOKEY02')}`],
    ['a body above the limit', 'a'.repeat(callbackLimitBytes + 1)],
    ['a form above the limit', `trackid=abc&Error=${'x'.repeat(callbackLimitBytes)}`],
  ])('%s', (_, body) => {
    expect(read(body)).toEqual(undecodable);
  });

  it('bytes that are not UTF-8', () => {
    expect(readCallback(Buffer.from([0x74, 0xff, 0x3d]), key)).toEqual(undecodable);
  });
});

describe('any bytes in, never an exception out', () => {
  const kinds = ['result', 'error_fields', 'undecodable'];
  const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

  it('for arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(kinds).toContain(readCallback(bytes, key).kind);
      }),
    );
  });

  it('for bodies that look like the real ones', () => {
    const name = fc.constantFrom('trandata', 'TRANDATA', 'trackid', 'Error', 'result', 'x', '', '__proto__', 'amt');
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom(captured, captured.slice(2), '%', '%00', '+', '=', 'CAPTURED'),
      fc.uint8Array({ maxLength: 64 }).map(hexOf),
    );
    const body = fc
      .array(fc.tuple(name, value), { maxLength: 6 })
      .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));
    fc.assert(
      fc.property(body, (text) => {
        expect(kinds).toContain(read(text).kind);
        expect(trackIdOf(read(text)) ?? 'none').toMatch(/^[A-Za-z0-9]{1,40}$/);
      }),
      { numRuns: 500 },
    );
  });

  it('for ciphertexts with one flipped bit, which may decode but never under an unknown first name', () => {
    const bytes = Buffer.from(captured, 'hex');
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const result = read(flipped.toString('hex'));
        if (result.kind === 'result') expect([...result.fields.keys()][0]).toBe('paymentid');
        else expect(result).toEqual(undecodable);
      }),
      { numRuns: 500 },
    );
  });
});
