import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import Fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkAnswer, signRequest, type RequestSignatureFacts } from '../../src-shared/contract/http-signature.ts';
import { publicKeyDer, rawPublicKey } from '../../src-shared/encoding/ed25519-der.ts';
import { err, ok } from '../../src-shared/result.ts';
import { loadOrCreateGatewayKeys, type GatewayKeys } from '../keys/gateway-keys.ts';
import { sha256 } from './check-request.ts';
import { issueEnrolCode } from './enrol-code.ts';
import { carriedHeader, kiosksPlugin } from './kiosks-plugin.ts';
import type { KioskStore } from './kiosk-store.ts';
import { memoryKioskStore } from './memory-kiosk-store.ts';

const startMs = Date.UTC(2026, 10, 22, 6, 0, 0);
const rng = { bytes: (length: number) => randomBytes(length) };
const device = generateKeyPairSync('ed25519');
const deviceKey = Buffer.from(rawPublicKey(device.publicKey.export({ format: 'der', type: 'spki' }))).toString(
  'base64url',
);
const site = { ar: 'المركز', en: 'Centre' };

let nowMs: number;
let hourly: (() => void)[];
let keys: GatewayKeys;
let store: KioskStore;
let fastify: FastifyInstance;
const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs };

beforeEach(async () => {
  nowMs = startMs;
  hourly = [];
  let kept: string | null = null;
  const made = await loadOrCreateGatewayKeys(
    { read: async () => ok(kept), createOnce: async (text) => void (kept = text) },
    rng,
  );
  if (!made.ok) throw new Error(made.error.problem);
  keys = made.value;
  store = memoryKioskStore();
  fastify = Fastify();
  const timers = { after: (_ms: number, run: () => void) => (hourly.push(run), { cancel: () => undefined }) };
  await fastify.register(kiosksPlugin, { store, keys, clock, timers, carriedMark: 'mark of this process' });
  await fastify.register(async (inner) => {
    inner.post('/v1/inquiries/traffic', async (request) => ({ kiosk: request.kioskCode, body: request.body }));
    inner.post('/v1/payments/:pid/withdraw', async (request) => ({ kiosk: request.kioskCode }));
    inner.post('/v1/payments/:pid/commit', async (request) => ({
      kiosk: request.kioskCode,
      revoked: request.kioskRevoked,
    }));
    inner.get('/v1/failing', async () => Promise.reject(new Error('broken')));
    inner.get('/v1/status', async (request) => ({ kiosk: request.kioskCode }));
    inner.get('/p/:token', async () => 'page');
    inner.get('/operators', async () => 'nobody declared this open');
  });
  await enrol();
});
afterEach(() => fastify.close());

async function enrol(key = deviceKey): Promise<LightMyRequestResponse> {
  const code = await issueEnrolCode({ store, rng, clock }, { kioskCode: 'K001', site });
  return fastify.inject({ method: 'POST', url: '/v1/kiosks/enrol', payload: { code, deviceKey: key } });
}

interface Sent {
  method: 'GET' | 'POST';
  url: string;
  body?: string;
  /** What is signed instead of what is sent. */
  signedBody?: string;
  facts?: Partial<RequestSignatureFacts>;
  headers?: Record<string, string>;
}
const lookUp: Sent = { method: 'POST', url: '/v1/inquiries/traffic', body: '{"number":1}' };

let sequence = 0;
async function send(sent: Sent): Promise<LightMyRequestResponse & { nonce: string }> {
  const nonce = sent.facts?.nonce ?? randomBytes(16).toString('hex');
  const created = sent.facts?.created ?? Math.floor(nowMs / 1000);
  const facts = { created, expires: created + 60, keyId: 'K001', sequence: (sequence += 1), ...sent.facts, nonce };
  const signedBody = new TextEncoder().encode(sent.signedBody ?? sent.body ?? '');
  const headers = signRequest({ method: sent.method, target: sent.url, body: signedBody }, facts, {
    sha256,
    sign: (bytes) => sign(null, bytes, device.privateKey),
  });
  const type = sent.body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fastify.inject({
    method: sent.method,
    url: sent.url,
    headers: { ...headers, ...type, ...sent.headers },
    ...(sent.body === undefined ? {} : { payload: sent.body }),
  });
  return Object.assign(answer, { nonce });
}

function isSignedByUs(answer: LightMyRequestResponse & { nonce: string }): boolean {
  const der = Buffer.from(publicKeyDer(Buffer.from(keys.answerPublicKey, 'base64url')));
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const read = (name: string) => answer.headers[name]?.toString();
  const tools = { sha256, verify: (bytes: Uint8Array, signature: Uint8Array) => verify(null, bytes, key, signature) };
  return checkAnswer({ status: answer.statusCode, body: answer.rawPayload }, read, answer.nonce, tools).ok;
}

const refusal = (error: string) => ({ statusCode: 401, error });
const outcome = (answer: LightMyRequestResponse) => ({
  statusCode: answer.statusCode,
  error: answer.json<{ error?: string }>().error,
});

