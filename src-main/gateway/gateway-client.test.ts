import { createHash, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { isGenuineRequest, readRequestSignature, signAnswer } from '../../src-shared/contract/http-signature.ts';
import { rawPublicKey } from '../../src-shared/encoding/ed25519-der.ts';
import { maxAnswerBytes, type Fetch, type GatewayLine } from './exchange.ts';
import { kioskGateway, openGateway, type KioskGateway } from './gateway-client.ts';
import { commitOf } from '../payment/test-support.ts';

const startMs = Date.UTC(2026, 10, 22, 6);
const device = generateKeyPairSync('ed25519');
const gateway = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const answerKey = Buffer.from(rawPublicKey(gateway.publicKey.export({ format: 'der', type: 'spki' }))).toString(
  'base64url',
);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const pid = '0123456789abcdef0123456789abcdef';
const report = { pid, version: 3, state: 'open', totalFils: 5000 };

/** What arrived at the far end, already checked for the kiosk's signature. */
interface Arrived {
  method: string;
  target: string;
  body: string;
  nonce: string;
  created: number;
  sequence: number;
}
interface Reply {
  status?: number;
  content: unknown;
  /** Changes the finished answer on its way. */
  tamper?: (body: string, headers: Record<string, string>) => { body: string; headers: Record<string, string> };
  key?: typeof gateway;
  nonce?: string;
  signedAt?: number;
}

let arrived: Arrived[];
let timers: { ms: number; run: () => void; cancelled: boolean }[];
let nowMs: number;

function line(fetch: Fetch): GatewayLine {
  return {
    baseUrl: 'https://gateway.test',
    fetch,
    clock: { wallMs: () => nowMs, monotonicMs: () => nowMs },
    rng: { bytes: (length) => randomBytes(length) },
    timers: {
      after: (ms, run) => {
        const timer = { ms, run, cancelled: false };
        timers.push(timer);
        return { cancel: () => (timer.cancelled = true) };
      },
    },
  };
}

function client(fetch: Fetch): KioskGateway {
  return kioskGateway(line(fetch), {
    kioskCode: 'K001',
    answerKey,
    sign: (bytes) => sign(null, bytes, device.privateKey),
  });
}

/** A gateway that answers as told, signed as the contract wants unless told otherwise. */
function answering(reply: (request: Arrived) => Reply): Fetch {
  return async (url, init) => {
    const request = arrive(url, init);
    arrived.push(request);
    const said = reply(request);
    const body = JSON.stringify(said.content);
    const status = said.status ?? 200;
    const headers = signAnswer(
      { status, body: new TextEncoder().encode(body) },
      { created: said.signedAt ?? Math.floor(nowMs / 1000), nonce: said.nonce ?? request.nonce },
      { sha256, sign: (bytes) => sign(null, bytes, (said.key ?? gateway).privateKey) },
    );
    const sent = said.tamper?.(body, { ...headers }) ?? { body, headers: { ...headers } };
    return new Response(sent.body, { status, headers: sent.headers });
  };
}

function arrive(url: string, init: RequestInit): Arrived {
  const headers = new Headers(init.headers);
  const presented = readRequestSignature((name) => headers.get(name));
  if (!presented.ok) throw new Error('the request is not signed');
  const target = url.slice('https://gateway.test'.length);
  const body = init.body instanceof Uint8Array ? init.body : new Uint8Array();
  const parts = { method: init.method ?? '', target, body };
  const genuine = isGenuineRequest(parts, presented.value, {
    sha256,
    verify: (bytes, mark) => verify(null, bytes, device.publicKey, mark),
  });
  if (!genuine) throw new Error("the request's signature does not fit");
  const { nonce, created, sequence } = presented.value;
  return { method: parts.method, target, body: new TextDecoder().decode(body), nonce, created, sequence };
}

beforeEach(() => {
  arrived = [];
  timers = [];
  nowMs = startMs;
});

const party = { kind: 'individual', numberKind: 'civil', number: '399123100017' } as const;
const badAnswer = (reason: string) => ({ ok: false, error: { kind: 'bad_answer', reason } });

describe('each call', () => {
  it.each([
    ['inquire', (kiosk: KioskGateway) => kiosk.inquire({ party, systems: ['traffic'] }), 'POST /v1/inquiries'],
    [
      'challenge',
      (kiosk: KioskGateway) => kiosk.challenge({ party, systems: ['residency_cases'] }),
      'POST /v1/challenges',
    ],
    [
      'find',
      (kiosk: KioskGateway) => kiosk.find({ service: 'civilCard', fields: { cardNumber: party.number } }),
      'POST /v1/findings',
    ],
    ['open', (kiosk: KioskGateway) => kiosk.open(pid), `POST /v1/payments/${pid}/open`],
    ['report', (kiosk: KioskGateway) => kiosk.report(pid, 4, 20), `GET /v1/payments/${pid}?seen=4&waitSeconds=20`],
    ['commit', (kiosk: KioskGateway) => kiosk.commit(pid, commitOf(pid)), `POST /v1/payments/${pid}/commit`],
    ['withdraw', (kiosk: KioskGateway) => kiosk.withdraw(pid), `POST /v1/payments/${pid}/withdraw`],
    ['arm', (kiosk: KioskGateway) => kiosk.arm(pid), `POST /v1/payments/${pid}/arm`],
    [
      'noCharge',
      (kiosk: KioskGateway) => kiosk.noCharge(pid, { reason: 'declined', proof: 'terminal_answer' }),
      `POST /v1/payments/${pid}/no-charge`,
    ],
    [
      'reversed',
      (kiosk: KioskGateway) => kiosk.reversed(pid, { refundRef: `R${pid}`, refundProof: 'p' }),
      `POST /v1/payments/${pid}/reversed`,
    ],
    [
      'journalHead',
      (kiosk: KioskGateway) => kiosk.journalHead({ seq: 1, hash: 'a'.repeat(64) }),
      'POST /v1/journal-head',
    ],
    ['postings', (kiosk: KioskGateway) => kiosk.postings(pid), `GET /v1/payments/${pid}/postings`],
    ['feedPeppers', (kiosk: KioskGateway) => kiosk.feedPeppers(), 'GET /v1/feed/peppers'],
  ] as const)('%s asks its route, signed, and refuses a reply of another shape', async (_name, call, route) => {
    const answer = await call(client(answering(() => ({ content: { unexpected: true } }))));
    expect(answer).toEqual(badAnswer('wrong_shape'));
    expect(arrived.map(({ method, target }) => `${method} ${target}`)).toEqual([route]);
  });

  it('brings the checked reply', async () => {
    const kiosk = client(answering(() => ({ content: report })));
    expect(await kiosk.withdraw(pid)).toEqual({ ok: true, value: report });
  });

  it('has its own nonce and a higher sequence number', async () => {
    const kiosk = client(answering(() => ({ content: report })));
    await kiosk.withdraw(pid);
    await kiosk.withdraw(pid);
    const [first, second] = arrived;
    expect(first?.nonce).not.toBe(second?.nonce);
    expect(second?.sequence).toBeGreaterThan(first?.sequence ?? Infinity);
  });

  it('brings a problem with its code', async () => {
    const content = { error: 'ministry_down', message: 'no answer' };
    const kiosk = client(answering(() => ({ status: 503, content })));
    const failure = { kind: 'problem', code: 'ministry_down', message: 'no answer' };
    expect(await kiosk.withdraw(pid)).toEqual({ ok: false, error: failure });
  });

  it('refuses a report about another payment', async () => {
    const other = { ...report, pid: 'f'.repeat(32), state: 'captured' };
    const kiosk = client(answering(() => ({ content: other })));
    expect(await kiosk.report(pid, 0, 0)).toEqual(badAnswer('wrong_shape'));
  });

  it('proves the gateway’s time, whatever this machine thinks', async () => {
    const kiosk = client(answering(() => ({ content: report, signedAt: nowMs / 1000 + 86_400 })));
    expect(kiosk.provedMs()).toBeNull();
    await kiosk.withdraw(pid);
    expect(kiosk.provedMs()).toBe(nowMs + 86_400_000);
  });
});

describe('an answer that is odd', () => {
  const portal = '<!doctype html><title>Welcome to the mall Wi-Fi</title>';
  const oldAnswers: { body: string; headers: Record<string, string> }[] = [];
  const cases: [string, Reply, string][] = [
    ['a page with status 200', { content: report, tamper: () => ({ body: portal, headers: {} }) }, 'unsigned'],
    ['right but without signature', { content: report, tamper: (body) => ({ body, headers: {} }) }, 'unsigned'],
    ['cut', { content: report, tamper: (body, headers) => ({ body: body.slice(0, -5), headers }) }, 'wrong_signature'],
    [
      'changed',
      { content: report, tamper: (body, headers) => ({ body: body.replace('open', 'captured'), headers }) },
      'wrong_signature',
    ],
    ['signed by somebody else', { content: report, key: stranger }, 'wrong_signature'],
    ['the answer to another request', { content: report, nonce: 'f'.repeat(32) }, 'wrong_signature'],
    [
      'a refusal somebody else made up',
      { status: 401, content: { error: 'unknown_kiosk', message: '' }, key: stranger },
      'wrong_signature',
    ],
    ['signed, but not a problem', { status: 500, content: { statusCode: 500 } }, 'wrong_shape'],
    ['a redirect', { status: 302, content: { error: 'internal', message: '' } }, 'wrong_shape'],
    ['signed, but no JSON', { content: report, tamper: () => signedText('{"pid":') }, 'not_json'],
  ];

  function signedText(body: string): { body: string; headers: Record<string, string> } {
    const facts = { created: Math.floor(nowMs / 1000), nonce: arrived.at(-1)?.nonce ?? '' };
    const parts = { status: 200, body: new TextEncoder().encode(body) };
    return {
      body,
      headers: { ...signAnswer(parts, facts, { sha256, sign: (bytes) => sign(null, bytes, gateway.privateKey) }) },
    };
  }

  it.each(cases)('(%s) is no answer', async (_what, reply, reason) => {
    expect(await client(answering(() => reply)).withdraw(pid)).toEqual(badAnswer(reason));
  });

  it('(an earlier genuine one, played back) is no answer', async () => {
    const record: Reply = {
      content: report,
      tamper: (body, headers) => (oldAnswers.push({ body, headers }), { body, headers }),
    };
    expect((await client(answering(() => record)).withdraw(pid)).ok).toBe(true);
    const replay: Reply = { content: report, tamper: () => oldAnswers[0]! };
    expect(await client(answering(() => replay)).withdraw(pid)).toEqual(badAnswer('wrong_signature'));
  });

  it('(longer than we read) is given up early', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1_000_000;
        controller.enqueue(new Uint8Array(1_000_000));
      },
    });
    expect(await client(async () => new Response(endless)).withdraw(pid)).toEqual(badAnswer('too_large'));
    expect(sent).toBeLessThan(maxAnswerBytes + 3_000_000);
  });
});

