import { createHash } from 'node:crypto';
import { BytesError } from '../../src-shared/encoding/byte-reader.ts';
import type { BlindIndex } from '../../src-shared/feed/feed-keys.ts';
import {
  bucketOf,
  findInBucket,
  isBucket,
  readFrame,
  type SegmentHeader,
  type SegmentKind,
} from '../../src-shared/feed/segment.ts';
import type { Manifest, ManifestSegment } from '../../src-shared/feed/head.ts';
import type { HeldCopy } from './held-copy.ts';
import type { ObjectStore } from './object-store.ts';

/** A sealed record and what makes the nonce it was sealed with. */
export interface FoundRecord {
  readonly sealed: Uint8Array<ArrayBuffer>;
  readonly kind: SegmentKind;
  readonly build: number;
}

/** `nothing`: proved by a whole bucket. `cannot_say`: a file is missing or damaged, so nobody can tell. */
export type FileFinding = FoundRecord | 'nothing' | 'cannot_say';

/**
 * Looks straight into the feed's files: what the kiosk does while the vault has no copy. Every file that is opened is
 * proved anew by its name.
 */
export async function lookUpInFiles(index: BlindIndex, copy: HeldCopy, store: ObjectStore): Promise<FileFinding> {
  for (const { name, header } of copy.deltas.toReversed()) {
    const bytes = await store.read(name);
    const found = bytes.ok ? findInSegment(index, bytes.value, (read) => read.seq === header.seq) : 'cannot_say';
    // Absence in a delta says only that nothing has changed.
    if (found !== 'nothing') return isTombstone(found) ? 'nothing' : found;
  }
  const bucket = bucketOf(index, copy.manifest.bucketBits);
  const segment = copy.manifest.segments.find((each) => isIn(bucket, each));
  if (!segment) return 'cannot_say';
  const bytes = await store.read(segment.name);
  if (!bytes.ok) return 'cannot_say';
  return findInSegment(index, bytes.value, (header) => isAsSaid(header, copy.manifest, segment));
}

function isTombstone(found: FileFinding): boolean {
  return typeof found === 'object' && found.sealed.length === 0;
}

function isIn(bucket: number, { firstBucket, buckets }: ManifestSegment): boolean {
  return bucket >= firstBucket && bucket < firstBucket + buckets;
}

function isAsSaid(header: SegmentHeader, manifest: Manifest, segment: ManifestSegment): boolean {
  return (
    header.kind === 'snapshot' &&
    (['epoch', 'build', 'bucketBits'] as const).every((key) => header[key] === manifest[key]) &&
    (['firstBucket', 'buckets', 'records'] as const).every((key) => header[key] === segment[key])
  );
}

function findInSegment(
  index: BlindIndex,
  bytes: Uint8Array<ArrayBuffer>,
  isExpected: (header: SegmentHeader) => boolean,
): FileFinding {
  const frame = readFrame(bytes, bytes.length);
  if (!frame.ok || !isExpected(frame.value.header)) return 'cannot_say';
  const { header, places } = frame.value;
  const place = places[bucketOf(index, header.bucketBits) - header.firstBucket];
  if (!place) return 'cannot_say';
  const bucket = bytes.subarray(place.from, place.to);
  const hash = createHash('sha256').update(bucket).digest();
  if (!isBucket(hash, place)) return 'cannot_say';
  try {
    const sealed = findInBucket(bucket, index, header.bucketBits);
    return sealed === null ? 'nothing' : { sealed, kind: header.kind, build: header.build };
  } catch (error) {
    if (error instanceof BytesError) return 'cannot_say';
    throw error;
  }
}
