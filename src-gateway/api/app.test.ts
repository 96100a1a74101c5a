import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { pino } from 'pino';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { paymentReportSchema, statusReplySchema } from '../../src-shared/contract/gateway-http.ts';
import { signRequest } from '../../src-shared/contract/http-signature.ts';
import { fils } from '../../src-shared/domain/money.ts';
import { rawPublicKey } from '../../src-shared/encoding/ed25519-der.ts';
import { refundRef } from '../../src-shared/payment/refund-ref.ts';
import { ok } from '../../src-shared/result.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { memoryFolder } from '../feed/memory-folder.ts';
import { loadOrCreateGatewayKeys, type GatewayKeys } from '../keys/gateway-keys.ts';
import { sha256 } from '../kiosks/check-request.ts';
import { issueEnrolCode } from '../kiosks/enrol-code.ts';
import { sqlKioskStore } from '../kiosks/sql-kiosk-store.ts';
import type { KnetEnv } from '../knet/config.ts';
import { exampleConfig } from '../knet/example.ts';
import { dealWithInbox } from '../payment/callback.ts';
import { basket, commitOf, confirmAfterMs, pidOf, receiptNoOf, ticket, World } from '../payment/test-world.ts';
import { sqlStaffStore } from '../staff/staff-store.ts';
import { buildApp } from './app.ts';

const rng = { bytes: (length: number) => randomBytes(length) };
const device = generateKeyPairSync('ed25519');
const deviceKey = Buffer.from(rawPublicKey(device.publicKey.export({ format: 'der', type: 'spki' }))).toString(
  'base64url',
);
const pid = pidOf('a');

// The embedded database is slow on a busy machine; a test that hangs is found all the same.
vi.setConfig({ testTimeout: 30_000 });

let database: Database;
let keys: GatewayKeys;
let world: World;
let app: FastifyInstance;
let logged: string[];

beforeAll(async () => {
  database = await openDatabase('pglite:memory');
  let kept: string | null = null;
  const made = await loadOrCreateGatewayKeys(
    { read: async () => ok(kept), createOnce: async (text) => void (kept = text) },
    rng,
  );
  if (!made.ok) throw new Error(made.error.problem);
  keys = made.value;
}, 60_000);
afterAll(() => database.close());
beforeEach(async () => {
  world = new World(database);
  await world.emptyDatabase();
  logged = [];
  app = await build();
  return () => app.close();
});

async function build(change: KnetEnv = {}, demo = true): Promise<FastifyInstance> {
  const clock = { wallMs: () => world.now, monotonicMs: () => world.now };
  const kiosks = sqlKioskStore(database.db);
  const feed = { seq: () => 7, epochs: () => [20_769], rebuild: async () => true, close: () => undefined };
  const built = await buildApp({
    payments: { ...world.deps, settings: { ...world.deps.settings, demo }, rng },
    inquiries: { ...world.deps, rng, ministry: world.ministry, demo },
    keys,
    kiosks,
    staff: sqlStaffStore(database.db),
    feed,
    feedFolder: memoryFolder(),
    clock,
    timers: world.timers,
    knetConfig: exampleConfig(change),
    status: async () => ({
      demo: true,
      time: '2026-11-22T09:00:00+03:00',
      ministry: 'up',
      paymentsOpen: true,
      rails: ['phone', 'terminal'],
      feedSeq: feed.seq(),
      maxItems: 5,
      maxAmountFils: fils(100_000),
      serviceChargeFils: fils(0),
      fineTypes: [{ code: 'residency', name: { ar: 'الإقامة', en: 'Residency' } }],
      notices: [],
      offices: [],
    }),
    postSoon: () => undefined,
    inboxSoon: () => undefined,
    trustedProxies: [],
    log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
  });
  const code = await issueEnrolCode(
    { store: kiosks, rng, clock },
    { kioskCode: 'K001', site: { ar: 'المركز', en: 'Centre' } },
  );
  await built.inject({ method: 'POST', url: '/v1/kiosks/enrol', payload: { code, deviceKey } });
  return built;
}

