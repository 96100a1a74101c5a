import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { decipher, encipher } from './cipher.ts';
import { type Configuration, type Credentials, DEFAULT_SETTINGS, type Settings } from './settings.ts';
import type { Ports } from './simulator.ts';
import { startKnet } from './start.ts';

/** The credentials both sides of the tests use. */
export const CREDENTIALS: Credentials = { tranportalId: '100001', password: 'DemoPass01', key: 'KIOSKDEMOKEY0001' };

/** A card entry that is accepted when `outcome` is `by_card`. */
export const GOOD_CARD = { bank: 'KNET1', digits: '0000000001', month: '09', year: '2025', pin: '1234' };

/** What the merchant side answers a notification with. */
export interface ReplyPlan {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  readonly afterMs?: number;
}

/** A merchant small enough to be read at a glance: it keeps the bodies it was sent and answers as told. */
export interface Merchant {
  readonly base: string;
  readonly bodies: string[];
  reply: ReplyPlan;
  close(): Promise<void>;
}

/** Starts a merchant on loopback that acknowledges properly until told otherwise. */
export async function startMerchant(): Promise<Merchant> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      merchant.bodies.push(Buffer.concat(chunks).toString('utf8'));
      const { status = 200, headers = { 'content-type': 'text/plain' }, body, afterMs = 0 } = merchant.reply;
      setTimeout(() => response.writeHead(status, headers).end(body), afterMs);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const base = `http://127.0.0.1:${address.port}`;
  const merchant: Merchant = {
    base,
    bodies: [],
    reply: { body: `REDIRECT=${base}/receipt/abc` },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return merchant;
}

/** The simulator under test, with a merchant and a browser that follows nothing by itself. */
export interface Rig {
  readonly base: string;
  readonly merchant: Merchant;
  /** Milliseconds since 1970; tests move it by hand. */
  readonly clock: { now: number };
  set(change: Partial<Settings>): Promise<void>;
  control(path: string, body?: unknown): Promise<{ status: number; json: unknown }>;
  /** Address of the init page for a request; fields replace the usual ones, undefined takes one out. */
  initUrl(fields?: Readonly<Record<string, string | undefined>>, key?: string): string;
  get(url: string): Promise<Seen>;
  post(path: string, form: Readonly<Record<string, string>>): Promise<Seen>;
  /** Opens a page and returns its payment id. */
  open(trackId: string, fields?: Readonly<Record<string, string>>): Promise<string>;
  /** Card, code, confirm; returns what the browser sees in the end. */
  pay(paymentId: string, card?: Readonly<Record<string, string>>): Promise<Seen>;
  inquire(trackId: string, over?: Readonly<Record<string, string>>): Promise<Map<string, string>>;
  /** The merchant's view of the notification number `index`, deciphered. */
  notified(index: number): URLSearchParams;
  close(): Promise<void>;
}

/** One answer as a browser would see it. */
export interface Seen {
  readonly status: number;
  readonly location: string;
  readonly body: string;
}

