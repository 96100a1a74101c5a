/*
 * The kiosk's client and the gateway's plugins over a real socket: enrolment, signed requests and answers, and the
 * offline copy all the way from the ministry's list to a look-up without a network.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFeed, type Feed as GatewayFeed } from '../../src-gateway/feed/feed.ts';
import { feedRoutes } from '../../src-gateway/feed/feed-routes.ts';
import { memoryFolder } from '../../src-gateway/feed/memory-folder.ts';
import { memoryStretchCache } from '../../src-gateway/feed/stretch.ts';
import { loadOrCreateGatewayKeys } from '../../src-gateway/keys/gateway-keys.ts';
import { issueEnrolCode } from '../../src-gateway/kiosks/enrol-code.ts';
import type { KioskStore } from '../../src-gateway/kiosks/kiosk-store.ts';
import { kiosksPlugin } from '../../src-gateway/kiosks/kiosks-plugin.ts';
import { memoryKioskStore } from '../../src-gateway/kiosks/memory-kiosk-store.ts';
import type { PartyObligations } from '../../src-gateway/ministry/port.ts';
import type { Fetch, GatewayLine } from '../../src-main/gateway/exchange.ts';
import { kioskGateway, openGateway, type KioskGateway } from '../../src-main/gateway/gateway-client.ts';
import { becomeIdentified, type KioskIdentity } from '../../src-main/identity/kiosk-identity.ts';
import type { PrivateFile } from '../../src-main/identity/private-file.ts';
import { makeInquiry } from '../../src-main/inquiry/inquiry.ts';
import { openKioskFeed } from '../../src-main/sync/edge/open-kiosk-feed.ts';
import type { Feed } from '../../src-main/sync/open-feed.ts';
import { obligationSchema, type Office } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { err, ok } from '../../src-shared/result.ts';
import { trafficIndividuals } from '../../src-shared/services/traffic-individuals.ts';
import { commitOf } from '../../src-main/payment/test-support.ts';

const site = { ar: 'المركز', en: 'Centre' };
const rng = { bytes: (length: number) => randomBytes(length) };
const timers = {
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    timer.unref();
    return {
      cancel: () => {
        clearTimeout(timer);
      },
    };
  },
};
const wall = { skewMs: 0 };
const gatewayClock = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };
const kioskClock = { wallMs: () => Date.now() + wall.skewMs, monotonicMs: () => performance.now() };

const pid = '0123456789abcdef0123456789abcdef';
const office: Office = { code: 'CAP', name: { ar: 'العاصمة', en: 'Capital' }, area: { ar: 'العاصمة', en: 'Capital' } };
const person = (at: number): Party => ({
  kind: 'individual',
  numberKind: 'civil',
  number: String(399_000_000_000 + at),
});
const ticket = (at: number) =>
  obligationSchema.parse({
    id: `T${at}`,
    version: 1,
    system: 'traffic',
    amountFils: 5000,
    status: 'payable',
    officeCode: 'CAP',
    detail: {
      ticketNo: `T${at}`,
      kind: 'direct',
      occurredAt: '2026-11-01T10:00:00+03:00',
      place: { ar: 'السالمية', en: 'Salmiya' },
      offences: [{ code: '37', text: { ar: 'وقوف', en: 'Parking' } }],
    },
  });
/** Every one of them costs some 25 ms of stretching. */
const partyCount = 20;
const tickets = Array.from({ length: partyCount }, (_, at) => ticket(at));

async function* allParties(): AsyncGenerator<PartyObligations> {
  for (let at = 0; at < partyCount; at += 1) yield { party: person(at), obligations: tickets.slice(at, at + 1) };
}

let gateway: FastifyInstance;
let store: KioskStore;
let published: GatewayFeed;
let seen: { kiosk: string; body: unknown }[];
let identity: KioskIdentity;
let kiosk: KioskGateway;
let folder: string;
let feed: Feed | null;

