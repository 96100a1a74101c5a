import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  checkAnswer,
  isGenuineRequest,
  readRequestSignature,
  signAnswer,
  signatureBase,
  signRequest,
  type RequestParts,
  type SignatureHeaders,
} from './http-signature.ts';

const kiosk = generateKeyPairSync('ed25519');
const gateway = generateKeyPairSync('ed25519');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const utf8 = (text: string) => new TextEncoder().encode(text);

const request: RequestParts = { method: 'POST', target: '/v1/payments/ab/open?x=1', body: utf8('{"a":1}') };
const facts = {
  created: 1_795_000_000,
  expires: 1_795_000_060,
  nonce: '0123456789abcdef0123456789abcdef',
  keyId: 'K001',
  sequence: 7,
};
const kioskTools = { sha256, sign: (bytes: Uint8Array) => sign(null, bytes, kiosk.privateKey) };
const kioskCheck = {
  sha256,
  verify: (bytes: Uint8Array, mark: Uint8Array) => verify(null, bytes, kiosk.publicKey, mark),
};
const gatewayTools = { sha256, sign: (bytes: Uint8Array) => sign(null, bytes, gateway.privateKey) };
const gatewayCheck = {
  sha256,
  verify: (bytes: Uint8Array, mark: Uint8Array) => verify(null, bytes, gateway.publicKey, mark),
};

function reader(headers: SignatureHeaders) {
  return (name: string) => headers[name];
}

function arrives(parts: RequestParts, headers: SignatureHeaders): boolean {
  const presented = readRequestSignature(reader(headers));
  return presented.ok && isGenuineRequest(parts, presented.value, kioskCheck);
}

describe('a signed request', () => {
  const headers = signRequest(request, facts, kioskTools);

  it('is read back with its facts and is genuine', () => {
    expect(readRequestSignature(reader(headers))).toMatchObject({ ok: true, value: facts });
    expect(arrives(request, headers)).toBe(true);
  });

  it('without a body or query is genuine as well', () => {
    const get: RequestParts = { method: 'GET', target: '/v1/feed/peppers', body: new Uint8Array() };
    expect(arrives(get, signRequest(get, facts, kioskTools))).toBe(true);
    expect(arrives({ ...get, target: `${get.target}?from=0` }, signRequest(get, facts, kioskTools))).toBe(false);
  });

  it.each([
    ['method', { ...request, method: 'GET' }],
    ['path', { ...request, target: '/v1/payments/ac/open?x=1' }],
    ['query', { ...request, target: '/v1/payments/ab/open?x=2' }],
    ['query taken away', { ...request, target: '/v1/payments/ab/open' }],
    ['body', { ...request, body: utf8('{"a":2}') }],
    ['body cut', { ...request, body: utf8('{"a":1') }],
  ])('with another %s is refused', (_what, parts) => {
    expect(arrives(parts, headers)).toBe(false);
  });

  it.each([
    ['content-digest', signRequest({ ...request, body: utf8('{"a":2}') }, facts, kioskTools)['content-digest'] ?? ''],
    ['wafa-kiosk-seq', '8'],
    ['signature-input', headers['signature-input']?.replace('K001', 'K002') ?? ''],
    ['signature-input', headers['signature-input']?.replace('1795000060', '1795009999') ?? ''],
    ['signature-input', headers['signature-input']?.replace('created=1795000000', 'created=1795000001') ?? ''],
    ['signature-input', headers['signature-input']?.replace('nonce="0', 'nonce="1') ?? ''],
    ['signature', signRequest(request, { ...facts, sequence: 8 }, kioskTools)['signature'] ?? ''],
  ])('with %s changed to %s is refused', (name, value) => {
    expect(value).not.toBe(headers[name]);
    expect(arrives(request, { ...headers, [name]: value })).toBe(false);
  });

  it('with a changed body and the digest of the changed body is refused: the digest is signed', () => {
    const body = utf8('{"a":2}');
    const digest = signRequest({ ...request, body }, facts, kioskTools)['content-digest'] ?? '';
    expect(arrives({ ...request, body }, { ...headers, 'content-digest': digest })).toBe(false);
  });

  it('of another key is refused', () => {
    expect(arrives(request, signRequest(request, facts, gatewayTools))).toBe(false);
  });

  it.each(Object.keys(headers))('without %s counts as not signed', (name) => {
    expect(readRequestSignature(reader({ ...headers, [name]: '' }))).toEqual({ ok: false, error: 'missing' });
  });

  it.each([
    ['fewer components', (input: string) => input.replace(' "content-digest"', '')],
    ['another order', (input: string) => input.replace('"@method" "@path"', '"@path" "@method"')],
    ['another tag', (input: string) => input.replace('wafa-kiosk-v1', 'wafa-kiosk-v2')],
    ['another algorithm', (input: string) => input.replace('ed25519', 'hmac-sha256')],
    ['a second signature', (input: string) => `${input}, ${input}`],
    ['no nonce', (input: string) => input.replace(/;nonce="\w+"/, '')],
    ['a sign before the time', (input: string) => input.replace('created=', 'created=-')],
  ])('naming %s is malformed', (_what, change) => {
    const changed = { ...headers, 'signature-input': change(headers['signature-input'] ?? '') };
    expect(readRequestSignature(reader(changed))).toEqual({ ok: false, error: 'malformed' });
  });

  it('that the profile cannot carry is a bug of the caller', () => {
    expect(() => signRequest(request, { ...facts, nonce: 'short' }, kioskTools)).toThrow('profile');
    expect(() => signRequest(request, { ...facts, keyId: 'K"1' }, kioskTools)).toThrow('profile');
    expect(() => signRequest(request, { ...facts, sequence: -1 }, kioskTools)).toThrow('profile');
  });
});

