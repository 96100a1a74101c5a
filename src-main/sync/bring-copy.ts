import { directoryEntryBytes, headerBytes } from '../../src-shared/feed/segment.ts';
import {
  maxDeltaBytes,
  maxDictionaryBytes,
  maxManifestBytes,
  type FeedHead,
  type Manifest,
  type ObjectName,
  type SignedHead,
} from '../../src-shared/feed/head.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { ObjectSource } from './feed-source.ts';
import type { HeldHeads } from './feed-state.ts';
import { filesOf, readDelta, readManifest, type CopyFailure, type HeldCopy } from './held-copy.ts';
import type { FetchFailure, ObjectStore } from './object-store.ts';

export type BringFailure = FetchFailure | CopyFailure | 'no_room';

export interface BringPorts {
  readonly store: ObjectStore;
  readonly source: ObjectSource;
  /** Told before each file. */
  readonly onProgress: (done: number, total: number, bytes: number) => void;
  /** True ends the work after the present file. */
  readonly isStopped: () => boolean;
}

/** Why deltas were of no use, where the snapshot may be. */
const snapshotHelps: ReadonlySet<BringFailure> = new Set(['too_large', 'not_as_said', 'not_there']);

/** Every delta is a file of its own and is opened for a look-up without the vault. */
const maxDeltas = 400;

/** Beside the copy in use: the new one in files and in the vault, and room to breathe. */
const roomFactor = 2.5;
const roomBytes = 64 * 1024 * 1024;

/**
 * Fetches what is missing for the head: the deltas since the copy that is held, or, where those are of no use or more
 * than half of it, the snapshot. What came stays, so that the next try goes on from there.
 */
export async function bringCopy(
  target: SignedHead,
  held: HeldCopy | null,
  ports: BringPorts,
): Promise<Result<HeldHeads, BringFailure>> {
  const { head } = target;
  const dictionary = await ports.store.fetch(head.dictionary, maxDictionaryBytes, ports.source);
  if (!dictionary.ok) return dictionary;
  const fetched = await ports.store.fetch(head.manifest, maxManifestBytes, ports.source);
  const manifest = fetched.ok ? await readManifest(head.manifest, head, ports.store) : fetched;
  if (!manifest.ok) return manifest;
  if (held?.head.epoch === head.epoch) {
    const followed = await followOn(held, head, budgetOf(held, manifest.value, head), ports);
    if (followed.ok) return ok({ base: held.heads.base, head: target });
    if (!snapshotHelps.has(followed.error)) return followed;
  }
  const segments = await bringSegments(head, manifest.value, held, ports);
  if (!segments.ok) return segments;
  const deltas = await bringDeltas(head, manifest.value.seq, Infinity, ports);
  return deltas.ok ? ok({ base: target, head: target }) : deltas;
}

/** Bytes of deltas that are still better than the snapshot. */
function budgetOf(held: HeldCopy, manifest: Manifest, head: FeedHead): number {
  // There is no newer snapshot: then the deltas are all there is.
  if (held.manifestName === head.manifest) return Infinity;
  if (held.deltas.length + head.seq - held.head.seq > maxDeltas) return 0;
  return bytesOf(manifest) / 2 - held.deltas.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The deltas since the copy that is held, and whatever of its own files was damaged and set aside. */
async function followOn(
  held: HeldCopy,
  head: FeedHead,
  budget: number,
  ports: BringPorts,
): Promise<Result<void, BringFailure>> {
  const before = await bringDeltas(head, held.head.seq, budget, ports);
  if (!before.ok) return before;
  // A chain that does not lead to what is held belongs to another past.
  if (before.value !== undefined && before.value !== held.head.delta) return err('not_as_said');
  const { store, source } = ports;
  const files = [{ name: held.manifestName, bytes: maxManifestBytes }, ...held.manifest.segments, ...held.deltas];
  for (const { name, bytes } of files) {
    const mended = (await store.has(name)) ? ok(undefined) : await store.fetch(name, bytes, source);
    if (!mended.ok) return mended;
  }
  return ok(undefined);
}

/**
 * All deltas above `after`, newest first: each names the one before.
 * @returns what the oldest of them names; undefined when there was none to fetch
 */
async function bringDeltas(
  head: FeedHead,
  after: number,
  budget: number,
  { store, source, isStopped, onProgress }: BringPorts,
): Promise<Result<ObjectName | null | undefined, BringFailure>> {
  const total = head.seq - after;
  if (total * (headerBytes + directoryEntryBytes) > budget) return err('too_large');
  let left = budget;
  let name = head.delta;
  let before: ObjectName | null | undefined;
  for (let seq = head.seq; seq > after; seq -= 1) {
    if (isStopped()) return err('stopped');
    if (name === null) return err('not_as_said');
    onProgress(head.seq - seq, total, budget === Infinity ? 0 : budget - left);
    const fetched = await store.fetch(name, Math.min(maxDeltaBytes, left), source);
    if (!fetched.ok) return fetched;
    const delta = await readDelta(name, head.epoch, seq, store);
    if (!delta.ok) return delta;
    left -= delta.value.bytes;
    before = delta.value.header.before;
    name = before;
  }
  return ok(before);
}

async function bringSegments(
  head: FeedHead,
  manifest: Manifest,
  held: HeldCopy | null,
  { store, source, isStopped, onProgress }: BringPorts,
): Promise<Result<void, BringFailure>> {
  const next = filesOf({ head, manifestName: head.manifest, manifest, deltas: [] });
  const cleared = await store.keepOnly(new Set([...next, ...(held ? filesOf(held) : [])]));
  if (!cleared.ok) return cleared;
  const free = await store.free();
  if (!free.ok) return free;
  let bytes = 0;
  for (const segment of manifest.segments) if (await store.has(segment.name)) bytes += segment.bytes;
  if (free.value < roomFactor * bytesOf(manifest) + roomBytes - bytes) return err('no_room');
  bytes = 0;
  for (const [at, segment] of manifest.segments.entries()) {
    if (isStopped()) return err('stopped');
    onProgress(at, manifest.segments.length, bytes);
    const fetched = await store.fetch(segment.name, segment.bytes, source);
    if (!fetched.ok) return fetched;
    bytes += segment.bytes;
  }
  return ok(undefined);
}

function bytesOf(manifest: Manifest): number {
  return manifest.segments.reduce((sum, { bytes }) => sum + bytes, 0);
}
