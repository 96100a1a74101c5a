import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import Fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { feedPeppersReplySchema } from '../../src-shared/contract/gateway-http.ts';
import { signRequest } from '../../src-shared/contract/http-signature.ts';
import type { Office } from '../../src-shared/domain/obligation.ts';
import { rawPublicKey } from '../../src-shared/encoding/ed25519-der.ts';
import { signedHeadSchema } from '../../src-shared/feed/head.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';
import { sha256 } from '../kiosks/check-request.ts';
import { issueEnrolCode } from '../kiosks/enrol-code.ts';
import type { KioskStore } from '../kiosks/kiosk-store.ts';
import { kiosksPlugin } from '../kiosks/kiosks-plugin.ts';
import { memoryKioskStore } from '../kiosks/memory-kiosk-store.ts';
import type { PartyObligations } from '../ministry/port.ts';
import { startFeed, type Feed } from './feed.ts';
import { feedRoutes } from './feed-routes.ts';
import { objectsFolder, statePath, type FeedFolder } from './folder.ts';
import { memoryFolder } from './memory-folder.ts';
import { memoryStretchCache, type StretchCache } from './stretch.ts';
import { FeedReader, person, startEpoch, startMs, testKeys, ticket } from './test-support.ts';

const device = generateKeyPairSync('ed25519');
const rng = { bytes: (length: number) => randomBytes(length) };
const office: Office = { code: 'HQ', name: { ar: 'الإدارة', en: 'HQ' }, area: { ar: 'العاصمة', en: 'Capital' } };
const dayMs = 86_400_000;

let nowMs: number;
const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs };
let waiting: { ms: number; run: () => void }[];
const timers = { after: (ms: number, run: () => void) => (waiting.push({ ms, run }), { cancel: () => undefined }) };
let keys: GatewayKeys;
let store: KioskStore;
let folder: FeedFolder;
let stretched: StretchCache;
let offices: Result<readonly Office[], 'ministry_down'>;
let reads: () => AsyncIterable<PartyObligations>;
let logged: string[];
let fastify: FastifyInstance;

beforeEach(async () => {
  nowMs = startMs;
  waiting = [];
  logged = [];
  keys = await testKeys();
  store = memoryKioskStore();
  folder = memoryFolder();
  stretched = memoryStretchCache();
  offices = ok([office]);
  reads = async function* one() {
    yield { party: person(1), obligations: [ticket(1)] };
  };
  fastify = Fastify();
});
afterEach(() => fastify.close());

function start(builds = true): Feed {
  const log = (facts: object): void => void logged.push(JSON.stringify(facts));
  return startFeed({
    ministry: { allParties: () => reads(), exportedSystems: ['traffic'], offices: async () => offices },
    ...{ keys, kiosks: store, folder, stretched, rng, clock, timers, builds },
    everyMs: 600_000,
    epochDays: 14,
    log: { info: log, warn: log },
  });
}

async function serve(feed: Feed): Promise<void> {
  await fastify.register(kiosksPlugin, { store, keys, clock, timers });
  await fastify.register(feedRoutes, { feed, feedFolder: folder, keys });
  const code = await issueEnrolCode({ store, rng, clock }, { kioskCode: 'K001', site: { ar: 'م', en: 'C' } });
  const deviceKey = Buffer.from(rawPublicKey(device.publicKey.export({ format: 'der', type: 'spki' })));
  const payload = { code, deviceKey: deviceKey.toString('base64url') };
  await fastify.inject({ method: 'POST', url: '/v1/kiosks/enrol', payload });
}

function signed(url: string): Promise<LightMyRequestResponse> {
  const created = Math.floor(nowMs / 1000);
  const facts = { created, expires: created + 60, keyId: 'K001', sequence: 1, nonce: randomBytes(16).toString('hex') };
  const signer = { sha256, sign: (bytes: Uint8Array) => sign(null, bytes, device.privateKey) };
  return fastify.inject({
    url,
    headers: signRequest({ method: 'GET', target: url, body: Buffer.from('') }, facts, signer),
  });
}