describe('a signed request', () => {
  it('reaches the handler with the kiosk named and JSON parsed, and its answer is signed', async () => {
    const answer = await send(lookUp);
    expect(answer.json()).toEqual({ kiosk: 'K001', body: { number: 1 } });
    expect(isSignedByUs(answer)).toBe(true);
  });

  it('without a body is taken as well', async () => {
    const answer = await send({ method: 'POST', url: '/v1/payments/ab/withdraw' });
    expect(answer.json()).toEqual({ kiosk: 'K001' });
    expect(isSignedByUs(answer)).toBe(true);
  });

  it('whose body was changed on the way is refused, and the refusal is signed', async () => {
    const answer = await send({ ...lookUp, signedBody: '{"number":2}' });
    expect(outcome(answer)).toEqual(refusal('not_signed'));
    expect(isSignedByUs(answer)).toBe(true);
  });

  it.each(['content-digest', 'wafa-kiosk-seq', 'signature-input', 'signature'])(
    'without %s is refused',
    async (name) => {
      expect(outcome(await send({ ...lookUp, headers: { [name]: '' } }))).toEqual(refusal('not_signed'));
    },
  );

  it('that names a stick is judged as ever, unless it knows the mark; then it may be late and come twice', async () => {
    const created = Math.floor(nowMs / 1000) - 86_400;
    const old: Sent = { ...lookUp, facts: { created, expires: created + 60, nonce: 'a'.repeat(32) } };
    const named = (mark: string): Sent => ({ ...old, headers: { [carriedHeader]: mark } });
    expect(outcome(await send(named('another')))).toEqual(refusal('not_signed'));
    expect(outcome(await send(named('')))).toEqual(refusal('not_signed'));
    for (const time of [1, 2]) expect((await send(named('mark of this process'))).statusCode, `${time}`).toBe(200);
    const forged = await send({ ...named('mark of this process'), signedBody: '{"number":2}' });
    expect(outcome(forged)).toEqual(refusal('not_signed'));
  });

  it('of a kiosk nobody enrolled is refused', async () => {
    expect(outcome(await send({ ...lookUp, facts: { keyId: 'K999' } }))).toEqual(refusal('unknown_kiosk'));
  });

  it('of a revoked kiosk is refused with a signed answer, until it is enrolled again', async () => {
    await store.revoke('K001');
    const answer = await send(lookUp);
    expect(outcome(answer)).toEqual(refusal('unknown_kiosk'));
    expect(isSignedByUs(answer)).toBe(true);
    await enrol();
    expect((await send(lookUp)).statusCode).toBe(200);
  });

  it('of a revoked kiosk is heard when it brings a capture, and its receiver knows', async () => {
    await store.revoke('K001');
    const answer = await send({ ...lookUp, url: '/v1/payments/a1/commit' });
    expect(answer.json()).toEqual({ kiosk: 'K001', revoked: true });
    expect(isSignedByUs(answer)).toBe(true);
    expect(outcome(await send({ ...lookUp, url: '/v1/payments/a1/withdraw' }))).toEqual(refusal('unknown_kiosk'));
    expect(outcome(await send({ ...lookUp, url: '/v1/payments/a1/commit', signedBody: 'another' }))).toEqual(
      refusal('not_signed'),
    );
  });

  it('made with the key of an earlier enrolment is refused', async () => {
    const next = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' });
    await enrol(Buffer.from(rawPublicKey(next)).toString('base64url'));
    expect(outcome(await send(lookUp))).toEqual(refusal('not_signed'));
  });

  it('sent a second time is refused', async () => {
    const facts = { nonce: randomBytes(16).toString('hex') };
    expect((await send({ ...lookUp, facts })).statusCode).toBe(200);
    expect(outcome(await send({ ...lookUp, facts }))).toEqual(refusal('not_signed'));
  });

  it('R20 that is not genuine does not use up a nonce', async () => {
    const facts = { nonce: randomBytes(16).toString('hex') };
    await send({ ...lookUp, facts, signedBody: 'something else' });
    expect((await send({ ...lookUp, facts })).statusCode).toBe(200);
  });

  it.each([
    ['five minutes ahead', 299, 200],
    ['more than five minutes ahead', 301, 401],
    ['six minutes behind, of which one is its life', -359, 200],
    ['more than that behind', -361, 401],
  ])('from a clock %s: %i s gives %i', async (_what, offset, status) => {
    const answer = await send({ ...lookUp, facts: { created: startMs / 1000 + offset } });
    expect(answer.statusCode).toBe(status);
    expect(isSignedByUs(answer)).toBe(true);
  });

  it('about money is never refused for a wrong clock, but still only once', async () => {
    const facts = { created: 1, nonce: randomBytes(16).toString('hex') };
    const withdraw: Sent = { method: 'POST', url: '/v1/payments/ab/withdraw', facts };
    expect((await send(withdraw)).statusCode).toBe(200);
    expect(outcome(await send(withdraw))).toEqual(refusal('not_signed'));
  });

  it.each([0, 61])('that claims to live %i s is refused', async (life) => {
    const created = startMs / 1000;
    expect(outcome(await send({ ...lookUp, facts: { created, expires: created + life } }))).toEqual(
      refusal('not_signed'),
    );
  });

  it('whose handler breaks gets a signed error', async () => {
    const answer = await send({ method: 'GET', url: '/v1/failing' });
    expect(answer.statusCode).toBe(500);
    expect(isSignedByUs(answer)).toBe(true);
  });

  it('is remembered for a day, and no longer', async () => {
    const facts = { created: 1, nonce: randomBytes(16).toString('hex') };
    const withdraw: Sent = { method: 'POST', url: '/v1/payments/ab/withdraw', facts };
    await send(withdraw);
    nowMs += 23 * 3_600_000;
    hourly.at(-1)?.();
    expect((await send(withdraw)).statusCode).toBe(401);
    nowMs += 2 * 3_600_000;
    hourly.at(-1)?.();
    expect((await send(withdraw)).statusCode).toBe(200);
  });
});

