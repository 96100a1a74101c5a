import { canonicalJson } from '../../src-shared/contract/canonical-json.ts';
import type { Office, System } from '../../src-shared/domain/obligation.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { GrowingDictionary } from '../../src-shared/feed/dictionary.ts';
import type { BlindIndex, FeedPeppers } from '../../src-shared/feed/feed-keys.ts';
import { dictionarySchema, manifestSchema, type DictionaryFile, type ObjectName } from '../../src-shared/feed/head.ts';
import { toHex } from '../../src-shared/feed/segment.ts';
import type { Clock, Rng } from '../../src-shared/ports.ts';
import type { PartyObligations } from '../ministry/port.ts';
import { bucketBitsFor } from './buckets.ts';
import { DeltaWriter } from './delta.ts';
import { ledgerPath, objectPath, spillFolder, type FeedFolder } from './folder.ts';
import { digestBytes, LedgerWalk, LedgerWriter } from './ledger.ts';
import { readRegister } from './reading.ts';
import { nameOf, sealEntry } from './seal.ts';
import { SnapshotWriter } from './snapshot.ts';
import { partitions, Spill } from './spill.ts';
import { readDictionary, readLedger, readState, takeBuild, writeState, type FeedState } from './state.ts';
import type { StretchCache } from './stretch.ts';

export interface BuildDeps {
  readonly folder: FeedFolder;
  /** Peppers of an epoch. */
  readonly peppers: (epoch: number) => FeedPeppers;
  /** See `GatewayKeys.feedNoteMac`. */
  readonly noteMac: (text: string, bytes?: Uint8Array) => Uint8Array;
  readonly stretched: StretchCache;
  /** The epoch to prepare for; absent, or the present one: none. */
  readonly ahead?: number;
  readonly clock: Clock;
  readonly rng: Rng;
  /** For tests and benches; see `bucketBitsFor`. */
  readonly recordsInBucket?: number;
}

/** What is published beside the records. */
export interface FeedSubject {
  /** The epoch it is time for. */
  readonly epoch: number;
  readonly systems: readonly System[];
  readonly offices: readonly Office[];
}

export interface Built {
  readonly state: FeedState;
  /** Records that are new, changed or gone since the state before. */
  readonly changes: number;
  readonly hasSnapshot: boolean;
}

const dayMs = 86_400_000;
/** When the deltas since it weigh more than this part of it, a kiosk that was away rather takes the snapshot. */
const mostDeltaShare = 0.5;
/** Snapshots and dictionaries that kiosks may still be fetching. */
const keptGenerations = 2;
const keptDeltasMs = 30 * dayMs;

/** One build: what it started from and what it read. */
interface Round {
  /** The state before; null when nothing was ever published. */
  readonly before: FeedState | null;
  /** The same, where it is of this epoch: in another one all places and keys are different. */
  readonly base: FeedState | null;
  readonly epoch: number;
  readonly build: number;
  /** When the reading began. */
  readonly nowMs: number;
  readonly subject: FeedSubject;
  readonly dictionary: GrowingDictionary;
  readonly spill: Spill;
}

/** What a round publishes. */
interface Written {
  readonly seq: number;
  readonly changed: boolean;
  readonly dictionary: ObjectName;
  readonly delta: { readonly name: ObjectName; readonly bytes: number } | null;
  readonly snapshot: { readonly name: ObjectName; readonly bytes: number } | null;
}

/**
 * One reading of the register becomes what changed since the last one and, when it is time, a snapshot of all. Nothing
 * counts before the very end; whatever throws before leaves the state as it was.
 */
export async function buildFeed(
  parties: AsyncIterable<PartyObligations>,
  subject: FeedSubject,
  deps: BuildDeps,
): Promise<Built> {
  const { folder } = deps;
  const before = await readState(folder);
  const epoch = Math.max(subject.epoch, before?.epoch ?? 0);
  const base = before?.epoch === epoch ? before : null;
  // The moment before the first read: everything in the feed is at least as new.
  const nowMs = deps.clock.wallMs();
  const build = await takeBuild(folder, before, nowMs);
  const dictionary = new GrowingDictionary(base === null ? [] : (await readDictionary(folder, base)).values);
  const spill = new Spill(folder, `${spillFolder}/${build}`, deps.rng.bytes(32));
  try {
    const ahead = (deps.ahead ?? 0) > epoch ? deps.ahead : undefined;
    await readRegister(parties, dictionary, spill, {
      peppers: deps.peppers(epoch),
      ahead: ahead === undefined ? null : deps.peppers(ahead),
      cache: deps.stretched,
    });
    return await publish({ before, base, epoch, build, nowMs, subject, dictionary, spill }, deps);
  } finally {
    await spill.remove();
  }
}

async function publish(round: Round, deps: BuildDeps): Promise<Built> {
  const { folder } = deps;
  const { delta, ledger } = await compare(round, deps);
  const changed = round.base === null || delta.changes > 0;
  const seq = seqAfter(round, changed);
  const facts = { epoch: round.epoch, build: round.build, seq };
  const told = round.base !== null && changed ? delta.encode({ ...facts, before: round.base.delta }) : null;
  const isUntold = changed && told === null;
  const snapshotDue = isUntold || isSnapshotDue(round, told?.length ?? 0);
  const written: Written = {
    seq,
    changed,
    dictionary: await put(folder, jsonBytes(dictionaryFile(round))),
    delta: told && { name: await put(folder, told), bytes: told.length },
    snapshot: snapshotDue ? await writeSnapshot(round, seq, deps) : null,
  };
  if (changed) await folder.replace(ledgerPath(round.build), ledger);
  const state = stateAfter(round, written);
  await makeSureNobodyElseBuilt(folder, round.before);
  await writeState(folder, state);
  return { state, changes: delta.changes, hasSnapshot: snapshotDue };
}

