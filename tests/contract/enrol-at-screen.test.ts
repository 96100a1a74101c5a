/*
 * A kiosk that is nobody and the gateway's enrolment over a real socket and a real database: the code typed at the screen,
 * the words on both sides, and every way in which it can go wrong between them.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase, type Database } from '../../src-gateway/db/database.ts';
import { loadOrCreateGatewayKeys, type GatewayKeys } from '../../src-gateway/keys/gateway-keys.ts';
import { kioskWords } from '../../src-gateway/kiosks/comparison.ts';
import { enrolCodeMinutes, issueEnrolCode } from '../../src-gateway/kiosks/enrol-code.ts';
import { kiosksPlugin } from '../../src-gateway/kiosks/kiosks-plugin.ts';
import { sqlKioskStore } from '../../src-gateway/kiosks/sql-kiosk-store.ts';
import { Connection } from '../../src-main/connection/connection.ts';
import type { Fetch } from '../../src-main/gateway/exchange.ts';
import { nodePrivateFile } from '../../src-main/identity/edge/node-private-file.ts';
import { EnrolDesk } from '../../src-main/staff/enrol-desk.ts';
import { LockOut } from '../../src-main/staff/lock-out.ts';
import { ok } from '../../src-shared/result.ts';

const site = { ar: 'المركز', en: 'Centre' };
const rng = { bytes: (length: number) => randomBytes(length) };
const timers = {
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
const gatewayTime = { aheadMs: 0 };
const gatewayClock = { wallMs: () => Date.now() + gatewayTime.aheadMs, monotonicMs: () => performance.now() };
const kioskClock = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };

vi.setConfig({ testTimeout: 30_000 });

let database: Database;
let keys: GatewayKeys;
let gateway: FastifyInstance;
let folder: string;
let kioskCode: string;
let kiosks = 0;

const makeKeys = async (): Promise<GatewayKeys> => {
  let kept: string | null = null;
  const file = { read: async () => ok(kept), createOnce: async (text: string) => void (kept = text) };
  const made = await loadOrCreateGatewayKeys(file, rng);
  if (!made.ok) throw new Error(made.error.problem);
  return made.value;
};
const store = () => sqlKioskStore(database.db);
const makeCode = () => issueEnrolCode({ store: store(), rng, clock: gatewayClock }, { kioskCode, site });
const officeWords = () => kioskWords(store(), keys.answerPublicKey, kioskCode);

beforeAll(async () => {
  database = await openDatabase('pglite:memory');
  keys = await makeKeys();
}, 60_000);
afterAll(() => database.close());
beforeEach(async () => {
  gatewayTime.aheadMs = 0;
  kiosks += 1;
  kioskCode = `KS${kiosks}`;
  folder = await mkdtemp(join(tmpdir(), 'wafa-enrol-screen-'));
  gateway = await listening(keys);
});
afterEach(async () => {
  await gateway.close();
  await rm(folder, { recursive: true });
});

async function listening(itsKeys: GatewayKeys): Promise<FastifyInstance> {
  const app = Fastify();
  await app.register(kiosksPlugin, { store: store(), keys: itsKeys, clock: gatewayClock, timers });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return app;
}

function addressOf(app: FastifyInstance): string {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the gateway does not listen');
  return `http://127.0.0.1:${address.port}`;
}

/** The kiosk of this folder, started. `through` plays whoever sits on its line. */
async function started(through: Fetch = fetch, baseUrl = addressOf(gateway)) {
  const identified: string[] = [];
  const connection = new Connection({
    line: { baseUrl, fetch: through, clock: kioskClock, timers, rng },
    keyFile: nodePrivateFile(join(folder, 'device-key.json')),
    identityFile: nodePrivateFile(join(folder, 'identity.json')),
    enrolCode: null,
    copy: { lookUp: () => Promise.reject(new Error('nobody looks anybody up')) },
    paidSince: () => new Set(),
    timers,
    rng,
    onIdentity: (identity) => identified.push(identity.kioskCode),
    log: () => undefined,
  });
  const lockOut = new LockOut(nodePrivateFile(join(folder, 'tries.json')), kioskClock);
  await lockOut.open();
  const desk = new EnrolDesk({ connection, lockOut, audit: { note: async () => true }, log: () => undefined });
  await connection.start();
  return { connection, desk, identified };
}

type Started = Awaited<ReturnType<typeof started>>;
const problemOf = ({ desk }: Started) => {
  const view = desk.view();
  return view?.step === 'code' ? view.problem : (view?.step ?? 'enrolled');
};
const wordsOn = ({ desk }: Started) => {
  const view = desk.view();
  return view?.step === 'compare' ? view.words : null;
};