/** Starts simulator and merchant. */
export async function startRig(over: Partial<Configuration> = {}, ports: Partial<Ports> = {}): Promise<Rig> {
  const merchant = await startMerchant();
  const clock = { now: Date.UTC(2026, 0, 1, 9) };
  const settings: Settings = { ...DEFAULT_SETTINGS, voidWindowMs: 400, delayMs: 60, callbackDelayMs: 60 };
  const knet = await startKnet(
    { port: 0, credentials: CREDENTIALS, ledgerFile: null, settings, ...over },
    { now: () => clock.now, ...ports },
  );
  const base = `http://127.0.0.1:${knet.port}`;

  const see = async (url: string, init: RequestInit): Promise<Seen> => {
    const response = await fetch(url, { ...init, redirect: 'manual' });
    return { status: response.status, location: response.headers.get('location') ?? '', body: await response.text() };
  };
  const post: Rig['post'] = (path, form) => see(`${base}${path}`, { method: 'POST', body: new URLSearchParams(form) });
  const get: Rig['get'] = (url) => see(new URL(url, base).href, {});
  const control: Rig['control'] = async (path, body) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${base}/sim/${path}`, init);
    return { status: response.status, json: await response.json() };
  };
  const initUrl: Rig['initUrl'] = (fields = {}, key = CREDENTIALS.key) => {
    const request = requestFields(merchant.base, fields);
    const plaintext = request.map(([name, value]) => `${name}=${value}`).join('&');
    const value = (wanted: string): string => request.find(([name]) => name === wanted)?.[1] ?? '';
    const outer = new URLSearchParams({
      trandata: encipher(key, plaintext),
      tranportalId: CREDENTIALS.tranportalId,
      responseURL: value('responseURL'),
      errorURL: value('errorURL'),
    });
    return `/kpg/PaymentHTTP.htm?param=paymentInit&${outer.toString()}`;
  };

  return {
    base,
    merchant,
    clock,
    get,
    post,
    control,
    initUrl,
    async set(change) {
      const answer = await control('settings', change);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.json));
    },
    async open(trackId, fields = {}) {
      const seen = await get(initUrl({ trackid: trackId, ...fields }));
      const id = /^\/kpg\/paymentpage\.htm\?PaymentID=([0-9]{18})$/.exec(seen.location)?.[1];
      if (id === undefined) throw new Error(`no page: ${seen.status} ${seen.location} ${seen.body}`);
      return id;
    },
    async pay(paymentId, card = GOOD_CARD) {
      const sent = await post('/kpg/paymentrouter.htm', { PaymentID: paymentId, action: 'submit', ...card });
      if (sent.status !== 303) return sent;
      const page = await get(sent.location);
      const otp = /id="demo-code">([0-9]{6})</.exec(page.body)?.[1] ?? '';
      return post('/kpg/paymentrouter.htm', { PaymentID: paymentId, action: 'submit', otp });
    },
    async inquire(trackId, change = {}) {
      const fields = {
        ...CREDENTIALS_XML,
        action: '8',
        amt: '1.250',
        transid: trackId,
        trackid: trackId,
        udf5: 'TrackID',
        ...change,
      };
      return parseAnswer((await postXml(base, requestXml(fields))).body);
    },
    notified(index) {
      const body = merchant.bodies[index] ?? '';
      const hex = new URLSearchParams(body).get('trandata') ?? body;
      const plaintext = decipher(CREDENTIALS.key, hex);
      return new URLSearchParams(plaintext.ok ? plaintext.value : '');
    },
    async close() {
      await knet.close();
      await merchant.close();
    },
  };
}

const CREDENTIALS_XML = { id: CREDENTIALS.tranportalId, password: CREDENTIALS.password };

/** Elements in `<request>`, as an inquiry or a refund carries them. */
export function requestXml(fields: Readonly<Record<string, string>>): string {
  const row = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<request>${row.join('')}</request>`;
}

/** Posts to tranPipe; the promise is refused when the connection is dropped. */
export async function postXml(base: string, xml: string): Promise<{ status: number; body: string }> {
  const response = await fetch(`${base}/kpg/tranPipe.htm?param=tranInit`, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: xml,
  });
  return { status: response.status, body: await response.text() };
}

/** The elements of an answer, whatever stands around them. */
export function parseAnswer(body: string): Map<string, string> {
  return new Map([...body.matchAll(/<([a-z_0-9]+)>([^<]*)<\/\1>/g)].map(([, name = '', value = '']) => [name, value]));
}

function requestFields(merchantBase: string, change: Readonly<Record<string, string | undefined>>): [string, string][] {
  const usual: Record<string, string | undefined> = {
    id: CREDENTIALS.tranportalId,
    password: CREDENTIALS.password,
    action: '1',
    langid: 'EN',
    currencycode: '414',
    amt: '1.250',
    responseURL: `${merchantBase}/knet/notify`,
    errorURL: `${merchantBase}/knet/error`,
    trackid: 'K1D20260101T0001',
    udf1: 'ORDER1001',
    udf2: 'KIOSK01',
    udf3: '',
    udf4: '',
    udf5: '',
    ...change,
  };
  return Object.entries(usual).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
}
