import { describe, expect, it } from 'vitest';
import vectors from '../../src-shared/contract/knet-vectors.json' with { type: 'json' };
import { encipher } from './cipher.ts';
import { checkPurchase, type OuterRequest } from './rules.ts';
import { CREDENTIALS } from './test-rig.ts';

const USUAL: Readonly<Record<string, string>> = {
  id: '100001',
  password: 'DemoPass01',
  action: '1',
  langid: 'EN',
  currencycode: '414',
  amt: '1.250',
  responseURL: 'https://pay.example.com/knet/notify',
  errorURL: 'https://pay.example.com/knet/error',
  trackid: 'K1D20260101T0001',
  udf1: 'ORDER1001',
  udf2: 'KIOSK01',
  udf3: '',
  udf4: '',
  udf5: '',
};

function request(plaintext: string, outer: Partial<OuterRequest> = {}): OuterRequest {
  return {
    trandata: encipher(CREDENTIALS.key, plaintext),
    tranportalId: '100001',
    responseURL: /responseURL=([^&]*)/.exec(plaintext)?.[1] ?? '',
    errorURL: /errorURL=([^&]*)/.exec(plaintext)?.[1] ?? '',
    ...outer,
  };
}

function plain(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function codeOf(asked: OuterRequest): string {
  const checked = checkPurchase(asked, CREDENTIALS);
  return checked.ok ? 'accepted' : checked.error.code;
}

describe('the rules for a purchase request', () => {
  it('accept the first request vector', () => {
    const vector = vectors.vectors.find(({ name }) => name === 'v1');
    const checked = checkPurchase(request(vector?.plaintext ?? ''), CREDENTIALS);
    expect(checked).toMatchObject({
      ok: true,
      value: { trackId: 'K1D20260101T0001', amountFils: 1250, language: 'en' },
    });
  });

  it('refuse the second request vector for its customer token in udf3', () => {
    const vector = vectors.vectors.find(({ name }) => name === 'v2');
    expect(codeOf(request(vector?.plaintext ?? ''))).toBe('IPAY0100030');
  });

  it('do not mind the order of the fields, nor left out empty ones', () => {
    const { udf3: _3, udf4: _4, udf5: _5, ...few } = USUAL;
    expect(codeOf(request(plain(Object.fromEntries(Object.entries(few).reverse()))))).toBe('accepted');
  });

  it.each([
    ['id', '100002', 'IPAY0100006'],
    ['id', '', 'IPAY0100005'],
    ['password', 'DemoPass02', 'IPAY0100015'],
    ['password', '', 'IPAY0100018'],
    ['action', '4', 'IPAY0100020'],
    ['langid', 'FR', 'IPAY0100026'],
    ['langid', 'toString', 'IPAY0100026'],
    ['currencycode', '840', 'IPAY0100022'],
    ['amt', '', 'IPAY0100023'],
    ['amt', '1.25', 'IPAY0100024'],
    ['amt', '1,250.000', 'IPAY0100024'],
    ['amt', '01.250', 'IPAY0100024'],
    ['amt', '0.000', 'IPAY0100024'],
    ['amt', '1234567.000', 'IPAY0100024'],
    ['amt', '١.٢٥٠', 'IPAY0100024'],
    ['trackid', '', 'IPAY0100027'],
    ['trackid', '2f1c6a1e-55a8-4d0e-9d0b-6f2f6c0f8b11', 'IPAY0100027'],
    ['trackid', 'a'.repeat(41), 'IPAY0100027'],
    ['udf1', 'name@example.com', 'IPAY0100028'],
    ['udf2', 'KIOSK-01', 'IPAY0100029'],
    ['udf3', '12345678', 'IPAY0100030'],
    ['udf4', 'أ', 'IPAY0100031'],
    ['udf5', 'BR01', 'IPAY0100032'],
    ['udf5', `ptlf ${'x'.repeat(46)}`, 'IPAY0100032'],
    ['responseURL', '', 'IPAY0100003'],
    ['responseURL', 'https://pay.example.com/knet/notify?a', 'IPAY0100004'],
    ['responseURL', 'http://pay.example.com/knet/notify', 'IPAY0100004'],
    ['responseURL', 'https://pay.example.com:8443/knet/notify', 'IPAY0100004'],
    ['responseURL', '/knet/notify', 'IPAY0100004'],
    ['responseURL', `https://pay.example.com/${'n'.repeat(240)}`, 'IPAY0100004'],
    ['errorURL', '', 'IPAY0100001'],
    ['errorURL', 'https://pay.example.com/knet/error#x', 'IPAY0100002'],
  ])('refuse %s = "%s" with %s', (field, value, code) => {
    expect(codeOf(request(plain({ ...USUAL, [field]: value })))).toBe(code);
  });

  it.each([
    ['langid', 'AR'],
    ['langid', 'USA'],
    ['langid', 'ENG'],
    ['amt', '123456.000'],
    ['udf5', 'ptlf BR01'],
    ['trackid', 'a'.repeat(40)],
    ['responseURL', 'http://127.0.0.1:8080/knet/notify'],
  ])('accept %s = "%s"', (field, value) => {
    expect(codeOf(request(plain({ ...USUAL, [field]: value })))).toBe('accepted');
  });

  it('refuse a value with a separator in it, an unknown field and a field that comes twice', () => {
    expect(codeOf(request(plain({ ...USUAL, udf1: 'a=b' })))).toBe('IPAY0100013');
    expect(codeOf(request(plain({ ...USUAL, udf1: 'a&amt=0.100' })))).toBe('IPAY0100013');
    expect(codeOf(request(plain({ ...USUAL, udf6: '' })))).toBe('IPAY0100013');
  });

  it('refuse an outer request that differs from the inner one, lacks a part or is ciphered with another key', () => {
    const good = plain(USUAL);
    expect(codeOf(request(good, { responseURL: 'https://pay.example.com/other' }))).toBe('IPAY0100004');
    expect(codeOf(request(good, { errorURL: null }))).toBe('IPAY0100002');
    expect(codeOf(request(good, { tranportalId: '100002' }))).toBe('IPAY0100006');
    expect(codeOf(request(good, { tranportalId: null }))).toBe('IPAY0100005');
    expect(codeOf(request(good, { trandata: null }))).toBe('IPAY0100013');
    expect(codeOf(request(good, { trandata: encipher('ANOTHERDEMOKEY01', good) }))).toBe('IPAY0100176');
  });

  it("name the error address only once it is known to be the merchant's", () => {
    const wrongAmount = checkPurchase(request(plain({ ...USUAL, amt: '1' })), CREDENTIALS);
    expect(wrongAmount).toMatchObject({ error: { errorUrl: USUAL.errorURL, trackId: USUAL.trackid } });
    const wrongAddress = checkPurchase(request(plain({ ...USUAL, errorURL: 'ftp://x' })), CREDENTIALS);
    expect(wrongAddress).toMatchObject({ error: { errorUrl: null } });
  });
});
