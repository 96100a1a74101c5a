import { maxDeltaBytes, type ObjectName } from '../../src-shared/feed/head.ts';
import { directoryEntryBytes, encodeSegment, headerBytes, type SealedRecord } from '../../src-shared/feed/segment.ts';
import { bucketBitsFor, BucketCutter } from './buckets.ts';
import { sha256 } from './seal.ts';

/** Index and length of a record, at most. */
const recordOverhead = 12;

/** Collects what changed between two readings; records come by index. */
export class DeltaWriter {
  #records: SealedRecord[] = [];
  #bytes = 0;
  #changes = 0;

  add(record: SealedRecord): void {
    this.#changes += 1;
    this.#bytes += record.sealed.length + recordOverhead;
    if (this.#isTooLarge()) this.#records = [];
    else this.#records.push(record);
  }

  get changes(): number {
    return this.#changes;
  }

  /** Null when no kiosk would take it, because it is too large: only a snapshot can say so much. */
  encode(facts: {
    readonly epoch: number;
    readonly build: number;
    readonly seq: number;
    readonly before: ObjectName | null;
  }): Uint8Array | null {
    if (this.#isTooLarge()) return null;
    const bucketBits = bucketBitsFor(this.#records.length, this.#bytes);
    const cutter = new BucketCutter(bucketBits);
    const buckets = this.#records.flatMap((record) => [...cutter.add(record)]);
    buckets.push(...cutter.end());
    const header = { ...facts, kind: 'delta', bucketBits, firstBucket: 0, records: this.#records.length } as const;
    return encodeSegment(
      header,
      buckets.map(({ bytes }) => bytes),
      sha256,
    );
  }

  #isTooLarge(): boolean {
    // With a directory of at most one bucket per record.
    return headerBytes + directoryEntryBytes + this.#bytes + this.#changes * directoryEntryBytes > maxDeltaBytes;
  }
}
