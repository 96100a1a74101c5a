import { ByteWriter } from '../../src-shared/encoding/byte-writer.ts';
import { indexBytes, type BlindIndex } from '../../src-shared/feed/feed-keys.ts';

/** Of a row, under a key only the gateway has. */
export const digestBytes = 8;
const entryBytes = indexBytes + digestBytes;

/** What became of one index between two readings. */
export type Change = 'same' | 'changed' | 'new';

/**
 * What was published last about everybody: index and digest of the row, by index. It is walked once, beside the new
 * reading in the same order.
 */
export class LedgerWalk {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Indexes from where the walk stands up to this one: nothing is recorded of them any more. Null: up to the end. */
  *goneBefore(index: BlindIndex | null): Generator<BlindIndex> {
    while (this.#at < this.#bytes.length) {
      const next = this.#bytes.subarray(this.#at, this.#at + indexBytes);
      if (index !== null && Buffer.compare(next, index) >= 0) return;
      this.#at += entryBytes;
      yield next;
    }
  }

  /** Call it after {@link goneBefore} with the same index. */
  pass(index: BlindIndex, digest: Uint8Array): Change {
    const entry = this.#bytes.subarray(this.#at, this.#at + entryBytes);
    if (entry.length === 0 || Buffer.compare(entry.subarray(0, indexBytes), index) !== 0) return 'new';
    this.#at += entryBytes;
    return Buffer.compare(entry.subarray(indexBytes), digest) === 0 ? 'same' : 'changed';
  }
}

/** Collects a ledger; entries come by index. */
export class LedgerWriter {
  readonly #writer = new ByteWriter();

  add(index: BlindIndex, digest: Uint8Array): void {
    this.#writer.bytes(index);
    this.#writer.bytes(digest);
  }

  written(): Uint8Array {
    return this.#writer.written();
  }
}