describe('a signed answer', () => {
  const answer = { status: 200, body: utf8('{"result":"reserved"}') };
  const headers = signAnswer(answer, { created: 1_795_000_001, nonce: facts.nonce }, gatewayTools);

  it('is believed and tells when it was signed', () => {
    expect(checkAnswer(answer, reader(headers), facts.nonce, gatewayCheck)).toEqual({
      ok: true,
      value: { created: 1_795_000_001 },
    });
  });

  it.each([
    ['status', { ...answer, status: 201 }],
    ['body', { ...answer, body: utf8('{"result":"changed"}') }],
    ['nothing left of the body', { ...answer, body: new Uint8Array() }],
  ])('with another %s is refused', (_what, parts) => {
    expect(checkAnswer(parts, reader(headers), facts.nonce, gatewayCheck)).toEqual({
      ok: false,
      error: 'wrong_signature',
    });
  });

  it('to another request is refused', () => {
    expect(checkAnswer(answer, reader(headers), 'f'.repeat(32), gatewayCheck)).toEqual({
      ok: false,
      error: 'wrong_signature',
    });
  });

  it('with its time changed is refused, so nobody but the gateway moves the clock', () => {
    const changed = {
      ...headers,
      'signature-input': headers['signature-input']?.replace('1795000001', '1795999999') ?? '',
    };
    expect(checkAnswer(answer, reader(changed), facts.nonce, gatewayCheck)).toEqual({
      ok: false,
      error: 'wrong_signature',
    });
  });

  it('of another key is refused', () => {
    const stranger = signAnswer(answer, { created: 1, nonce: facts.nonce }, kioskTools);
    expect(checkAnswer(answer, reader(stranger), facts.nonce, gatewayCheck)).toEqual({
      ok: false,
      error: 'wrong_signature',
    });
  });

  it.each(Object.keys(headers))('without %s counts as unsigned', (name) => {
    expect(checkAnswer(answer, reader({ ...headers, [name]: '' }), facts.nonce, gatewayCheck)).toEqual({
      ok: false,
      error: 'unsigned',
    });
  });

  it('cannot be a signed request played back', () => {
    const played = signRequest({ method: 'POST', target: '/', body: answer.body }, facts, gatewayTools);
    expect(checkAnswer(answer, reader(played), facts.nonce, gatewayCheck).ok).toBe(false);
  });
});

describe('the signature base', () => {
  it('is the one of RFC 9421, appendix B.2.6, down to the published signature', () => {
    const publishedKey = createPrivateKey({
      key: Buffer.from('MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF', 'base64'),
      format: 'der',
      type: 'pkcs8',
    });
    const published = 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==';
    const base = signatureBase(
      [
        ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
        ['@method', 'POST'],
        ['@path', '/foo'],
        ['@authority', 'example.com'],
        ['content-type', 'application/json'],
        ['content-length', '18'],
      ],
      '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    );
    expect(verify(null, utf8(base), createPublicKey(publishedKey), Buffer.from(published, 'base64'))).toBe(true);
  });
});