describe('the head', () => {
  it('is not there before the first reading is whole, then is signed and asked for without a signature', async () => {
    const feed = start();
    await serve(feed);
    expect((await fastify.inject('/v1/feed/head')).json()).toMatchObject({ error: 'not_found' });
    expect(feed.seq()).toBe(0);
    await feed.rebuild();
    const answer = await fastify.inject('/v1/feed/head');
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(signedHeadSchema.parse(answer.json()).head).toMatchObject({ seq: feed.seq(), epoch: startEpoch });
  });

  it('need not be sent again while it is the same', async () => {
    const feed = start();
    await serve(feed);
    await feed.rebuild();
    const tag = String((await fastify.inject('/v1/feed/head')).headers.etag);
    const again = await fastify.inject({ url: '/v1/feed/head', headers: { 'if-none-match': tag } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    nowMs += 1000;
    await feed.rebuild();
    expect((await fastify.inject({ url: '/v1/feed/head', headers: { 'if-none-match': tag } })).statusCode).toBe(200);
  });

  it('names the kiosks that were revoked, also while the ministry is away', async () => {
    const feed = start();
    await serve(feed);
    await feed.rebuild();
    await store.revoke('K001');
    offices = err('ministry_down');
    expect(await feed.rebuild()).toBe(false);
    expect(await new FeedReader(folder, keys).head()).toMatchObject({ revoked: ['K001'] });
  });
});

describe('an object', () => {
  async function anObject(): Promise<{ url: string; bytes: Buffer }> {
    const feed = start();
    await serve(feed);
    await feed.rebuild();
    const manifest = await new FeedReader(folder, keys).manifest();
    const url = `/v1/feed/objects/${manifest.segments[0]?.name ?? ''}`;
    return { url, bytes: (await fastify.inject(url)).rawPayload };
  }

  it('comes whole, and may be kept for ever', async () => {
    const { url, bytes } = await anObject();
    const answer = await fastify.inject(url);
    expect(answer.statusCode).toBe(200);
    expect(bytes.subarray(0, 4).toString()).toBe('WFS1');
    expect(answer.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      'content-type': 'application/octet-stream',
    });
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(sha256(bytes)).toEqual(Buffer.from(url.slice(-64), 'hex'));
  });

  it('comes in the part that is asked for', async () => {
    const { url, bytes } = await anObject();
    const size = bytes.length;
    const part = async (range: string, more: Record<string, string> = {}) => {
      const answer = await fastify.inject({ url, headers: { range, ...more } });
      return [answer.statusCode, answer.headers['content-range'], answer.rawPayload] as const;
    };
    expect(await part('bytes=4-9')).toEqual([206, `bytes 4-9/${size}`, bytes.subarray(4, 10)]);
    expect(await part('bytes=70-')).toEqual([206, `bytes 70-${size - 1}/${size}`, bytes.subarray(70)]);
    expect(await part('bytes=-5')).toEqual([206, `bytes ${size - 5}-${size - 1}/${size}`, bytes.subarray(-5)]);
    expect(await part(`bytes=0-${size * 2}`)).toEqual([206, `bytes 0-${size - 1}/${size}`, bytes]);
    expect(await part(`bytes=${size}-`)).toMatchObject([416, `bytes */${size}`, Buffer.alloc(0)]);
    expect(await part('bytes=-0')).toMatchObject([416, `bytes */${size}`, Buffer.alloc(0)]);
    for (const odd of ['bytes=9-4', 'bytes=1-2,4-5', 'lines=1-2', 'bytes=-', 'bytes=a-b']) {
      expect(await part(odd)).toEqual([200, undefined, bytes]);
    }
    expect(await part('bytes=4-9', { 'if-range': '"another"' })).toEqual([200, undefined, bytes]);
    expect((await part('bytes=4-9', { 'if-range': `"${url.slice(-64)}"` }))[0]).toBe(206);
  });

  it('is found by its name only: no path leads to anything else', async () => {
    await anObject();
    const names = ['..%2f..%2fprivate%2fstate.json', '..', '.', 'A'.repeat(64), '0'.repeat(63), '0'.repeat(64), '%00'];
    for (const name of [...names, '../../private/state.json', '..%5c..%5cprivate%5cstate.json']) {
      const answer = await fastify.inject(`/v1/feed/objects/${name}`);
      expect([name, answer.statusCode]).toEqual([name, 404]);
    }
    expect(await folder.read(statePath)).not.toBe(null);
  });
});

describe('peppers', () => {
  it('are given to enrolled kiosks only, and to nobody that was revoked', async () => {
    const feed = start();
    await serve(feed);
    await feed.rebuild();
    expect((await fastify.inject('/v1/feed/peppers')).statusCode).toBe(401);
    const answer = await signed('/v1/feed/peppers');
    expect(answer.headers['cache-control']).toBe('no-store');
    const { epochs } = feedPeppersReplySchema.parse(answer.json());
    const { indexKey, rowKey } = keys.feedEpoch(startEpoch);
    const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
    expect(epochs).toEqual([{ epoch: startEpoch, indexKey: text(indexKey), rowKey: text(rowKey) }]);
    await store.revoke('K001');
    expect((await signed('/v1/feed/peppers')).statusCode).toBe(401);
  });
});

describe('the publisher', () => {
  it('reads again after the pause, sooner after a failure, and logs no data', async () => {
    const feed = start();
    await feed.rebuild();
    expect(waiting.at(-1)).toMatchObject({ ms: 600_000 });
    const before = await folder.list(objectsFolder);
    reads = async function* broken() {
      yield { party: person(2), obligations: [ticket(2)] };
      throw new TypeError(`no answer about ${person(2).number}`);
    };
    expect(await feed.rebuild()).toBe(false);
    expect(waiting.at(-1)).toMatchObject({ ms: 30_000 });
    expect(await folder.list(objectsFolder)).toEqual(before);
    expect(logged.join()).not.toContain(person(2).number);
  });

  it('has what is in the folder at once after a restart, and counts on', async () => {
    const first = start();
    await first.rebuild();
    first.close();
    offices = err('ministry_down');
    const second = start();
    await second.rebuild();
    expect(second.seq()).toBe(first.seq());
    offices = ok([office]);
    reads = async function* changed() {
      yield { party: person(1), obligations: [ticket(2)] };
    };
    await second.rebuild();
    expect(second.seq()).toBe(first.seq() + 1);
  });

  it('that does not build only tells what another has put there', async () => {
    const reader = start(false);
    await reader.rebuild();
    expect([reader.seq(), await folder.list(objectsFolder)]).toEqual([0, []]);
    const builder = start();
    await builder.rebuild();
    await reader.rebuild();
    expect(reader.seq()).toBe(builder.seq());
  });

  it('prepares names for the next epoch, so that its first reading has nothing to stretch', async () => {
    nowMs = (startEpoch + 14) * dayMs - dayMs;
    const feed = start();
    await feed.rebuild();
    const kept: number[] = [];
    stretched.keep = async (epoch) => void kept.push(epoch);
    nowMs += 2 * dayMs;
    const next = start();
    await next.rebuild();
    expect(next.seq()).toBe(feed.seq() + 1);
    expect(kept).toEqual([]);
  });
});