/** Walks the reading and the ledger side by side. */
async function compare(round: Round, deps: BuildDeps): Promise<{ delta: DeltaWriter; ledger: Uint8Array }> {
  const old = new LedgerWalk(round.base === null ? new Uint8Array() : await readLedger(deps.folder, round.base));
  const delta = new DeltaWriter();
  const ledger = new LedgerWriter();
  const tombstones = (index: BlindIndex | null): void => {
    for (const gone of old.goneBefore(index)) delta.add({ index: gone, sealed: new Uint8Array() });
  };
  for (let partition = 0; partition < partitions; partition += 1) {
    for (const entry of await round.spill.sorted(partition)) {
      const digest = deps.noteMac(`feed row ${toHex(entry.index)}`, entry.row).subarray(0, digestBytes);
      ledger.add(entry.index, digest);
      if (round.base === null) continue;
      tombstones(entry.index);
      if (old.pass(entry.index, digest) !== 'same') delta.add(sealEntry(entry, 'delta', round.build));
    }
  }
  tombstones(null);
  return { delta, ledger: ledger.written() };
}

/**
 * Begins at the seconds since 1970: should everything but the keys be lost, the feed goes on above what kiosks have seen.
 */
function seqAfter({ before, nowMs }: Round, changed: boolean): number {
  if (before === null) return Math.floor(nowMs / 1000);
  return before.seq + (changed ? 1 : 0);
}

function isSnapshotDue({ base, subject, nowMs }: Round, deltaBytes: number): boolean {
  if (base === null) return true;
  const { bytes, madeAtMs, about, deltaBytes: deltasBefore } = base.snapshot;
  const isOld = nowMs - madeAtMs >= dayMs;
  return isOld || about !== aboutHash(subject) || deltasBefore + deltaBytes > bytes * mostDeltaShare;
}

async function writeSnapshot(
  { epoch, build, spill, subject }: Round,
  seq: number,
  { folder, recordsInBucket }: BuildDeps,
): Promise<NonNullable<Written['snapshot']>> {
  const bucketBits = bucketBitsFor(spill.records, spill.bytes, recordsInBucket);
  const facts = { epoch, build, seq, bucketBits };
  const writer = new SnapshotWriter(facts, (bytes) => put(folder, bytes));
  for (let partition = 0; partition < partitions; partition += 1) {
    for (const entry of await spill.sorted(partition)) await writer.add(sealEntry(entry, 'snapshot', build));
  }
  const segments = await writer.end();
  const { systems, offices } = subject;
  const manifest = jsonBytes(manifestSchema.parse({ v: 1, ...facts, segments, systems, offices }));
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, manifest.length);
  return { name: await put(folder, manifest), bytes };
}

function stateAfter({ build, epoch, nowMs, base, before, subject }: Round, written: Written): FeedState {
  const { seq, changed, dictionary, delta, snapshot } = written;
  const manifest = snapshot?.name ?? base?.manifest;
  if (manifest === undefined) throw new Error('the first build of an epoch has a snapshot');
  const deltas = (before?.kept.deltas ?? []).filter(({ madeAtMs }) => nowMs - madeAtMs < keptDeltasMs);
  return {
    v: 1,
    build,
    epoch,
    seq,
    manifest,
    delta: changed ? (delta?.name ?? null) : (base?.delta ?? null),
    dictionary,
    readAt: kuwaitIso(nowMs),
    ledger: changed || base === null ? build : base.ledger,
    snapshot: snapshotAfter(base, written, { about: aboutHash(subject), madeAtMs: nowMs }),
    kept: {
      manifests: newest(manifest, before?.kept.manifests),
      dictionaries: newest(dictionary, before?.kept.dictionaries),
      deltas: delta === null ? deltas : [{ name: delta.name, madeAtMs: nowMs }, ...deltas],
    },
  };
}

function snapshotAfter(
  base: FeedState | null,
  { snapshot, delta }: Written,
  made: { readonly about: string; readonly madeAtMs: number },
): FeedState['snapshot'] {
  if (snapshot !== null || base === null) return { ...made, bytes: snapshot?.bytes ?? 0, deltaBytes: 0 };
  return { ...base.snapshot, deltaBytes: base.snapshot.deltaBytes + (delta?.bytes ?? 0) };
}

function newest(name: ObjectName, before: readonly ObjectName[] = []): ObjectName[] {
  return [...new Set([name, ...before])].slice(0, keptGenerations);
}

/** Two gateways that build into one folder is a mistake in their settings; the feed must not go back because of it. */
async function makeSureNobodyElseBuilt(folder: FeedFolder, before: FeedState | null): Promise<void> {
  const now = await readState(folder);
  if (now?.build !== before?.build) throw new Error('another gateway builds into the same feed folder');
}

async function put(folder: FeedFolder, bytes: Uint8Array): Promise<ObjectName> {
  const name = nameOf(bytes);
  const path = objectPath(name);
  if ((await folder.size(path)) !== bytes.length) await folder.replace(path, bytes);
  return name;
}

function dictionaryFile({ dictionary, epoch }: Round): DictionaryFile {
  return dictionarySchema.parse({ v: 1, epoch, values: dictionary.values });
}

function aboutHash({ systems, offices }: FeedSubject): string {
  return nameOf(jsonBytes({ systems, offices }));
}

function jsonBytes(value: object): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value));
}
