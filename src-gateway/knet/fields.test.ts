import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../src-shared/contract/knet-vectors.json' with { type: 'json' };
import { fils, formatKnetAmount } from '../../src-shared/domain/money.ts';
import { decode } from './cipher.ts';
import { matchAmount, parseResultMessage, present, referenceOf, trackIdIn, type Fields } from './fields.ts';

function fieldsOf(text: string): Fields {
  const parsed = parseResultMessage(text);
  if (!parsed.ok) throw new Error('not a result message');
  return parsed.value;
}

function response(name: string): string {
  return vectors.vectors.find((vector) => vector.name === name)?.plaintext ?? '';
}

describe('a result message', () => {
  it('reads + as a space and finds every field of the declined vector', () => {
    const fields = fieldsOf(response('r2'));
    expect(fields.get('result')).toBe('NOT CAPTURED');
    expect(fields.get('udf5')).toBe('ptlf BR01');
    expect(trackIdIn(fields)).toBe('K1D20260101T0002');
    expect(fields.get('authrespcode')).toBe('55');
  });

  it('is read without regard to the case of its names', () => {
    expect(fieldsOf('PaymentID=1&RESULT=CAPTURED&TrackId=abc').get('trackid')).toBe('abc');
  });

  it('keeps unknown extras raw, even where they are not well encoded', () => {
    expect(fieldsOf('result=CAPTURED&trackid=1&x=100%+a%20b').get('x')).toBe('100%+a%20b');
  });

  it.each([
    ['a known name twice', 'result=CAPTURED&trackid=1&result=CAPTURED'],
    ['a name twice in different case', 'result=CAPTURED&trackid=1&RESULT=NOT+CAPTURED'],
    ['an unknown name twice', 'result=CAPTURED&trackid=1&x=1&x=1'],
    ['an unknown first name', 'foo=1&result=CAPTURED&trackid=1'],
    ['an empty first piece', '&result=CAPTURED&trackid=1'],
    ['no result', 'paymentid=1&trackid=1'],
    ['no track id', 'result=CAPTURED'],
    ['an empty track id', 'result=CAPTURED&trackid='],
    ['a broken escape in a field we decide by', 'result=CAP%TURED&trackid=1'],
    ['nothing', ''],
  ])('is invalid with %s', (_, text) => {
    expect(parseResultMessage(text).ok).toBe(false);
  });

  it('survives a broken escape in a field that decides nothing', () => {
    expect(fieldsOf('result=CAPTURED&trackid=1&ref=50%').get('ref')).toBe('50%');
  });

  it('decrypted with the wrong IV is noticed although it unpads and contains the result', () => {
    const wrongIv = createCipheriv('aes-128-cbc', vectors.key_ascii, 'PGKEYENCDECIVSPC');
    const hex = wrongIv.update(response('r1'), 'utf8', 'hex') + wrongIv.final('hex');
    const garbled = decode(hex, vectors.key_ascii);
    // Where the spoiled bytes happen to be UTF-8 the cipher layer cannot see it, so both layers must refuse together.
    expect(garbled.ok && parseResultMessage(garbled.value).ok).toBe(false);
    expect(parseResultMessage('\u0001\u0007\u0003rstuvwxyz123000000000001&result=CAPTURED&trackid=1').ok).toBe(false);
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => [true, false].includes(parseResultMessage(text).ok)),
    );
  });
});

describe('values', () => {
  const fields: Fields = new Map([
    ['amt', ' 1.25 '],
    ['ref', 'null'],
    ['auth', ''],
    ['trackid', 'a b'],
  ]);

  it('are absent when empty, null or missing', () => {
    expect([present(fields, 'ref'), present(fields, 'auth'), present(fields, 'tranid')]).toEqual([null, null, null]);
  });

  it('compare amounts in fils, so that 1.25 equals 1.250', () => {
    expect(matchAmount(fields, fils(1250))).toBe('ours');
    expect(matchAmount(fields, fils(1251))).toBe('other');
    expect(matchAmount(new Map(), fils(1250))).toBe('absent');
  });

  it.each(['1,250.000', '1.2500', '-1.250', '1e3', '١.٢٥٠', 'x', '1.250 KWD'])('take %s for another amount', (amt) => {
    expect(matchAmount(new Map([['amt', amt]]), fils(1250))).toBe('other');
  });

  it('match for every amount we can write, and for no neighbour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_998 }), (amount) => {
        const sent = new Map([['amt', formatKnetAmount(fils(amount))]]);
        expect(matchAmount(sent, fils(amount))).toBe('ours');
        expect(matchAmount(sent, fils(amount + 1))).toBe('other');
      }),
    );
  });

  it('refuse a track id that is not letters and digits, so that it can be a database key', () => {
    expect(trackIdIn(fields)).toBeNull();
    expect(trackIdIn(new Map([['trackid', 'a\u0000']]))).toBeNull();
    expect(trackIdIn(new Map([['trackid', 'a'.repeat(41)]]))).toBeNull();
  });
});

describe('the reference for the receipt', () => {
  it('is taken as received, payid standing for paymentid', () => {
    const inquiry: Fields = new Map([
      ['result', 'SUCCESS'],
      ['payid', '100'],
      ['tranid', '200'],
      ['ref', '300'],
      ['auth', '400'],
      ['postdate', '0101'],
    ]);
    expect(referenceOf(inquiry)).toEqual({
      result: 'SUCCESS',
      paymentId: '100',
      transactionId: '200',
      reference: '300',
      authCode: '400',
      postDate: '0101',
    });
  });

  it('leaves out what does not look like an identifier instead of failing', () => {
    const odd: Fields = new Map([
      ['result', 'CAPTURED'],
      ['paymentid', 'x'.repeat(41)],
      ['payid', '7'],
      ['ref', 'a\nb'],
      ['postdate', '2026-01-01'],
    ]);
    expect(referenceOf(odd)).toEqual({ result: 'CAPTURED', paymentId: '7' });
  });
});
