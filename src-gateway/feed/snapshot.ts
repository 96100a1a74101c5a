import type { ManifestSegment, ObjectName } from '../../src-shared/feed/head.ts';
import { directoryEntryBytes, encodeSegment, headerBytes, type SealedRecord } from '../../src-shared/feed/segment.ts';
import { BucketCutter, type Bucket } from './buckets.ts';
import { sha256 } from './seal.ts';

export interface SnapshotFacts {
  readonly epoch: number;
  readonly build: number;
  readonly seq: number;
  readonly bucketBits: number;
}

/**
 * A segment is closed before it grows beyond this, bytes. Each costs a kiosk a request, so that a copy of 400 MB takes a
 * quarter longer in segments of one megabyte; what a bad line cut off goes on at the byte where it stopped.
 */
export const segmentBytes = 4 * 1024 * 1024;
/** Limit of `manifestSegmentSchema`. */
const mostSegmentBytes = 64 * 1024 * 1024;

/** Writes a snapshot's segments while records come by index. */
export class SnapshotWriter {
  readonly #facts: SnapshotFacts;
  readonly #put: (bytes: Uint8Array) => Promise<ObjectName>;
  readonly #cutter: BucketCutter;
  readonly #segments: ManifestSegment[] = [];
  #buckets: Bucket[] = [];
  #firstBucket = 0;
  #bytes = headerBytes;

  /** @param put keeps a segment and names it */
  constructor(facts: SnapshotFacts, put: (bytes: Uint8Array) => Promise<ObjectName>) {
    this.#facts = facts;
    this.#put = put;
    this.#cutter = new BucketCutter(facts.bucketBits);
  }

  async add(record: SealedRecord): Promise<void> {
    for (const bucket of this.#cutter.add(record)) await this.#addBucket(bucket);
  }

  /** The segments for the manifest. */
  async end(): Promise<readonly ManifestSegment[]> {
    for (const bucket of this.#cutter.end()) await this.#addBucket(bucket);
    await this.#close();
    return this.#segments;
  }

  async #addBucket(bucket: Bucket): Promise<void> {
    const bytes = bucket.bytes.length + directoryEntryBytes;
    if (this.#buckets.length > 0 && this.#bytes + bytes > segmentBytes) await this.#close();
    this.#buckets.push(bucket);
    this.#bytes += bytes;
    if (this.#bytes > mostSegmentBytes) throw new Error('one bucket is larger than a segment may be');
  }

  async #close(): Promise<void> {
    const buckets = this.#buckets;
    const records = buckets.reduce((sum, bucket) => sum + bucket.records, 0);
    const header = { ...this.#facts, kind: 'snapshot', firstBucket: this.#firstBucket, records, before: null } as const;
    const bytes = encodeSegment(
      header,
      buckets.map((bucket) => bucket.bytes),
      sha256,
    );
    const name = await this.#put(bytes);
    const place = { firstBucket: this.#firstBucket, buckets: buckets.length, records };
    this.#segments.push({ name, bytes: bytes.length, ...place });
    this.#firstBucket += buckets.length;
    this.#buckets = [];
    this.#bytes = headerBytes;
  }
}
