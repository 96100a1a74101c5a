import { bucketOf, encodeBucket, type SealedRecord } from '../../src-shared/feed/segment.ts';

/** A kiosk reads a whole bucket to find one record. */
export const recordsInBucket = 128;
/** Of huge records fewer: a bucket should not be much larger than this, bytes. */
const bucketBytes = 1024 * 1024;
const mostBits = 22;

/** How many bits of its index say which bucket a record is in. */
export function bucketBitsFor(records: number, bytes: number, inBucket = recordsInBucket): number {
  const buckets = Math.max(1, records / inBucket, bytes / bucketBytes);
  return Math.min(mostBits, Math.ceil(Math.log2(buckets)));
}

/** A bucket as it stands in a segment. */
export interface Bucket {
  readonly bytes: Uint8Array;
  readonly records: number;
}

/** Cuts records that come by index into buckets, and leaves none out. */
export class BucketCutter {
  readonly #bits: number;
  #bucket = 0;
  #records: SealedRecord[] = [];

  constructor(bits: number) {
    this.#bits = bits;
  }

  /** The buckets that are whole now that this record comes. */
  *add(record: SealedRecord): Generator<Bucket> {
    yield* this.#upTo(bucketOf(record.index, this.#bits));
    this.#records.push(record);
  }

  /** The rest. */
  *end(): Generator<Bucket> {
    yield* this.#upTo(2 ** this.#bits);
  }

  *#upTo(bucket: number): Generator<Bucket> {
    for (; this.#bucket < bucket; this.#bucket += 1) {
      yield { bytes: encodeBucket(this.#records, this.#bits), records: this.#records.length };
      this.#records = [];
    }
  }
}
