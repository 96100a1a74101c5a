import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../src-shared/contract/knet-vectors.json' with { type: 'json' };
import { fils } from '../../src-shared/domain/money.ts';
import { decode } from './cipher.ts';
import { exampleConfig } from './example.ts';
import { initAddress, purchaseAddress, purchasePlaintext, type Purchase } from './request.ts';
import { Secret } from './secret.ts';

const [v1, v2] = vectors.vectors;
const purchase: Purchase = {
  trackId: 'K1D20260101T0001',
  amount: fils(1250),
  language: 'en',
  udf1: 'ORDER1001',
  udf2: 'KIOSK01',
};

describe('the plaintext of a purchase', () => {
  it('is the first request vector, byte for byte', () => {
    expect(purchasePlaintext(exampleConfig(), purchase)).toBe(v1?.plaintext);
  });

  it('would be the second one, but the builder refuses its udf3', () => {
    const config = exampleConfig({ KNET_REPORT_TEXT: 'BR01' });
    const second: Purchase = {
      trackId: 'K1D20260101T0002',
      amount: fils(15_750),
      language: 'ar',
      udf1: 'ORDER1002',
      udf2: 'KIOSK01',
    };
    expect(() => purchasePlaintext(config, { ...second, udf3: '12345678' })).toThrow('udf3');
    expect(purchasePlaintext(config, second)).toBe(v2?.plaintext.replace('udf3=12345678', 'udf3='));
  });

  it.each([
    ['ar', 'AR'],
    ['en', 'EN'],
    ['ur', 'EN'],
    ['fil', 'EN'],
  ] as const)('asks for a page the visitor can read: %s', (language, langid) => {
    expect(purchasePlaintext(exampleConfig(), { ...purchase, language })).toContain(`&langid=${langid}&`);
  });

  it.each([
    [100, '0.100'],
    [1, '0.001'],
    [1_250_000, '1250.000'],
    [999_999_999, '999999.999'],
  ])('writes %i fils as %s', (amount, text) => {
    expect(purchasePlaintext(exampleConfig(), { ...purchase, amount: fils(amount) })).toContain(`&amt=${text}&`);
  });

  it.each([
    ['amt', { amount: fils(0) }],
    ['trackid', { trackId: '' }],
    ['trackid', { trackId: 'a'.repeat(41) }],
    ['trackid', { trackId: '7b9a2f4e-1c3d-4a5b-8c6d-0e1f2a3b4c5d' }],
    ['udf1', { udf1: 'a&amt=0.001' }],
    ['udf1', { udf1: 'a=b' }],
    ['udf1', { udf1: 'محمد' }],
    ['udf2', { udf2: 'line\nbreak' }],
    ['udf2', { udf2: 'a'.repeat(41) }],
    ['udf3', { udf3: ' ' }],
    ['udf4', { udf4: 'x%26y' }],
  ] as const)('is refused for its %s, by name and without repeating the value', (field, changes) => {
    expect(() => purchasePlaintext(exampleConfig(), { ...purchase, ...changes })).toThrow(
      `K-Net request: ${field} is not allowed by its pattern`,
    );
  });

  it.each([
    ['id', { tranportalId: '1&2' }],
    ['password', { password: new Secret('a=b') }],
    ['langid', { langid: { arabic: 'AR', english: 'EN&' } }],
    ['responseURL', { responseUrl: 'https://pay.example.com/knet?x=1' }],
    ['errorURL', { errorUrl: 'https://pay.example.com:444/knet' }],
    ['udf5', { reportText: 'a&b' }],
  ])('is refused even when an unchecked configuration brings a bad %s', (field, changes) => {
    expect(() => purchasePlaintext({ ...exampleConfig(), ...changes }, purchase)).toThrow(`K-Net request: ${field} `);
  });

  it('always has the same fourteen fields in the same order, whatever the values, or is refused', () => {
    const names = v1?.plaintext.split('&').map((pair) => pair.split('=')[0]);
    const anyText = fc.oneof(fc.string(), fc.constantFrom('&', '=', 'a', ''));
    fc.assert(
      fc.property(anyText, anyText, anyText, anyText, (trackId, udf1, udf3, udf4) => {
        let plaintext: string;
        try {
          plaintext = purchasePlaintext(exampleConfig(), { ...purchase, trackId, udf1, udf3, udf4 });
        } catch {
          return;
        }
        expect(plaintext.split('&').map((pair) => pair.split('=')[0])).toEqual(names);
        expect(plaintext.split('=')).toHaveLength(15);
        expect(plaintext).toContain('&udf3=&');
      }),
    );
  });
});

describe('the address for the browser', () => {
  const config = exampleConfig();

  it('is the configured one with four encoded values', () => {
    expect(initAddress(config, '0a'.repeat(16))).toBe(
      `https://kpaytest.com.kw/kpg/PaymentHTTP.htm?param=paymentInit&trandata=${'0a'.repeat(16)}&tranportalId=100001` +
        '&responseURL=https%3A%2F%2Fpay.example.com%2Fknet%2Fnotify&errorURL=https%3A%2F%2Fpay.example.com%2Fknet%2Ferror',
    );
  });

  it('does not get a second & when the configured one ends with it', () => {
    const address = initAddress({ ...config, initUrl: `${config.initUrl}&` }, '0a'.repeat(16));
    expect(address).toContain('?param=paymentInit&trandata=');
  });

  it.each(['', 'abc', '0A'.repeat(16), 'id=1&password=2'])(
    'is refused for what is not lower-case cipher text: %j',
    (trandata) => {
      expect(() => initAddress(config, trandata)).toThrow('trandata');
    },
  );

  it('carries the encrypted purchase and neither password nor key', () => {
    const address = new URL(purchaseAddress(config, purchase));
    expect(decode(address.searchParams.get('trandata') ?? '', config.resourceKey.reveal())).toEqual({
      ok: true,
      value: v1?.plaintext,
    });
    expect(address.href).not.toMatch(/DemoPass01|KIOSKDEMOKEY/);
  });
});
