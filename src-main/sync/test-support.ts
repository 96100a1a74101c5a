// What the tests of the feed share: a gateway's feed in memory, a vault, a kiosk on a disk that can be made to fail.
import { createCipheriv, createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { canonicalJson } from '../../src-shared/contract/canonical-json.ts';
import type { FeedPeppersReply } from '../../src-shared/contract/gateway-http.ts';
import type { Generation, VaultReply, VaultRequest, VaultVerb } from '../../src-shared/contract/vault-rpc.ts';
import { obligationSchema, type Obligation, type Office, type System } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { toBase64, toBase64Url } from '../../src-shared/encoding/base64.ts';
import { rawPublicKey } from '../../src-shared/encoding/ed25519-der.ts';
import { GrowingDictionary } from '../../src-shared/feed/dictionary.ts';
import { feedName, keysFrom, type FeedKeys } from '../../src-shared/feed/feed-keys.ts';
import {
  headMessage,
  manifestSchema,
  type FeedHead,
  type Manifest,
  type SignedHead,
} from '../../src-shared/feed/head.ts';
import { encodeRow } from '../../src-shared/feed/row.ts';
import {
  bucketOf,
  encodeBucket,
  encodeSegment,
  findInBucket,
  fromHex,
  readFrame,
  recordNonce,
  recordTagBytes,
  toHex,
  type SealedRecord,
  type SegmentHeader,
  type SegmentKind,
} from '../../src-shared/feed/segment.ts';
import type { Clock, Timers } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { GatewayFailure } from '../gateway/failure.ts';
import type { PrivateFile } from '../identity/private-file.ts';
import { makeMemoryFs, type MemoryFs } from '../journal/edge/memory-fs.ts';
import type { VaultCalls, VaultFailure } from '../vault/vault-calls.ts';
import type { FeedFs } from './feed-fs.ts';
import type { FeedSource, SourceFailure, TakePiece } from './feed-source.ts';
import { openFeed, type Feed } from './open-feed.ts';
import type { Stretch } from './peppers.ts';

export const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 10, 20, 6);

/** Time that jumps from one thing that is due to the next. The wall clock may be wrong by `wrongMs`. */
export class JumpTime implements Clock, Timers {
  wrongMs = 0;
  #now = 0;
  #bootAt = 0;
  #due: { at: number; run: () => void }[] = [];

  monotonicMs(): number {
    return this.#now - this.#bootAt;
  }

  wallMs(): number {
    return this.trueMs() + this.wrongMs;
  }

  trueMs(): number {
    return startMs + this.#now;
  }

