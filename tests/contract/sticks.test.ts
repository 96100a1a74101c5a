/*
 * A kiosk that has no line any more, and a stick: up with what it owes, to the real routes of a gateway, and down with
 * answers, data and staff. Then everything that can be wrong with a stick.
 */
import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveStick } from '../../scripts/operator/serve-stick.ts';
import { useZod } from '../../src-gateway/api/zod-fastify.ts';
import { startFeed, type Feed as GatewayFeed } from '../../src-gateway/feed/feed.ts';
import { feedRoutes } from '../../src-gateway/feed/feed-routes.ts';
import { memoryFolder } from '../../src-gateway/feed/memory-folder.ts';
import { memoryStretchCache } from '../../src-gateway/feed/stretch.ts';
import { loadOrCreateGatewayKeys, type GatewayKeys } from '../../src-gateway/keys/gateway-keys.ts';
import { issueEnrolCode } from '../../src-gateway/kiosks/enrol-code.ts';
import { kiosksPlugin } from '../../src-gateway/kiosks/kiosks-plugin.ts';
import { memoryKioskStore } from '../../src-gateway/kiosks/memory-kiosk-store.ts';
import { stickRoute } from '../../src-gateway/sticks/stick-route.ts';
import { CarriedPost } from '../../src-main/gateway/carried-post.ts';
import type { GatewayLine } from '../../src-main/gateway/exchange.ts';
import { kioskGateway, openGateway } from '../../src-main/gateway/gateway-client.ts';
import { becomeIdentified, type KioskIdentity } from '../../src-main/identity/kiosk-identity.ts';
import { DayBook } from '../../src-main/end-of-day/day-book.ts';
import { makeMemoryFs } from '../../src-main/journal/edge/memory-fs.ts';
import { mustOpen } from '../../src-main/journal/test-support.ts';
import { PaymentBook } from '../../src-main/payment/payment-book.ts';
import { PaymentDesk } from '../../src-main/payment/payment-desk.ts';
import { HostedRail } from '../../src-main/payment/rails/hosted-rail.ts';
import { commitOf } from '../../src-main/payment/test-support.ts';
import { BundleDesk } from '../../src-main/staff/carry/bundle-desk.ts';
import { exportRequests } from '../../src-main/staff/carry/export-requests.ts';
import { nodeStickFiles } from '../../src-main/staff/carry/edge/node-stick-files.ts';
import type { StickFiles } from '../../src-main/staff/carry/stick-files.ts';
import { StickMemory } from '../../src-main/staff/carry/stick-memory.ts';
import { StaffDirectoryKeeper } from '../../src-main/staff/staff-directory.ts';
import { MemoryFile } from '../../src-main/staff/test-support.ts';
import { nodeFeedFs } from '../../src-main/sync/edge/node-feed-fs.ts';
import { openKioskFeed } from '../../src-main/sync/edge/open-kiosk-feed.ts';
import type { Feed } from '../../src-main/sync/open-feed.ts';
import type { AuditEvent } from '../../src-shared/contract/audit-catalogue.ts';
import { canonicalJson } from '../../src-shared/contract/canonical-json.ts';
import { genesis } from '../../src-shared/contract/journal.ts';
import { signedDownIndexSchema } from '../../src-shared/contract/stick-bundle.ts';
import type { SignedDayReport } from '../../src-shared/domain/day-report.ts';
import { obligationSchema } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { toBase64Url } from '../../src-shared/encoding/base64.ts';
import { err, ok } from '../../src-shared/result.ts';

const rng = { bytes: (length: number) => randomBytes(length) };
const timers = {
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms).unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
const clock = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };
const quiet = { info: () => undefined, warn: () => undefined };
const pid = '0123456789abcdef0123456789abcdef';

const person: Party = { kind: 'individual', numberKind: 'civil', number: '399000000001' };
const ticket = obligationSchema.parse({
  ...{ id: 'T1', version: 1, system: 'traffic', amountFils: 5000, status: 'payable', officeCode: 'CAP' },
  detail: {
    ...{ ticketNo: 'T1', kind: 'direct', occurredAt: '2026-11-01T10:00:00+03:00' },
    place: { ar: 'السالمية', en: 'Salmiya' },
    offences: [{ code: '37', text: { ar: 'وقوف', en: 'Parking' } }],
  },
});

/** The office: a gateway that kiosks enrolled at while there still was a line. */
let gateway: FastifyInstance;
let keys: GatewayKeys;
let published: GatewayFeed;
let address: string;
/** Receipt numbers the gateway was told, in order, each time it was. */
let commits: string[];
/** Numbers of the closed days it was told. */
let days: number[];
let serial = Date.now();
const store = memoryKioskStore();