describe('without an answer', () => {
  it('the network is down', async () => {
    const kiosk = client(async () => Promise.reject(new TypeError('fetch failed')));
    expect(await kiosk.withdraw(pid)).toEqual({ ok: false, error: { kind: 'network_down' } });
  });

  it('a body that breaks off is the network being down', async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new TypeError('terminated')) });
    expect(await client(async () => new Response(broken)).withdraw(pid)).toEqual({
      ok: false,
      error: { kind: 'network_down' },
    });
  });

  it('the time limit ends the call, and is longer for a long poll', async () => {
    const kiosk = client(
      (_url, init) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        }),
    );
    const waiting = kiosk.report(pid, 0, 25);
    expect(timers.map(({ ms }) => ms)).toEqual([35_000]);
    timers[0]?.run();
    expect(await waiting).toEqual({ ok: false, error: { kind: 'network_down' } });
  });

  it('every time limit is taken back when the call is over', async () => {
    await client(answering(() => ({ content: report }))).withdraw(pid);
    expect(timers.map(({ cancelled }) => cancelled)).toEqual([true]);
  });
});

describe('with a clock that is an hour slow', () => {
  const trueSeconds = startMs / 1000 + 3600;
  const gatewayWithTime = answering((request) =>
    Math.abs(request.created - trueSeconds) < 300
      ? { content: report, signedAt: trueSeconds }
      : { status: 401, content: { error: 'not_signed', message: 'time' }, signedAt: trueSeconds },
  );

  it('the first call learns the time from the signed refusal and is sent again, the next is right at once', async () => {
    const kiosk = client(gatewayWithTime);
    expect(await kiosk.postings(pid)).toEqual(badAnswer('wrong_shape'));
    expect(arrived.map(({ created }) => created)).toEqual([trueSeconds - 3600, trueSeconds]);
    await kiosk.postings(pid);
    expect(arrived.map(({ created }) => created).slice(2)).toEqual([trueSeconds]);
  });

  it('nobody but the gateway can teach it a time', async () => {
    const liar: Reply = { status: 401, content: { error: 'not_signed', message: '' }, signedAt: 1, key: stranger };
    const kiosk = client(answering(() => liar));
    await kiosk.postings(pid);
    await kiosk.postings(pid);
    expect(arrived.map(({ created }) => created)).toEqual([startMs / 1000, startMs / 1000]);
  });

  it('a refusal for another reason is not sent again', async () => {
    const refusal: Reply = { status: 401, content: { error: 'unknown_kiosk', message: '' } };
    await client(answering(() => refusal)).postings(pid);
    expect(arrived).toHaveLength(1);
  });
});