  after(ms: number, run: () => void): { cancel(): void } {
    const entry = { at: this.#now + ms, run };
    this.#due.push(entry);
    return { cancel: () => void (this.#due = this.#due.filter((other) => other !== entry)) };
  }

  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = Math.min(...this.#due.map(({ at }) => at));
      if (next > end) break;
      this.#now = Math.max(this.#now, next);
      const ready = this.#due.filter(({ at }) => at <= next);
      this.#due = this.#due.filter(({ at }) => at > next);
      for (const { run } of ready) run();
      await settle();
    }
    this.#now = end;
  }

  /** The program or the machine starts again: nothing is due any more, and the monotonic clock begins anew. */
  restart(offMs = 0): void {
    this.#now += offMs;
    this.#bootAt = this.#now;
    this.#due = [];
  }
}

/** Everything in these tests that needs no time happens in microtasks. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

export interface MemoryFeedFs extends MemoryFs, FeedFs {
  freeBytes: number;
}

export function makeMemoryFeedFs(): MemoryFeedFs {
  const memory = makeMemoryFs();
  const fs: MemoryFeedFs = {
    ...memory,
    freeBytes: 10 ** 12,
    size: async (path) => {
      const bytes = await memory.read(path);
      return bytes.ok ? ok(bytes.value.length) : bytes;
    },
    free: async () => ok(fs.freeBytes),
  };
  return fs;
}

/** A small file of ours on the same disk. */
export function privateFileOn(fs: MemoryFs, path: string): PrivateFile {
  const must = <T>(result: Result<T, { code: string }>): T => {
    if (!result.ok) throw new Error(result.error.code);
    return result.value;
  };
  return {
    read: async () => {
      const bytes = await fs.read(path);
      if (!bytes.ok && bytes.error.code === 'ENOENT') return null;
      return new TextDecoder().decode(must(bytes));
    },
    replace: async (text) => {
      const file = must(await fs.open(`${path}.new`, 'new'));
      must(await file.write(0, new TextEncoder().encode(text)));
      must(await file.sync());
      must(await file.close());
      must(await fs.rename(`${path}.new`, path));
      must(await fs.syncDir('/data'));
    },
  };
}

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const mac = (key: Uint8Array) => (bytes: Uint8Array) => createHmac('sha256', key).update(bytes).digest();

/** Cheap: what scrypt costs is not what these tests are about. */
export const cheapStretch: Stretch = async (name, salt) => mac(salt)(new TextEncoder().encode(name));

export const person = (at: number): Party => ({
  kind: 'individual',
  numberKind: 'civil',
  number: String(290_000_000_000 + at),
});

export const ticket = (no: number, amountFils = 5000): Obligation =>
  obligationSchema.parse({
    id: `traffic-${no}`,
    version: 1,
    system: 'traffic',
    amountFils,
    status: 'payable',
    detail: {
      ticketNo: String(no),
      kind: 'direct',
      occurredAt: '2026-11-01T10:00:00+03:00',
      place: { ar: 'السالمية', en: 'Salmiya' },
      offences: [{ code: '37', text: { ar: 'وقوف', en: 'Parking' } }],
    },
  });

/** The gateway's feed: a register, and what was published of it. */
export class FakeGateway implements FeedSource {
  readonly register = new Map<number, Obligation[]>();
  readonly objects = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly answerKey: string;
  signed: SignedHead | null = null;
  bucketBits = 3;
  segmentBuckets = 2;
  systems: System[] = ['traffic'];
  offices: Office[] = [];
  revoked: string[] = [];
  pieceBytes = 400;
  down = false;
  /** Called before every question and every piece; false cuts the line there. */
  carries: () => boolean = () => true;
  /** Names that were asked for, with the first byte. */
  readonly asked: string[] = [];
  /** Every piece that was handed over, as name and first byte. */
  readonly delivered: string[] = [];
  peppersAsked = 0;
  #epoch = 1;
  #seq = 100;
  #build = 1000;
  #published = new Map<number, string>();
  #dictionary = new GrowingDictionary();
  readonly #time: JumpTime;
  readonly #sign: (bytes: Uint8Array) => Uint8Array;

  constructor(time: JumpTime) {
    this.#time = time;
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.answerKey = toBase64Url(rawPublicKey(publicKey.export({ format: 'der', type: 'spki' })));
    this.#sign = (bytes) => sign(null, bytes, privateKey);
  }

  /** One reading of the register. A new epoch has a snapshot and no delta. */
  publish(how: { snapshot?: boolean; epoch?: boolean } = {}): FeedHead {
    const isFirst = this.signed === null || how.epoch === true;
    if (how.epoch) this.#epoch += 1;
    if (isFirst) this.#dictionary = new GrowingDictionary();
    const rows = new Map([...this.register].filter(([, items]) => items.length > 0));
    const changed = [...new Set([...rows.keys(), ...this.#published.keys()])].filter(
      (at) => JSON.stringify(rows.get(at)) !== this.#published.get(at),
    );
    this.#published = new Map([...rows].map(([at, items]) => [at, JSON.stringify(items)]));
    this.#build += 1;
    const before = this.signed?.head ?? null;
    const isNews = isFirst || changed.length > 0;
    if (isNews) this.#seq += 1;
    let delta = isFirst ? null : (before?.delta ?? null);
    if (!isFirst && isNews) {
      const records = changed.map((at) => this.#sealed(at, rows.get(at) ?? [], 'delta'));
      delta = this.#put(this.#segments('delta', 1, records, delta)[0]!.bytes);
    }
    const manifest = isFirst || how.snapshot ? this.#snapshot(rows) : before!.manifest;
    const values = this.#dictionary.values;
    const dictionary = this.#put(json({ v: 1, epoch: this.#epoch, values }));
    const now = kuwaitIso(this.#time.trueMs());
    return this.signHead({
      ...{ v: 1, epoch: this.#epoch, seq: this.#seq, manifest, delta, dictionary },
      ...{ readAt: now, signedAt: now, revoked: this.revoked },
    });
  }

  signHead(head: FeedHead): FeedHead {
    this.signed = { head, signature: toBase64Url(this.#sign(headMessage(head))) };
    return head;
  }

  /** The same content under a signature of now. */
  signAgain(): FeedHead {
    const now = kuwaitIso(this.#time.trueMs());
    return this.signHead({ ...this.signed!.head, readAt: now, signedAt: now, revoked: this.revoked });
  }

  async head(): Promise<Result<unknown, GatewayFailure>> {
    if (this.down || !this.carries()) return err({ kind: 'network_down' });
    if (this.signed === null) return err({ kind: 'problem', code: 'not_found', message: '' });
    return ok(structuredClone(this.signed));
  }

  async peppers(): Promise<Result<FeedPeppersReply, GatewayFailure>> {
    if (this.down || !this.carries()) return err({ kind: 'network_down' });
    this.peppersAsked += 1;
    const epochs = [this.#epoch, this.#epoch + 1].map((epoch) => ({
      epoch,
      indexKey: toBase64Url(pepper('index', epoch)),
      rowKey: toBase64Url(pepper('row', epoch)),
    }));
    return ok({ epochs });
  }

  async object(name: string, from: number, take: TakePiece): Promise<Result<void, SourceFailure>> {
    if (this.down || !this.carries()) return err('network_down');
    this.asked.push(`${name}@${from}`);
    const bytes = this.objects.get(name);
    if (!bytes) return err('not_there');
    if (from > 0 && from >= bytes.length) return err('range_refused');
    for (let at = from; at < bytes.length; at += this.pieceBytes) {
      if (!this.carries()) return err('network_down');
      this.delivered.push(`${name}@${at}`);
      if (!(await take(at, bytes.subarray(at, at + this.pieceBytes)))) return err('stopped');
    }
    return ok(undefined);
  }

  manifest(): Manifest {
    return manifestSchema.parse(JSON.parse(new TextDecoder().decode(this.objects.get(this.signed!.head.manifest))));
  }

  #snapshot(rows: ReadonlyMap<number, Obligation[]>): string {
    const records = [...rows].map(([at, items]) => this.#sealed(at, items, 'snapshot'));
    const made = this.#segments('snapshot', this.bucketBits, records, null);
    const segments = made.map(({ bytes, header }) => ({
      name: this.#put(bytes),
      bytes: bytes.length,
      firstBucket: header.firstBucket,
      buckets: header.buckets,
      records: header.records,
    }));
    const facts = { v: 1, epoch: this.#epoch, build: this.#build, seq: this.#seq, bucketBits: this.bucketBits };
    return this.#put(json({ ...facts, segments, systems: this.systems, offices: this.offices }));
  }

  #segments(kind: SegmentKind, bucketBits: number, records: SealedRecord[], before: string | null) {
    const sorted = records.toSorted((one, other) => Buffer.compare(one.index, other.index));
    const perSegment = kind === 'delta' ? 2 ** bucketBits : this.segmentBuckets;
    const made: { bytes: Uint8Array<ArrayBuffer>; header: SegmentHeader }[] = [];
    for (let firstBucket = 0; firstBucket < 2 ** bucketBits; firstBucket += perSegment) {
      const buckets = Array.from({ length: perSegment }, (_, at) =>
        sorted.filter(({ index }) => bucketOf(index, bucketBits) === firstBucket + at),
      );
      const facts = { kind, bucketBits, epoch: this.#epoch, build: this.#build, seq: this.#seq, firstBucket, before };
      const header = { ...facts, records: buckets.flat().length };
      const encoded = buckets.map((bucket) => encodeBucket(bucket, bucketBits));
      made.push({ bytes: encodeSegment(header, encoded, sha256), header: { ...header, buckets: perSegment } });
    }
    return made;
  }

  #sealed(at: number, items: Obligation[], kind: SegmentKind): SealedRecord {
    const { index, rowKey } = this.keysOf(at);
    if (items.length === 0) return { index, sealed: new Uint8Array() };
    const options = { authTagLength: recordTagBytes };
    const cipher = createCipheriv('aes-256-gcm', rowKey, recordNonce(kind, this.#build), options);
    const row = encodeRow(items, this.#dictionary);
    return { index, sealed: Buffer.concat([cipher.update(row), cipher.final(), cipher.getAuthTag()]) };
  }

  keysOf(at: number): FeedKeys {
    const index = pepper('index', this.#epoch);
    const stretched = mac(index)(new TextEncoder().encode(feedName(person(at))));
    return keysFrom(stretched, { index: mac(index), row: mac(pepper('row', this.#epoch)) });
  }

  #put(bytes: Uint8Array<ArrayBuffer>): string {
    const name = toHex(sha256(bytes));
    this.objects.set(name, bytes);
    return name;
  }
}

const pepper = (which: string, epoch: number): Uint8Array =>
  sha256(new TextEncoder().encode(`${which} pepper ${epoch}`));

const json = (value: object): Uint8Array<ArrayBuffer> => new TextEncoder().encode(canonicalJson(value));

interface FakeCopy {
  readonly generation: Generation;
  readonly key: string;
  readonly segments: Map<number, Uint8Array<ArrayBuffer>>;
  readonly deltas: Uint8Array<ArrayBuffer>[];
}

/** A vault page and its storage, as far as main can tell. It keeps no key over a restart of the page. */
export class FakeVault implements VaultCalls {
  readonly calls: VaultVerb[] = [];
  active: FakeCopy | null = null;
  building: (FakeCopy & { readonly manifest: Manifest }) | null = null;
  keyInHand: string | null = null;
  storage: 'kept' | 'new' | 'lost' = 'new';
  /** What happens instead of this call; null: the call itself. */
  fault: (verb: VaultVerb) => VaultFailure | null = () => null;
  /** What a call waits for before it does its work, and what its answer waits for. */
  before: (verb: VaultVerb) => Promise<void> | null = () => null;
  after: (verb: VaultVerb) => Promise<void> | null = () => null;
  readonly #object: (name: string) => Promise<Uint8Array<ArrayBuffer> | null>;

  constructor(object: (name: string) => Promise<Uint8Array<ArrayBuffer> | null>) {
    this.#object = object;
  }

  /** The storage is emptied under the page. */
  wipe(): void {
    this.active = null;
    this.building = null;
    this.keyInHand = null;
    this.storage = 'lost';
  }

  /** The page goes and comes back; what it stored stays. */
  reopen(): void {
    this.keyInHand = null;
    if (this.active) this.storage = 'kept';
  }

  async call<V extends VaultVerb>(verb: V, request: VaultRequest<V>): Promise<Result<VaultReply<V>, VaultFailure>> {
    this.calls.push(verb);
    const fault = this.fault(verb);
    if (fault !== null) return err(fault);
    const handlers: {
      [K in VaultVerb]?: (asked: VaultRequest<K>) => Promise<Result<VaultReply<K>, VaultFailure>>;
    } = {
      status: async () => ok({ active: this.active?.generation ?? null, building: null, storage: this.storage }),
      begin: async (asked) => this.#begin(asked),
      ingest: async ({ segment }) => this.#ingest(segment),
      activate: async () => this.#activate(),
      addDelta: async ({ name, seq }) => this.#addDelta(name, seq),
      use: async ({ generation, bucketKey }) => {
        const usable = this.active?.generation.generation === generation && this.active.key === bucketKey;
        if (usable) this.keyInHand = bucketKey;
        return ok({ usable });
      },
      lookUp: async ({ index }) => this.#lookUp(index),
      wipe: async () => {
        this.wipe();
        return ok({});
      },
    };
    await this.before(verb);
    const reply = await handlers[verb]?.(request);
    await this.after(verb);
    return reply ?? err('failed');
  }

  #begin(asked: VaultRequest<'begin'>): Result<{ done: number }, VaultFailure> {
    const { generation, manifestName, manifest, bucketKey } = asked;
    if (generation <= (this.active?.generation.generation ?? 0)) return err('refused');
    if (this.building?.generation.generation !== generation || this.building.key !== bucketKey) {
      const { epoch, build, seq, bucketBits } = manifest;
      const records = manifest.segments.reduce((sum, each) => sum + each.records, 0);
      const facts = { generation, manifest: manifestName, epoch, build, seq, buckets: 2 ** bucketBits, records };
      this.building = { generation: facts, key: bucketKey, segments: new Map(), deltas: [], manifest };
    }
    return ok({ done: this.building.segments.size });
  }

  async #ingest(segment: number): Promise<Result<{ taken: boolean }, VaultFailure>> {
    const wanted = this.building?.manifest.segments[segment];
    if (!this.building || !wanted) return err('refused');
    const bytes = await this.#object(wanted.name);
    if (bytes === null || toHex(sha256(bytes)) !== wanted.name) return ok({ taken: false });
    this.building.segments.set(segment, bytes);
    return ok({ taken: true });
  }

  #activate(): Result<{ active: Generation | null }, VaultFailure> {
    if (!this.building) return err('refused');
    if (this.building.segments.size !== this.building.manifest.segments.length) return ok({ active: null });
    const { generation, key, segments } = this.building;
    const same = this.active?.generation.epoch === generation.epoch ? this.active : null;
    const deltas = (same?.deltas ?? []).filter((bytes) => frameOf(bytes).header.seq > generation.seq);
    const seq = Math.max(generation.seq, ...deltas.map((bytes) => frameOf(bytes).header.seq));
    this.active = { generation: { ...generation, seq }, key, segments, deltas };
    this.building = null;
    this.keyInHand = key;
    this.storage = 'kept';
    return ok({ active: this.active.generation });
  }

  async #addDelta(name: string, seq: number): Promise<Result<{ taken: boolean }, VaultFailure>> {
    if (!this.active || this.keyInHand !== this.active.key) return err('refused');
    if (seq === this.active.generation.seq) return ok({ taken: true });
    if (seq !== this.active.generation.seq + 1) return err('refused');
    const bytes = await this.#object(name);
    if (bytes === null) return ok({ taken: false });
    const { generation, deltas } = this.active;
    this.active = { ...this.active, generation: { ...generation, seq }, deltas: [...deltas, bytes] };
    return ok({ taken: true });
  }

  #lookUp(text: string): Result<VaultReply<'lookUp'>, VaultFailure> {
    if (!this.active || this.keyInHand !== this.active.key) return ok({ found: 'cannot_say' });
    const { generation, segments, deltas } = this.active;
    const index = fromHex(text);
    const { seq } = generation;
    for (const bytes of [...deltas.toReversed(), ...segments.values()]) {
      const { header, places } = frameOf(bytes);
      const place = places[bucketOf(index, header.bucketBits) - header.firstBucket];
      const sealed = place && findInBucket(bytes.subarray(place.from, place.to), index, header.bucketBits);
      if (!sealed) continue;
      if (sealed.length === 0) return ok({ found: 'nothing', seq });
      return ok({ found: 'record', sealed: toBase64(sealed), kind: header.kind, build: header.build, seq });
    }
    return ok({ found: 'nothing', seq });
  }
}

function frameOf(bytes: Uint8Array<ArrayBuffer>) {
  const frame = readFrame(bytes, bytes.length);
  if (!frame.ok) throw new Error('the vault took something that is no segment');
  return frame.value;
}

export const folder = '/data/feed';

/** A kiosk's side of the feed on one disk and one vault, over as many starts as a test likes. */
export class FeedKiosk {
  readonly time = new JumpTime();
  readonly gateway = new FakeGateway(this.time);
  readonly fs = makeMemoryFeedFs();
  readonly vault = new FakeVault(async (name) => {
    const bytes = await this.fs.read(this.feed?.objectPath(name) ?? '');
    return bytes.ok && toHex(sha256(bytes.value)) === name ? bytes.value : null;
  });
  /** Another vault than the one of memory. */
  otherVault: VaultCalls | null = null;
  readonly log: { event: string; details: Record<string, string> }[] = [];
  readonly code = 'K001';
  /** The gateway's time as a signed answer proved it. */
  provedMs: number | null = null;
  feed: Feed | null = null;
  #life = 0;
  #drawn = 0;

  /** The program starts; `vaultUp`: with a page, which keeps what was stored. */
  async start(vaultUp = true): Promise<Feed> {
    const life = (this.#life += 1);
    this.time.restart();
    this.fs.restart();
    this.vault.reopen();
    const { time, fs, gateway } = this;
    const alive = <T, E>(call: () => Promise<Result<T, E>>, dead: E): Promise<Result<T, E>> =>
      life === this.#life ? call() : Promise.resolve(err(dead));
    this.feed = await openFeed({
      folder,
      fs,
      files: {
        state: privateFileOn(fs, '/data/feed-state.json'),
        peppers: privateFileOn(fs, '/data/feed-peppers.json'),
        bucketKeys: privateFileOn(fs, '/data/feed-bucket-keys.json'),
      },
      source: {
        head: () => alive(() => gateway.head(), { kind: 'network_down' }),
        peppers: () => alive(() => gateway.peppers(), { kind: 'network_down' }),
        object: (name, from, take) => alive(() => gateway.object(name, from, take), 'network_down'),
      },
      who: () => ({ kioskCode: this.code, answerKey: gateway.answerKey }),
      provedMs: () => this.provedMs,
      vault: {
        call: (verb, request) =>
          life === this.#life && vaultUp
            ? (this.otherVault ?? this.vault).call(verb, request)
            : Promise.resolve(err('gone')),
      },
      stretch: cheapStretch,
      clock: time,
      timers: time,
      rng: { bytes: (length) => sha256(new TextEncoder().encode(String((this.#drawn += 1)))).subarray(0, length) },
      log: (event, details) => {
        const texts = Object.entries(details).map(([name, value]) => [name, String(value)]);
        this.log.push({ event, details: Object.fromEntries(texts) });
      },
    });
    if (vaultUp) this.feed.vaultOpened();
    return this.feed;
  }

  /** Starts, and looks at the gateway until there is nothing left to do at once. */
  async run(ms = 60_000): Promise<void> {
    (await this.start()).look();
    await this.time.pass(ms);
  }

  /** The program ends at once. */
  kill(): void {
    this.#life += 1;
    this.feed?.stop();
    this.feed = null;
  }

  /** Ids and amounts, `none`, or that nobody can say. */
  async says(at: number): Promise<string> {
    const answer = (await this.feed?.desk.lookUp(person(at))) ?? { says: 'cannot_say' as const };
    if (answer.says === 'outline') return answer.any ? 'some' : 'none at all';
    if (answer.says === 'cannot_say') return 'cannot say';
    return answer.obligations.map(({ id, amountFils }) => `${id}:${amountFils}`).join(' ') || 'none';
  }

  logged(event: string): Record<string, string>[] {
    return this.log.filter((entry) => entry.event === event).map(({ details }) => details);
  }
}
