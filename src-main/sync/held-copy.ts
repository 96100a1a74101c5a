import {
  dictionarySchema,
  manifestSchema,
  type FeedHead,
  type Manifest,
  type ObjectName,
} from '../../src-shared/feed/head.ts';
import type { DictionaryValue } from '../../src-shared/feed/dictionary.ts';
import { readHeader, type SegmentHeader } from '../../src-shared/feed/segment.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { FeedPlace } from './check-head.ts';
import type { HeldHeads } from './feed-state.ts';
import type { ObjectStore, StoreFailure } from './object-store.ts';

/** One delta of a copy. */
export interface HeldDelta {
  readonly name: ObjectName;
  readonly header: SegmentHeader;
  readonly bytes: number;
}

/** What a kiosk can answer from: proved, in files. */
export interface HeldCopy {
  readonly heads: HeldHeads;
  readonly head: FeedHead;
  /** The snapshot it is made of, which may be an older one than the head's. */
  readonly manifestName: ObjectName;
  readonly manifest: Manifest;
  /** As the head's own snapshot says. */
  readonly about: Pick<Manifest, 'systems' | 'offices'>;
  /** After the snapshot, without a gap, oldest first. */
  readonly deltas: readonly HeldDelta[];
  readonly dictionary: readonly DictionaryValue[];
}

/** `not_as_said`: a genuine file that says something else than the one that named it. */
export type CopyFailure = StoreFailure | 'not_as_said';

/** Reads what a copy consists of but its segments: should one be damaged, the others still answer. */
export async function loadCopy(heads: HeldHeads, store: ObjectStore): Promise<Result<HeldCopy, CopyFailure>> {
  const { head } = heads.head;
  const manifestName = heads.base.head.manifest;
  const manifest = await readManifest(manifestName, head, store);
  if (!manifest.ok) return manifest;
  const about = await readManifest(head.manifest, head, store);
  if (!about.ok) return about;
  const dictionary = await readDictionary(head, store);
  if (!dictionary.ok) return dictionary;
  const deltas = await readChain(head, manifest.value.seq, store);
  if (!deltas.ok) return deltas;
  return ok({
    heads,
    head,
    manifestName,
    manifest: manifest.value,
    about: about.value,
    deltas: deltas.value,
    dictionary: dictionary.value,
  });
}

/** @param head that names it, or a later one of the same epoch */
export async function readManifest(
  name: ObjectName,
  head: FeedHead,
  store: ObjectStore,
): Promise<Result<Manifest, CopyFailure>> {
  const bytes = await store.read(name);
  if (!bytes.ok) return bytes;
  const manifest = manifestSchema.safeParse(parsed(bytes.value));
  const fits = manifest.success && manifest.data.epoch === head.epoch && manifest.data.seq <= head.seq;
  return fits ? ok(manifest.data) : err('not_as_said');
}

async function readDictionary(
  head: FeedHead,
  store: ObjectStore,
): Promise<Result<readonly DictionaryValue[], CopyFailure>> {
  const bytes = await store.read(head.dictionary);
  if (!bytes.ok) return bytes;
  const dictionary = dictionarySchema.safeParse(parsed(bytes.value));
  const fits = dictionary.success && dictionary.data.epoch === head.epoch;
  return fits ? ok(dictionary.data.values) : err('not_as_said');
}

async function readChain(head: FeedHead, after: number, store: ObjectStore): Promise<Result<HeldDelta[], CopyFailure>> {
  const deltas: HeldDelta[] = [];
  let name = head.delta;
  for (let seq = head.seq; seq > after; seq -= 1) {
    const delta = name === null ? err('not_as_said' as const) : await readDelta(name, head.epoch, seq, store);
    if (!delta.ok) return delta;
    deltas.unshift(delta.value);
    name = delta.value.header.before;
  }
  return ok(deltas);
}

/** One delta, and that it is the one it is said to be. */
export async function readDelta(
  name: ObjectName,
  epoch: number,
  seq: number,
  store: ObjectStore,
): Promise<Result<HeldDelta, CopyFailure>> {
  const bytes = await store.read(name);
  if (!bytes.ok) return bytes;
  const header = readHeader(bytes.value);
  const fits = header.ok && header.value.kind === 'delta' && header.value.epoch === epoch && header.value.seq === seq;
  return fits ? ok({ name, header: header.value, bytes: bytes.value.length }) : err('not_as_said');
}

/** Everything a copy needs on the disk. */
export function filesOf(copy: Pick<HeldCopy, 'head' | 'manifestName' | 'manifest' | 'deltas'>): Set<ObjectName> {
  return new Set([
    copy.manifestName,
    copy.head.manifest,
    copy.head.dictionary,
    ...copy.manifest.segments.map(({ name }) => name),
    ...copy.deltas.map(({ name }) => name),
  ]);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** The highest place the files bear witness to, for a kiosk that has lost what it trusted. */
export async function placeOfFiles(store: ObjectStore): Promise<FeedPlace> {
  let place: FeedPlace = { epoch: 0, seq: 0 };
  for (const name of await store.names()) {
    const bytes = await store.read(name);
    const header = bytes.ok ? readHeader(bytes.value) : null;
    const manifest = bytes.ok && !header?.ok ? manifestSchema.safeParse(parsed(bytes.value)) : null;
    const found = header?.ok ? header.value : manifest?.data;
    if (found) place = { epoch: Math.max(place.epoch, found.epoch), seq: Math.max(place.seq, found.seq) };
  }
  return place;
}