describe('the open calls', () => {
  const status = {
    demo: true,
    time: '2026-11-22T09:00:00+03:00',
    ministry: 'up',
    paymentsOpen: true,
    rails: ['phone', 'terminal'],
    feedSeq: 7,
    maxItems: 20,
    maxAmountFils: 1_000_000,
    serviceChargeFils: 0,
    fineTypes: [{ code: 'residency', name: { ar: 'الإقامة', en: 'Residency' } }],
    notices: [],
    offices: [],
  };
  const says =
    (body: string, code = 200): Fetch =>
    async () =>
      new Response(body, { status: code });

  it('need no signature', async () => {
    expect(await openGateway(line(says(JSON.stringify(status)))).status()).toEqual({ ok: true, value: status });
  });

  it.each([
    ['a page', says('<html></html>'), 'not_json'],
    ['cut JSON', says(JSON.stringify(status).slice(0, 40)), 'not_json'],
    ['another shape', says('{"ok":true}'), 'wrong_shape'],
    ['a redirect', says('{}', 302), 'wrong_shape'],
  ])('take %s for no answer', async (_what, fetch, reason) => {
    expect(await openGateway(line(fetch)).status()).toEqual(badAnswer(reason));
  });

  it('bring the refusal of a code', async () => {
    const refusal = says('{"error":"code_not_valid","message":"used"}', 403);
    const failure = { kind: 'problem', code: 'code_not_valid', message: 'used' };
    expect(await openGateway(line(refusal)).enrol('ABCD-EFGH', answerKey)).toEqual({ ok: false, error: failure });
  });
});