beforeAll(async () => {
  const made = await loadOrCreateGatewayKeys(memoryKeyFile(), rng);
  if (!made.ok) throw new Error(made.error.problem);
  keys = made.value;
  const feedFolder = memoryFolder();
  published = startFeed({
    ministry: {
      allParties: async function* one() {
        yield { party: person, obligations: [ticket] };
      },
      exportedSystems: ['traffic'],
      offices: async () => ok([]),
    },
    ...{ keys, kiosks: store, folder: feedFolder, rng, clock, timers, log: quiet },
    ...{ stretched: memoryStretchCache(), everyMs: 3_600_000, epochDays: 14, builds: true },
  });
  gateway = Fastify();
  useZod(gateway);
  const staff = {
    read: async () => ({ version: 7, staff: [] }),
    put: async () => undefined,
    remove: async () => false,
  };
  const carriedMark = randomBytes(16).toString('hex');
  await gateway.register(kiosksPlugin, { ...{ store, keys, clock, timers }, carriedMark });
  await gateway.register(feedRoutes, { feed: published, feedFolder, keys });
  await gateway.register(stickRoute, {
    ...{ kiosks: store, keys, feed: published, feedFolder, staff, clock, carriedMark },
    serial: () => (serial += 1),
  });
  gateway.post<{ Body: { receiptNo: string } }>('/v1/payments/:pid/commit', async ({ body }) => {
    commits.push(body.receiptNo);
    return { result: 'posted', proof: 'WAFA1.x.y', postings: [{ obligationId: 'a', posting: 'pending' }] };
  });
  gateway.post<{ Body: SignedDayReport }>('/v1/day-reports', async ({ body: { report } }) => {
    days.push(report.no);
    return { no: report.no };
  });
  address = await gateway.listen({ host: '127.0.0.1', port: 0 });
  await published.rebuild();
});
afterAll(() => gateway.close());

function memoryKeyFile() {
  let kept: string | null = null;
  return { read: async () => ok(kept), createOnce: async (text: string) => void (kept = text) };
}

const lineTo = (fetchOrNot: GatewayLine['fetch']): GatewayLine => ({
  ...{ baseUrl: address, fetch: fetchOrNot, clock, timers, rng },
});

let folder: string;
let stick: string;
beforeEach(async () => {
  commits = [];
  days = [];
  folder = await mkdtemp(join(tmpdir(), 'wafa-stick-'));
  stick = join(folder, 'stick');
  await mkdir(stick);
});
const stops: (() => void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  await rm(folder, { recursive: true });
});

/**
 * Enrolled over the line, which is dead from then on. It took the money of one payment and closed a day, and has told
 * nobody.
 * @param slowMs by how much its clock is behind
 */
async function lonelyKiosk(kioskCode: string, files: StickFiles = nodeStickFiles, slowMs = 0) {
  const identity = await enrol(kioskCode);
  const slow = { ...clock, wallMs: () => Date.now() - slowMs };
  const line = lineTo(async () => Promise.reject(new TypeError('no network')));
  const carried = new CarriedPost();
  const calls = kioskGateway(line, identity, carried);
  const book = await PaymentBook.open(await mustOpen(makeMemoryFs(), { segmentBytes: 64 * 1024, reserveBytes: 1024 }));
  await takeMoney(book);
  const hosted = { gateway: calls, timers, rng, log: () => undefined };
  const payments = new PaymentDesk({
    ...{ book, gateway: calls, rails: [new HostedRail('phone', hosted)], clock, timers, rng },
    ...{ kioskCode: () => kioskCode, onChange: () => undefined, log: () => undefined },
  });
  await payments.recover();
  const feed = await openKioskFeed({
    ...{ dataFolder: await mkdtemp(join(folder, 'kiosk-')), config: { feedRate: null }, line, log: () => undefined },
    connection: { gateway: calls, identity },
    vault: { call: async () => err('gone') },
  });
  const directory = new StaffDirectoryKeeper({
    ...{ file: new MemoryFile(), answerKey: () => identity.answerKey, provedMs: () => null, clock },
    ...{ onTaken: () => undefined, onRefused: () => undefined, log: () => undefined },
    floor: { of: () => 0, raise: async () => undefined },
  });
  const closed = [closedDay(identity)];
  const sendAll = async (): Promise<void> => {
    const said = await Promise.all(closed.map((day) => calls.dayReport(day)));
    if (said.every(({ ok: isTaken }) => isTaken)) closed.length = 0;
    await payments.askAll();
  };
  const audited: AuditEvent[] = [];
  const memory = new StickMemory(new MemoryFile());
  const desk = new BundleDesk({
    ...{ files, fs: nodeFeedFs, memory, who: () => identity, carried, timers, rng, log: () => undefined },
    clock: slow,
    takeStaff: (content) => directory.take(content),
    takeFeed: (source) => feed.takeFrom(source),
    ...{ sendAll, sayAll: sendAll },
    note: async (event) => audited.push(event) > 0,
  });
  stops.push(() => (payments.stop(), feed.stop()));
  return { identity, desk, book, feed, directory, audited };
}