describe('an unsigned request', () => {
  it('reaches open routes only, and no kiosk is named', async () => {
    expect((await fastify.inject('/v1/status')).json()).toEqual({ kiosk: '' });
    expect((await fastify.inject('/p/abc')).body).toBe('page');
  });

  it('is refused on a route that nobody declared open, however it is spelled', async () => {
    for (const url of ['/operators', '/v1/failing', '/v1/failing?x=/p/', '/%76%31/failing']) {
      expect((await fastify.inject(url)).statusCode).toBe(401);
    }
  });

  it('to an address without a route is told so', async () => {
    expect((await fastify.inject('/favicon.ico')).statusCode).toBe(404);
  });
});

describe('enrolment', () => {
  it('hands out the identity', async () => {
    expect((await enrol()).json()).toEqual({
      kioskCode: 'K001',
      site,
      answerKey: keys.answerPublicKey,
      receiptKey: keys.receiptPublicKey,
    });
  });

  it('takes the code as people type it, once', async () => {
    const code = await issueEnrolCode({ store, rng, clock }, { kioskCode: 'K002', site });
    expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    const ask = (key: string) =>
      fastify.inject({ method: 'POST', url: '/v1/kiosks/enrol', payload: { code: typed, deviceKey: key } });
    expect((await ask(deviceKey)).statusCode).toBe(200);
    expect((await ask('A'.repeat(43))).json()).toMatchObject({ error: 'code_not_valid' });
  });

  it('answers the same again to a kiosk that did not hear the answer', async () => {
    const code = await issueEnrolCode({ store, rng, clock }, { kioskCode: 'K002', site });
    const ask = () => fastify.inject({ method: 'POST', url: '/v1/kiosks/enrol', payload: { code, deviceKey } });
    const first = (await ask()).json<unknown>();
    expect(first).toMatchObject({ kioskCode: 'K002' });
    expect((await ask()).json()).toEqual(first);
  });

  it('refuses a kiosk code that has given receipts, and says in the log what to do', async () => {
    const lines: unknown[] = [];
    fastify.log.warn = (...said: unknown[]) => void lines.push(...said);
    const code = await issueEnrolCode({ store, rng, clock }, { kioskCode: 'K002', site });
    store.redeem = async () => err('kiosk_code_used');
    const refused = await fastify.inject({ method: 'POST', url: '/v1/kiosks/enrol', payload: { code, deviceKey } });
    expect([refused.statusCode, refused.json()]).toEqual([403, expect.objectContaining({ error: 'code_not_valid' })]);
    expect(lines).toContainEqual(expect.stringContaining('give this machine a new kiosk code'));
  });

  it('refuses a code after fifteen minutes', async () => {
    const code = await issueEnrolCode({ store, rng, clock }, { kioskCode: 'K002', site });
    nowMs += 15 * 60_000;
    const late = await fastify.inject({ method: 'POST', url: '/v1/kiosks/enrol', payload: { code, deviceKey } });
    expect(late.json()).toMatchObject({ error: 'code_not_valid' });
  });

  it('refuses what is no device key, and the code stays good', async () => {
    const code = await issueEnrolCode({ store, rng, clock }, { kioskCode: 'K002', site });
    const ask = (key: string) =>
      fastify.inject({ method: 'POST', url: '/v1/kiosks/enrol', payload: { code, deviceKey: key } });
    expect((await ask('short')).json()).toMatchObject({ error: 'bad_request' });
    expect((await ask('_'.repeat(43))).json()).toMatchObject({ error: 'bad_request' });
    expect((await ask(deviceKey)).statusCode).toBe(200);
  });

  it('refuses a kiosk code that receipts could not carry', async () => {
    await expect(issueEnrolCode({ store, rng, clock }, { kioskCode: 'kiosk one', site })).rejects.toThrow();
  });
});