describe('a kiosk enrolled at its screen', () => {
  it('shows the words the office sees, and works as this kiosk once they were compared', async () => {
    const kiosk = await started();
    expect(kiosk.connection.needsStaff).toBe(true);
    expect(await officeWords()).toBeNull();
    await kiosk.desk.enrol(await makeCode());
    expect(wordsOn(kiosk)).toHaveLength(6);
    expect(wordsOn(kiosk)).toEqual(await officeWords());
    expect(kiosk.identified).toEqual([]);
    await kiosk.desk.compare(true);
    expect([kiosk.identified, kiosk.connection.needsStaff]).toEqual([[kioskCode], false]);
    expect((await started()).identified).toEqual([kioskCode]);
  });

  it('has the words of its newest code after a second enrolment', async () => {
    await (await started()).desk.enrol(await makeCode());
    const first = await officeWords();
    await rm(join(folder, 'identity.json'));
    const kiosk = await started();
    gatewayTime.aheadMs = 1000;
    await kiosk.desk.enrol(await makeCode());
    expect(wordsOn(kiosk)).toEqual(await officeWords());
    expect(await officeWords()).not.toEqual(first);
  });

  it('that lost its power after the answer shows the same words again, and after the comparison none', async () => {
    const kiosk = await started();
    await kiosk.desk.enrol(await makeCode());
    const words = wordsOn(kiosk);
    const again = await started();
    expect([again.identified, wordsOn(again)]).toEqual([[], words]);
    await again.desk.compare(true);
    const after = await started();
    expect([after.identified, after.desk.view()]).toEqual([[kioskCode], null]);
  });

  it('whose answer was lost enrols with the same code, also after a restart and after the code has ended', async () => {
    const code = await makeCode();
    const deaf: Fetch = async (url, init) => {
      await fetch(url, init);
      throw new Error('the line was cut');
    };
    const kiosk = await started(deaf);
    await kiosk.desk.enrol(code);
    expect(problemOf(kiosk)).toBe('no_answer');
    gatewayTime.aheadMs = (enrolCodeMinutes + 1) * 60_000;
    const again = await started();
    await again.desk.enrol(code);
    expect(wordsOn(again)).toEqual(await officeWords());
  });

  it('hears that a code is unknown, used by another kiosk, or too old, and takes the next', async () => {
    const kiosk = await started();
    const used = await makeCode();
    const other = await started();
    await other.desk.enrol(used);
    await rm(join(folder, 'device-key.json'));
    await rm(join(folder, 'identity.json'));
    await kiosk.desk.enrol(used);
    expect(problemOf(kiosk)).toBe('refused');
    const old = await makeCode();
    gatewayTime.aheadMs = enrolCodeMinutes * 60_000;
    await kiosk.desk.enrol(old);
    expect(problemOf(kiosk)).toBe('refused');
    await kiosk.desk.enrol(await makeCode());
    expect(wordsOn(kiosk)).toEqual(await officeWords());
  });

  it('says that nobody answers while the gateway is away, and enrols when it is back', async () => {
    const code = await makeCode();
    const away = await started(fetch, 'http://127.0.0.1:1');
    await away.desk.enrol(code);
    expect(problemOf(away)).toBe('no_answer');
    const back = await started();
    await back.desk.enrol(code);
    expect(problemOf(back)).toBe('compare');
  });

  it.each([
    ['a portal’s page', new Response('<html>Welcome</html>', { status: 200 }), 'strange_answer'],
    ['half an answer', new Response('{"kioskCode":"K0', { status: 200 }), 'strange_answer'],
    ['an answer without keys', Response.json({ kioskCode: 'K001', site }), 'strange_answer'],
    ['a gateway in trouble', Response.json({ error: 'internal', message: '' }, { status: 500 }), 'gateway_away'],
  ])('is told of %s, and the code is good afterwards', async (_what, answer, problem) => {
    const code = await makeCode();
    const kiosk = await started(async () => answer);
    await kiosk.desk.enrol(code);
    expect(problemOf(kiosk)).toBe(problem);
    const well = await started();
    await well.desk.enrol(code);
    expect(wordsOn(well)).toEqual(await officeWords());
  });

  it('with somebody on its line shows other words than the office', async () => {
    // He hands the code in with a key of his own, and gives the kiosk a gateway's key of his own.
    const his = await makeKeys();
    const inBetween: Fetch = async (url, init) => {
      const { code } = JSON.parse(Buffer.from(init.body as Uint8Array).toString()) as { code: string };
      const body = JSON.stringify({ code, deviceKey: randomBytes(32).toString('base64url') });
      const answer = await fetch(url, { ...init, body });
      return Response.json({ ...((await answer.json()) as object), answerKey: his.answerPublicKey });
    };
    const kiosk = await started(inBetween);
    await kiosk.desk.enrol(await makeCode());
    expect(wordsOn(kiosk)).toHaveLength(6);
    expect(wordsOn(kiosk)).not.toEqual(await officeWords());
    await kiosk.desk.compare(false);
    expect([kiosk.identified, problemOf(kiosk)]).toEqual([[], 'differ']);
    expect((await started()).connection.enrolment).toEqual({ step: 'code', why: 'not_enrolled' });
  });

  it('without an address of a gateway says so', async () => {
    const { desk } = await started(fetch, '');
    expect(desk.view()).toEqual({ step: 'no_address' });
  });
});