/** A request signed by the kiosk. */
function signed(method: 'GET' | 'POST', url: string, body?: object): Promise<LightMyRequestResponse> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const created = Math.floor(world.now / 1000);
  const facts = { created, expires: created + 60, keyId: 'K001', sequence: 1, nonce: randomBytes(16).toString('hex') };
  const headers = signRequest({ method, target: url, body: Buffer.from(text) }, facts, {
    sha256,
    sign: (bytes) => sign(null, bytes, device.privateKey),
  });
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  return app.inject({
    method,
    url,
    headers: { ...headers, ...type },
    ...(body === undefined ? {} : { payload: text }),
  });
}

async function openedPage(language: 'ar' | 'en' = 'ar'): Promise<string> {
  world.ministry.tickets = [ticket('T1')];
  const reserved = await signed('POST', '/v1/payments', basket(pid, world.ministry.tickets, { language }));
  expect(reserved.json()).toEqual({ result: 'reserved', leaseSeconds: 600 });
  const opened = await signed('POST', `/v1/payments/${pid}/open`);
  return new URL(opened.json<{ pageUrl: string }>().pageUrl).pathname;
}

const press = (path: string) =>
  app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: '',
  });
const notify = (body: Uint8Array, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/knet/notify', headers, payload: Buffer.from(body) });

describe('a payment over HTTP', () => {
  it('goes from the reservation to the signed receipt', async () => {
    const path = await openedPage();
    const pressed = await press(path);
    expect(pressed.statusCode).toBe(303);
    expect(pressed.headers.location).toMatch(
      /^https:\/\/kpaytest\.com\.kw\/kpg\/PaymentHTTP\.htm\?param=paymentInit&trandata=[0-9a-f]+&/,
    );
    world.knet.records.set(pid, 'captured');
    const line = await notify(world.knet.notification(pid, 'CAPTURED'));
    expect([line.statusCode, line.body]).toEqual([
      200,
      `REDIRECT=http://127.0.0.1:8080${path.replace('/p/', '/receipt/')}`,
    ]);
    const receiptPath = path.replace('/p/', '/receipt/');
    expect((await app.inject(receiptPath)).body).toContain('http-equiv="refresh"');
    await world.pass(confirmAfterMs + 10_000);
    const report = paymentReportSchema.parse((await signed('GET', `/v1/payments/${pid}?seen=3&waitSeconds=5`)).json());
    expect(report).toMatchObject({ state: 'captured', totalFils: 5000 });
    const receipt = commitOf(basket(pid, world.ministry.tickets));
    const committed = await signed('POST', `/v1/payments/${pid}/commit`, receipt);
    expect(committed.json()).toMatchObject({
      result: 'posted',
      proof: expect.stringMatching(/^WAFA1\./),
      postings: [{ posting: 'pending' }],
    });
    const page = await app.inject(receiptPath);
    expect(page.body).not.toContain('سيُعاد');
    expect(page.body).toContain('K001-00000001');
    expect(page.body).toContain('تم الدفع');
    expect(page.body).toContain('مخالفة رقم T1');
    expect(page.body).not.toContain('refresh');
  });

  it('at the terminal is reserved, armed and booked, and what goes back is told to the end', async () => {
    world.terminalRefund = 'kiosk';
    await world.restart();
    app = await build();
    world.ministry.tickets = [ticket('T1')];
    const request = basket(pid, world.ministry.tickets, { rail: 'terminal' });
    expect((await signed('POST', '/v1/payments', request)).json()).toMatchObject({ result: 'reserved' });
    expect((await signed('POST', `/v1/payments/${pid}/arm`)).json()).toEqual({ leaseSeconds: 600 });
    const taken = commitOf(request, { capture: { amountFils: fils(4000) } });
    const committed = await signed('POST', `/v1/payments/${pid}/commit`, taken);
    expect(committed.json()).toMatchObject({
      result: 'duplicate',
      reversal: { refundRef: refundRef(pid), reason: 'wrong_amount', amountFils: 4000 },
    });
    const done = { refundRef: refundRef(pid), refundProof: 'POI1/2' };
    const reversed = await signed('POST', `/v1/payments/${pid}/reversed`, done);
    expect(paymentReportSchema.parse(reversed.json())).toMatchObject({ state: 'refunded', refundProof: 'POI1/2' });
  });

  it('at the terminal that took nothing gives its items back, also when nobody has heard of it', async () => {
    const proof = { reason: 'declined', proof: 'terminal_answer' };
    const unknown = await signed('POST', `/v1/payments/${pid}/no-charge`, proof);
    expect(paymentReportSchema.parse(unknown.json())).toMatchObject({ state: 'not_charged', version: 0 });
    const wrong = await signed('POST', `/v1/payments/${pid}/no-charge`, { ...proof, proof: 'a feeling' });
    expect(wrong.statusCode).toBe(400);
  });

  it('is taken from a revoked kiosk when its money is there, and nothing else is', async () => {
    const request = basket(pid, [ticket('T1')], { rail: 'terminal' });
    await sqlKioskStore(database.db).revoke('K001');
    const committed = await signed('POST', `/v1/payments/${pid}/commit`, commitOf(request));
    expect(committed.json()).toMatchObject({ result: 'posted' });
    const cases = await database.db.selectFrom('case_file').select('class').execute();
    expect(cases).toEqual([{ class: 'revoked_kiosk' }]);
    for (const [method, url] of [
      ['POST', '/v1/payments'],
      ['GET', `/v1/payments/${pid}`],
      ['POST', `/v1/payments/${pid}/reversed`],
    ] as const)
      expect((await signed(method, url, method === 'GET' ? undefined : {})).statusCode).toBe(401);
  });

  it('answers a kiosk with problems of the contract', async () => {
    const bad = await signed('POST', '/v1/payments', { pid: 'x' });
    expect([bad.statusCode, bad.json<{ error: string }>().error]).toEqual([400, 'bad_request']);
    const missing = await signed('GET', `/v1/payments/${pid}`);
    expect([missing.statusCode, missing.json<{ error: string }>().error]).toEqual([404, 'not_found']);
    world.ministry.down = true;
    const down = await signed('POST', '/v1/payments', basket(pid, [ticket('T1')]));
    expect([down.statusCode, down.json<{ error: string }>().error]).toEqual([503, 'ministry_down']);
    const unsigned = await app.inject({ method: 'POST', url: '/v1/payments', payload: basket(pid, [ticket('T1')]) });
    expect([unsigned.statusCode, unsigned.json<{ error: string }>().error]).toEqual([401, 'not_signed']);
  });

  it('looks up tickets, and names no field content when the question is wrong', async () => {
    world.ministry.tickets = [ticket('T1')];
    const party = { kind: 'individual', numberKind: 'civil', number: '399123100017' };
    const found = await signed('POST', '/v1/inquiries', { party, systems: ['traffic'] });
    expect(found.json()).toMatchObject({
      result: 'answered',
      answer: {
        maskedNumber: '••••••••••17',
        source: { from: 'live' },
        systems: [{ system: 'traffic', state: 'answered' }],
        obligations: [{ id: 'T1' }],
      },
    });
    const wrong = await signed('POST', '/v1/inquiries', {
      party: { ...party, number: '3991231' },
      systems: ['traffic'],
    });
    expect(wrong.json<{ message: string }>().message).toContain('party');
    expect(wrong.body).not.toContain('3991231');
  });
});

describe("the visitor's page", () => {
  it('changes nothing by being looked at, and gives the address of K-Net once', async () => {
    const path = await openedPage();
    for (const method of ['GET', 'HEAD', 'GET'] as const)
      expect((await app.inject({ method, url: path })).statusCode).toBe(200);
    expect(await world.state(pid)).toBe('intent');
    expect((await press(path)).statusCode).toBe(303);
    const again = await press(path);
    expect([again.statusCode, again.headers.location]).toEqual([409, undefined]);
    expect(again.body).toContain('لا تُفتح مرة ثانية');
    expect((await app.inject(path)).body).not.toContain('<form');
  });

  it.each([
    ['ar', 'rtl', '5.000 د.ك', 'عرض تجريبي'],
    ['en', 'ltr', 'KWD 5.000', 'Demo'],
  ] as const)('is whole in %s', async (language, direction, amount, demo) => {
    const page = await app.inject(await openedPage(language));
    expect(page.body).toContain(`<html lang="${language}" dir="${direction}">`);
    expect(page.body).toContain(amount);
    expect(page.body).toContain(demo);
  });

  it('loads nothing from anywhere and allows nothing but its own style and form', async () => {
    const page = await app.inject(await openedPage());
    expect(page.body).not.toMatch(/\b(src|srcset|href)="(?!\/)|url\((?!#)|@import|<script/);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    const style = /<style>([^<]*)<\/style>/.exec(page.body)?.[1] ?? '';
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(policy).toContain("form-action 'self' https://kpaytest.com.kw https://www.kpaytest.com.kw");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(page.headers['cache-control']).toBe('no-store');
  });

  it('for checking receipts is open to everybody, holds the receipt key, and only it may run a script', async () => {
    const page = await app.inject('/verify');
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain(`data-key="${keys.receiptPublicKey}"`);
    expect(String(page.headers['content-security-policy'])).toMatch(/^default-src 'none'; script-src 'sha256-/);
    const other = await app.inject(await openedPage());
    expect(String(other.headers['content-security-policy'])).not.toContain('script-src');
  });

  it('says that nothing was charged when the attempt was given up', async () => {
    const path = await openedPage('en');
    await signed('POST', `/v1/payments/${pid}/withdraw`);
    expect((await press(path)).body).toContain('You have not been charged');
    expect((await app.inject(path.replace('/p/', '/receipt/'))).body).toContain(
      'The payment was stopped at the kiosk.',
    );
  });

  it('says how much goes back, and when it has gone back', async () => {
    world.refundBy = 'api';
    await world.restart();
    app = await build();
    const path = await openedPage('en');
    await press(path);
    const elsewhere = basket(pidOf('b'), world.ministry.tickets, { rail: 'terminal' });
    await signed('POST', `/v1/payments/${elsewhere.pid}/commit`, commitOf(elsewhere));
    await world.payByCard(pid);
    await world.pass(confirmAfterMs + 10_000);
    const receiptPath = path.replace('/p/', '/receipt/');
    expect((await app.inject(receiptPath)).body).toContain('Of this payment, KWD 5.000 goes back to you.');
    const receipt = commitOf(basket(pid, world.ministry.tickets), { receiptNo: receiptNoOf(2) });
    await signed('POST', `/v1/payments/${pid}/commit`, receipt);
    await world.work();
    expect((await app.inject(receiptPath)).body).toContain('Of this payment, KWD 5.000 was given back to you.');
  });

  it('is not found under an address that was never handed out', async () => {
    for (const url of ['/p/AAAAAAAAAAAAAAAAAAAAAA', "/p/'--", '/receipt/x'])
      expect((await app.inject(url)).statusCode).toBe(404);
  });
});

describe('the address for notifications', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['garbage', Buffer.from('\u0000\u0001 garbage')],
    ['a page', Buffer.from('<html></html>')],
    ['too much', Buffer.alloc(20_000, 'a')],
  ])('refuses %s without a line', async (_what, body) => {
    const reply = await notify(body, { 'content-type': 'text/html' });
    expect([reply.statusCode, reply.body]).toEqual([400, '']);
  });

  it('takes bare hex and forms, whatever their content type says', async () => {
    await press(await openedPage());
    const form = Buffer.from(world.knet.notification(pid, 'CAPTURED')).toString();
    const bodies = [form, form.replace('trandata=', '').toUpperCase()];
    for (const body of bodies) {
      for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', '']) {
        const reply = await notify(Buffer.from(body), type === '' ? {} : { 'content-type': type });
        expect(reply.statusCode, type).toBe(200);
        expect(reply.body).toMatch(/^REDIRECT=\S+$/);
        expect(reply.headers['content-type']).toMatch(/^text\/plain/);
      }
    }
  });

  it('does not serve browsers where K-Net sends notifications', async () => {
    expect((await app.inject('/knet/notify?trandata=00')).statusCode).toBe(400);
  });

  it('takes what the browser brings where the set-up is of the older kind, and believes it no more', async () => {
    app = await build({ KNET_DELIVERY: 'browser' });
    await press(await openedPage());
    world.knet.records.set(pid, 'captured');
    const query = Buffer.from(world.knet.notification(pid, 'CAPTURED')).toString();
    for (const reply of [await app.inject(`/knet/notify?${query}`), await notify(Buffer.from(query))]) {
      expect(reply.statusCode).toBe(303);
      expect(reply.headers.location).toMatch(/\/receipt\/[\w-]{22}$/);
    }
    await world.work();
    expect(await world.state(pid)).toBe('notified');
    await world.pass(confirmAfterMs + 10_000);
    expect(await world.state(pid)).toBe('captured');
  });

  it('hears only the senders it was told of', async () => {
    app = await build({ KNET_NOTIFY_SOURCES: '192.0.2.7' });
    await press(await openedPage());
    expect((await notify(world.knet.notification(pid, 'CAPTURED'))).statusCode).toBe(400);
    const inbox = await database.db.selectFrom('inbox').selectAll().execute();
    expect(inbox).toEqual([]);
  });

  it('answers within half a second in 99 of 100 cases', async () => {
    await press(await openedPage());
    const body = world.knet.notification(pid, 'CAPTURED');
    const times: number[] = [];
    for (let turn = 0; turn < 100; turn += 1) {
      const before = performance.now();
      await notify(body);
      times.push(performance.now() - before);
    }
    expect(times.toSorted((one, other) => one - other)[98]).toBeLessThan(500);
  });
});