/** The line to the gateway; `change` plays whoever sits on it. */
function line(change: (answer: Response) => Response | Promise<Response> = (answer) => answer): GatewayLine {
  const send: Fetch = async (url, init) => change(await fetch(url, init));
  const address = gateway.server.address();
  if (address === null || typeof address === 'string') throw new Error('the gateway does not listen');
  return { baseUrl: `http://127.0.0.1:${address.port}`, fetch: send, clock: kioskClock, timers, rng };
}

beforeEach(async () => {
  wall.skewMs = 0;
  seen = [];
  store = memoryKioskStore();
  const keys = await loadOrCreateGatewayKeys(memoryKeyFile(), rng);
  if (!keys.ok) throw new Error(keys.error.problem);
  const ministry = { allParties, exportedSystems: ['traffic'] as const, offices: async () => ok([office]) };
  const log = { info: () => undefined, warn: () => undefined };
  const feedFolder = memoryFolder();
  published = startFeed({
    ministry,
    keys: keys.value,
    kiosks: store,
    folder: feedFolder,
    stretched: memoryStretchCache(),
    rng,
    clock: gatewayClock,
    timers,
    everyMs: 3_600_000,
    epochDays: 14,
    builds: true,
    log,
  });
  gateway = Fastify();
  await gateway.register(kiosksPlugin, { store, keys: keys.value, clock: gatewayClock, timers });
  await gateway.register(feedRoutes, { feed: published, feedFolder, keys: keys.value });
  gateway.post('/v1/inquiries', async (_request, reply) => {
    reply.code(503);
    return { error: 'ministry_down', message: 'the ministry does not answer' };
  });
  gateway.post('/v1/payments/:pid/withdraw', async (request) => {
    seen.push({ kiosk: request.kioskCode, body: request.body });
    return { pid, version: 3, state: 'not_charged', totalFils: 5000 };
  });
  gateway.post('/v1/payments/:pid/commit', async (request) => {
    seen.push({ kiosk: request.kioskCode, body: request.body });
    return { result: 'posted', proof: 'WAFA1.x.y', postings: [{ obligationId: 'T1', posting: 'pending' }] };
  });
  await gateway.listen({ host: '127.0.0.1', port: 0 });
  await published.rebuild();
  identity = await enrol();
  kiosk = kioskGateway(line(), identity);
  folder = await mkdtemp(join(tmpdir(), 'wafa-feed-'));
  feed = null;
});
afterEach(async () => {
  feed?.stop();
  await gateway.close();
  await rm(folder, { recursive: true });
});

function memoryKeyFile() {
  let kept: string | null = null;
  return { read: async () => ok(kept), createOnce: async (text: string) => void (kept = text) };
}

function memoryFile(): PrivateFile {
  let kept: string | null = null;
  return { read: async () => kept, replace: async (text) => void (kept = text) };
}

async function enrol(): Promise<KioskIdentity> {
  const enrolCode = await issueEnrolCode({ store, rng, clock: gatewayClock }, { kioskCode: 'K001', site });
  const files = { keyFile: memoryFile(), identityFile: memoryFile() };
  const enrolled = await becomeIdentified({ ...files, gateway: openGateway(line()), rng, enrolCode });
  if (!enrolled.ok) throw new Error(enrolled.error.kind);
  return enrolled.value;
}