async function enrol(kioskCode: string): Promise<KioskIdentity> {
  const site = { ar: 'المركز', en: 'Centre' };
  const enrolCode = await issueEnrolCode({ store, rng, clock }, { kioskCode, site });
  const known = await becomeIdentified({
    ...{ keyFile: new MemoryFile(), identityFile: new MemoryFile(), rng, enrolCode },
    gateway: openGateway(lineTo(fetch)),
  });
  if (!known.ok) throw new Error(known.error.kind);
  return known.value;
}

function closedDay({ kioskCode, sign }: KioskIdentity): SignedDayReport {
  const setting = { kioskCode, closedAt: '2026-11-22T23:00:00+03:00', software: '1', settingsHash: '0'.repeat(64) };
  const report = new DayBook().report(genesis, setting);
  return { report, signature: toBase64Url(sign(new TextEncoder().encode(canonicalJson(report)))) };
}

async function takeMoney(book: PaymentBook): Promise<void> {
  const { facts, receiptNo, issuedAt, capture } = commitOf(pid);
  await book.record(pid, { type: 'CREATED', facts });
  await book.record(pid, { type: 'RESERVED', leaseSeconds: 600 });
  await book.record(pid, { type: 'SENT', railRef: pid });
  await book.record(pid, { type: 'CAPTURE_PROVED', capture, receiptNo, issuedAt });
}

/** The office serves the stick; the name of the bundle it wrote. */
async function serve(kioskCode = 'K001'): Promise<string> {
  await serveStick(stick, kioskCode, { gateway: address, fetch, say: () => undefined });
  return (await bundles('down')).find((name) => name.includes(`-${kioskCode}-`)) ?? '';
}

async function bundles(kind: 'up' | 'down'): Promise<string[]> {
  return (await readdir(stick)).filter((name) => name.startsWith(`wafa-${kind}-`)).sort();
}

const saysAbout = async (feed: Feed): Promise<unknown> => (await feed.desk.lookUp(person)).says;