describe('the error address', () => {
  it('takes the browser to our own page and has K-Net asked at once', async () => {
    await press(await openedPage());
    const reply = await app.inject(`/knet/error?trackid=${pid}&ErrorText=IPAY0100048-cancelled`);
    expect(reply.statusCode).toBe(303);
    expect(reply.headers.location).toMatch(/\/receipt\/[\w-]{22}$/);
    await dealWithInbox(world.deps, world.page);
    await world.sweeper.askDue();
    expect(world.knet.questions).toBe(1);
    expect(await world.state(pid)).toBe('open');
  });
});

describe('the service itself', () => {
  it('tells its status to whoever asks', async () => {
    expect(statusReplySchema.parse((await app.inject('/v1/status')).json())).toMatchObject({
      demo: true,
      feedSeq: 7,
    });
  });

  it('describes every route of the contract as OpenAPI 3.1, and for reading', async () => {
    const document = (await app.inject('/docs/openapi.json')).json<{
      openapi: string;
      paths: Record<string, object>;
    }>();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).toSorted()).toEqual([
      '/v1/challenges',
      '/v1/day-reports',
      '/v1/feed/head',
      '/v1/feed/objects/{name}',
      '/v1/feed/peppers',
      '/v1/findings',
      '/v1/inquiries',
      '/v1/journal-head',
      '/v1/kiosks/enrol',
      '/v1/payments',
      '/v1/payments/{pid}',
      '/v1/payments/{pid}/arm',
      '/v1/payments/{pid}/commit',
      '/v1/payments/{pid}/no-charge',
      '/v1/payments/{pid}/open',
      '/v1/payments/{pid}/postings',
      '/v1/payments/{pid}/reversed',
      '/v1/payments/{pid}/withdraw',
      '/v1/staff',
      '/v1/status',
      '/v1/sticks',
    ]);
    const page = await app.inject('/docs');
    expect(page.body).toContain('POST /v1/payments/{pid}/commit');
  });

  it('stops whoever tries one enrolment code after the other', async () => {
    const real = await build({}, false);
    const tries = [];
    for (let turn = 0; turn < 12; turn += 1) {
      const payload = { code: 'WRONG-CODE', deviceKey };
      tries.push((await real.inject({ method: 'POST', url: '/v1/kiosks/enrol', payload })).statusCode);
    }
    await real.close();
    expect(tries.at(-1)).toBe(429);
  });

  it('writes no number, token, body or secret into its log', async () => {
    const path = await openedPage();
    await press(path);
    await notify(world.knet.notification(pid, 'CAPTURED'));
    await app.inject(`/p/${path.slice(3)}x`);
    const log = logged.join('');
    expect(log).toContain('"/p/:token"');
    expect(log).not.toContain(path.slice(3));
    expect(log).not.toContain('330010100017');
    expect(log).not.toContain('trandata');
    expect(log).not.toContain(world.knet.config.password.reveal());
  });
});