describe('a kiosk that enrolled', () => {
  it('asks, is known by name, and believes the answer', async () => {
    expect(await kiosk.withdraw(pid)).toEqual({
      ok: true,
      value: { pid, version: 3, state: 'not_charged', totalFils: 5000 },
    });
    const receipt = commitOf(pid);
    expect(await kiosk.commit(pid, receipt)).toMatchObject({ ok: true });
    expect(seen).toEqual([
      { kiosk: 'K001', body: undefined },
      { kiosk: 'K001', body: receipt },
    ]);
  });

  it('does not believe an answer that was changed on the way', async () => {
    const change = async (answer: Response) => {
      const text = (await answer.text()).replace('not_charged', 'captured');
      return new Response(text, { status: answer.status, headers: answer.headers });
    };
    const failure = { kind: 'bad_answer', reason: 'wrong_signature' };
    expect(await kioskGateway(line(change), identity).withdraw(pid)).toEqual({ ok: false, error: failure });
  });

  it('does not believe a genuine answer whose status was changed', async () => {
    const change = async (answer: Response) =>
      new Response(await answer.text(), { status: 500, headers: answer.headers });
    expect(await kioskGateway(line(change), identity).withdraw(pid)).toMatchObject({
      ok: false,
      error: { kind: 'bad_answer' },
    });
  });

  it('learns from a signed refusal that it was revoked', async () => {
    await store.revoke('K001');
    expect(await kiosk.withdraw(pid)).toMatchObject({ ok: false, error: { kind: 'problem', code: 'unknown_kiosk' } });
    expect(seen).toEqual([]);
  });

  it('with a wrong clock gets through, after one refusal, and about money at once', async () => {
    wall.skewMs = -7_200_000;
    expect(await kiosk.withdraw(pid)).toMatchObject({ ok: true });
  });

  it('hears that the network is down when nobody listens', async () => {
    const lost = { ...line(), baseUrl: 'http://127.0.0.1:1' };
    expect(await kioskGateway(lost, identity).withdraw(pid)).toEqual({ ok: false, error: { kind: 'network_down' } });
  });
});

describe('the offline copy', () => {
  /** A kiosk whose vault never comes up: its files answer. */
  async function synced(): Promise<Feed> {
    const vault = { call: async () => err('gone' as const) };
    const held = new Promise<void>((resolve, reject) => {
      const log = (event: string, details: object) => {
        if (event === 'feed-held') resolve();
        else reject(new Error(`${event} ${JSON.stringify(details)}`));
      };
      const ports = { dataFolder: folder, config: { feedRate: null }, line: line(), vault, log };
      void openKioskFeed({ ...ports, connection: { gateway: kiosk, identity } }).then((opened) => {
        feed = opened;
        opened.look();
      }, reject);
    });
    await held;
    if (feed === null) throw new Error('the feed was not opened');
    return feed;
  }

  /** Asks what somebody owes, as the service for traffic tickets does. */
  function asking({ desk }: Feed) {
    const { ask } = makeInquiry({ gateway: kiosk, copy: desk, paidSince: () => new Set(), rng, log: () => undefined });
    return (party: Party) => ask({ service: trafficIndividuals, fields: { civilOrUnified: party.number }, party });
  }

  it('comes over the line in files and answers when the line is gone', async () => {
    const owed = asking(await synced());
    await gateway.close();
    expect(await owed(person(15))).toMatchObject({
      ok: true,
      value: { answer: { obligations: tickets.slice(15, 16), offices: [office], source: { from: 'copy' } } },
    });
    expect(await owed(person(partyCount))).toMatchObject({ ok: true, value: { answer: { obligations: [] } } });
  });

  it('answers while the gateway is there and the ministry is not', async () => {
    const owed = asking(await synced());
    expect(await owed(person(1))).toMatchObject({
      ok: true,
      value: { answer: { obligations: [ticket(1)], source: { from: 'copy' } } },
    });
  });

  it('on disk shows nothing about anybody', async () => {
    await synced();
    const names = await readdir(join(folder, 'feed'));
    expect(names.length).toBeGreaterThan(2);
    const disk = await Promise.all(names.map((name) => readFile(join(folder, 'feed', name), 'latin1')));
    for (const word of [person(1).number, 'T11', '2026-11-01']) expect(disk.join()).not.toContain(word);
  });

  it('does not answer a kiosk that was revoked', async () => {
    const owed = asking(await synced());
    await store.revoke('K001');
    expect(await owed(person(1))).toEqual({ ok: false, error: 'network_down' });
    expect((await readdir(join(folder, 'feed'))).length).toBeGreaterThan(0);
    await published.rebuild();
    feed?.look();
    await expect.poll(() => readdir(join(folder, 'feed'))).toEqual([]);
  });
});