describe('a kiosk without a line', () => {
  it('sends up what it owes and gets answers, data and staff back: its outbox is empty and its edition fresh', async () => {
    const kiosk = await lonelyKiosk('K001');
    expect(await saysAbout(kiosk.feed)).toBe('cannot_say');
    expect(await kiosk.desk.offer(stick)).toMatchObject({ ok: true, value: { requests: 2 } });
    // Carried is not settled.
    expect(kiosk.book.get(pid)?.state).toBe('captured');
    const bundle = await serve();
    expect([commits, days]).toEqual([['K001-00000001'], [1]]);
    expect(await kiosk.desk.find(stick)).toMatchObject([{ name: bundle, verdict: 'good', about: { answers: 2 } }]);
    expect(await kiosk.desk.bringIn(stick, bundle, 'S201')).toEqual({ ok: true, value: { feed: 'here', answered: 2 } });
    expect(kiosk.book.get(pid)).toMatchObject({ state: 'posted', proof: 'WAFA1.x.y' });
    expect(kiosk.book.open()).toEqual([]);
    expect(kiosk.directory.about?.version).toBe(7);
    expect(await kiosk.feed.desk.lookUp(person)).toMatchObject({ obligations: [{ id: 'T1', amountFils: 5000 }] });
    expect(kiosk.audited).toMatchObject([
      { kind: 'bundle', by: 'S201', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  it('takes the list of staff alone from a stick while nobody can sign in, and nothing else with it', async () => {
    const kiosk = await lonelyKiosk('K001');
    await kiosk.desk.offer(stick);
    const bundle = await serve();
    expect(kiosk.directory.find('S201').ok).toBe(false);
    await kiosk.desk.bringStaff(stick);
    expect(kiosk.directory.about?.version).toBe(7);
    expect(kiosk.book.get(pid)?.state).toBe('captured');
    expect(await kiosk.desk.find(stick)).toMatchObject([{ name: bundle, verdict: 'good' }]);
    // Another kiosk's letter does not open.
    const other = await lonelyKiosk('K009');
    await other.desk.bringStaff(stick);
    expect(other.directory.about).toBeNull();
  });

  it('may bring the same bundle in again, and the office the same requests: nothing happens twice', async () => {
    const kiosk = await lonelyKiosk('K001');
    await kiosk.desk.offer(stick);
    await serve();
    const second = await serve();
    expect(await bundles('down')).toEqual([second]);
    await kiosk.desk.bringIn(stick, second, 'S201');
    expect(await kiosk.desk.find(stick)).toMatchObject([{ verdict: 'again' }]);
    expect(await kiosk.desk.bringIn(stick, second, 'S201')).toEqual({ ok: true, value: { feed: 'here', answered: 0 } });
    expect(kiosk.book.get(pid)?.state).toBe('posted');
    expect(await kiosk.desk.offer(stick)).toMatchObject({ ok: true, value: { requests: 0 } });
    // The gateway heard the request twice; its own routes make one booking of it.
    expect(new Set(commits).size).toBe(1);
  });

  it('that was withdrawn gets no keys to the data, and destroys its copy', async () => {
    const kiosk = await lonelyKiosk('K009');
    await kiosk.desk.bringIn(stick, await serve('K009'), 'S201');
    expect(await saysAbout(kiosk.feed)).toBe('these');
    await store.revoke('K009');
    await published.rebuild();
    expect(await kiosk.desk.bringIn(stick, await serve('K009'), 'S201')).toMatchObject({ value: { feed: 'revoked' } });
    expect(await saysAbout(kiosk.feed)).toBe('cannot_say');
  });
});

describe('a stick', () => {
  it('pulled out at any reading leaves the kiosk with the old or the new, and the next try brings the rest', async () => {
    const life = { readings: 0, pulledAt: Infinity };
    const isGone = (): boolean => (life.readings += 1) >= life.pulledAt;
    const files: StickFiles = {
      folders: (dir) => nodeStickFiles.folders(dir),
      size: async (path) => (isGone() ? err('stick_broken') : nodeStickFiles.size(path)),
      read: async (path, limit) => (isGone() ? err('stick_broken') : nodeStickFiles.read(path, limit)),
      readPart: async (path, from, length) => {
        if (isGone()) return err('stick_broken');
        // A few bytes at a time, so that a file is cut in the middle too.
        return nodeStickFiles.readPart(path, from, Math.min(length, 7));
      },
    };
    const kiosk = await lonelyKiosk('K002', files);
    await kiosk.desk.offer(stick);
    const whole = await serve('K002');
    let pulls = 0;
    for (; ; pulls += 1) {
      Object.assign(life, { readings: 0, pulledAt: pulls + 1 });
      const done = await kiosk.desk.bringIn(stick, whole, 'S201');
      expect(done.ok ? ['these'] : ['these', 'cannot_say']).toContain(await saysAbout(kiosk.feed));
      if (done.ok) break;
      expect(['stick_broken', 'bundle_unreadable', 'bundle_incomplete']).toContain(done.error);
      expect(pulls).toBeLessThan(500);
    }
    expect(pulls).toBeGreaterThan(10);
    expect(kiosk.book.get(pid)?.state).toBe('posted');
  });

  it('for another kiosk is refused', async () => {
    await enrol('K003');
    const theirs = await serve('K003');
    const kiosk = await lonelyKiosk('K001');
    expect(await kiosk.desk.find(stick)).toMatchObject([{ name: theirs, verdict: 'other_kiosk' }]);
    expect(await kiosk.desk.bringIn(stick, theirs, 'S201')).toEqual({ ok: false, error: 'bundle_other_kiosk' });
    expect(kiosk.audited).toEqual([]);
  });

  it('older than the last one is refused, whatever order they come in', async () => {
    const kiosk = await lonelyKiosk('K001');
    const older = await serve();
    await cp(join(stick, older), join(folder, older), { recursive: true });
    expect((await kiosk.desk.bringIn(stick, await serve(), 'S201')).ok).toBe(true);
    await cp(join(folder, older), join(stick, older), { recursive: true });
    expect(await kiosk.desk.bringIn(stick, older, 'S201')).toEqual({ ok: false, error: 'bundle_older' });
  });

  type Change = (bundle: string) => Promise<unknown>;
  const edit = async (path: string, change: (text: string) => string): Promise<void> =>
    writeFile(path, change(await readFile(path, 'utf8')));
  const flip = async (path: string): Promise<void> => {
    const bytes = await readFile(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(path, bytes);
  };
  const segment = async (bundle: string): Promise<string> => {
    const { index } = signedDownIndexSchema.parse(JSON.parse(await readFile(join(bundle, 'bundle.json'), 'utf8')));
    return join(bundle, index.files.at(-1)?.name ?? '');
  };
  const asLink = async (path: string): Promise<void> => {
    await rename(path, join(folder, 'elsewhere'));
    await symlink(join(folder, 'elsewhere'), path);
  };
  const changes: [string, string, Change][] = [
    ['whose index is missing', 'bundle_half_written', (at) => rm(join(at, 'bundle.json'))],
    ['whose index is cut', 'bundle_unreadable', (at) => truncate(join(at, 'bundle.json'), 300)],
    ['whose index is empty', 'bundle_unreadable', (at) => truncate(join(at, 'bundle.json'), 0)],
    [
      'with another number',
      'bundle_forged',
      (at) => edit(join(at, 'bundle.json'), (text) => text.replace(/"staff":7/, '"staff":8')),
    ],
    [
      'with a path for a name',
      'bundle_unreadable',
      (at) => edit(join(at, 'bundle.json'), (text) => text.replace('letter.bin', '../letter.bin')),
    ],
    ['whose index is a link', 'bundle_half_written', (at) => asLink(join(at, 'bundle.json'))],
    ['whose letter is a link', 'bundle_incomplete', (at) => asLink(join(at, 'letter.bin'))],
    ['whose letter is cut', 'bundle_incomplete', (at) => truncate(join(at, 'letter.bin'), 40)],
    ['whose letter is changed', 'bundle_damaged', (at) => flip(join(at, 'letter.bin'))],
    ['whose head is changed', 'bundle_damaged', (at) => flip(join(at, 'head.json'))],
    ['that lacks a segment', 'bundle_incomplete', async (at) => rm(await segment(at))],
    ['with a changed segment', 'bundle_damaged', async (at) => flip(await segment(at))],
  ];
  it.each(changes)('%s says %s, and nothing of it is answered from', async (_what, why, change) => {
    const kiosk = await lonelyKiosk('K001');
    const bundle = await serve();
    await change(join(stick, bundle));
    expect(await kiosk.desk.bringIn(stick, bundle, 'S201')).toEqual({ ok: false, error: why });
    expect(await saysAbout(kiosk.feed)).toBe('cannot_say');
  });
});

describe('the office', () => {
  const upIndex = async (): Promise<string> => join(stick, (await bundles('up'))[0] ?? '', 'bundle.json');

  it('takes nothing of a bundle that the kiosk has not signed', async () => {
    const kiosk = await lonelyKiosk('K001');
    await kiosk.desk.offer(stick);
    const text = await readFile(await upIndex(), 'utf8');
    await writeFile(await upIndex(), text.replace('"requests":2', '"requests":3'));
    await expect(serve()).rejects.toThrow('forged');
    expect(commits).toEqual([]);
  });

  it('takes what a kiosk signed weeks ago, and what it signed with a clock that is years behind', async () => {
    const kiosk = await lonelyKiosk('K001', nodeStickFiles, 5 * 365 * 86_400_000);
    await kiosk.desk.offer(stick);
    await serve();
    expect([commits, days]).toEqual([['K001-00000001'], [1]]);
  });

  it('alone opens the letter', async () => {
    const kiosk = await lonelyKiosk('K001');
    await kiosk.desk.offer(stick);
    const letter = await readFile(join(stick, (await bundles('up'))[0] ?? '', 'letter.bin'));
    expect(letter.includes('K001-00000001')).toBe(false);
    expect(await keys.unseal(new Uint8Array(letter), 'wafa stick down')).toBeNull();
    expect(await keys.unseal(new Uint8Array(letter), 'wafa stick up')).not.toBeNull();
  });

  it('takes nothing that may not come late: where a journal stood weeks ago would read as a fork', async () => {
    const { identity } = await lonelyKiosk('K001');
    const head = { method: 'POST', target: '/v1/journal-head', body: '{"seq":1}' } as const;
    expect((await exportRequests({ fs: nodeFeedFs, who: identity, clock, rng }, stick, [head])).ok).toBe(true);
    await expect(serve()).rejects.toThrow('not_for_us');
  });

  it('passes over what was not finished', async () => {
    const kiosk = await lonelyKiosk('K001');
    await kiosk.desk.offer(stick);
    await rm(await upIndex());
    await serve();
    expect(commits).toEqual([]);
  });

  it('has nothing for a kiosk it does not know', async () => {
    await expect(serve('K404')).rejects.toThrow('no kiosk with this code');
  });
});
