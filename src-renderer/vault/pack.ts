import { ByteReader } from '../../src-shared/encoding/byte-reader.ts';
import { ByteWriter } from '../../src-shared/encoding/byte-writer.ts';
import { indexBytes, type BlindIndex } from '../../src-shared/feed/feed-keys.ts';

/*
 * A pack: the records of one delta, or of several that were merged, in the order of their indexes, cut into chunks that
 * are sealed and stored one by one. A record: u64 index | varint build | varint length | sealed.
 */

/** A record that was laid over the snapshot. */
export interface LaidRecord {
  readonly index: BlindIndex;
  /** Of the delta it came with. */
  readonly build: number;
  /** Empty: nothing is recorded any more. */
  readonly sealed: Uint8Array;
}

/** Longest chunk, bytes, where a single record is not longer: IndexedDB puts values over 64 KiB into files of their own. */
const maxChunkBytes = 48 * 1024;

/** Deltas `firstSeq` to `lastSeq`. */
export interface PackSpan {
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** What is in a pack, in memory: 8 bytes a record, and a miss costs a search and no reading. */
export interface PackIndex {
  readonly chunks: number;
  /** Halves of the indexes, in order. */
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  /** Number of the first record of each chunk. */
  readonly firsts: Uint32Array;
}

export type Pack = PackSpan & PackIndex;

/** Cuts records into chunks. @param records in the order of their indexes, each index once */
export function writeChunks(records: Iterable<LaidRecord>): Uint8Array<ArrayBuffer>[] {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let writer = new ByteWriter();
  for (const { index, build, sealed } of records) {
    if (writer.length > 0 && writer.length + indexBytes + sealed.length + 16 > maxChunkBytes) {
      chunks.push(writer.written());
      writer = new ByteWriter();
    }
    writer.bytes(index);
    writer.varint(build);
    writer.varint(sealed.length);
    writer.bytes(sealed);
  }
  // A pack of no records has a chunk too: it shows that the delta is there.
  chunks.push(writer.written());
  return chunks;
}

/** Every record of a chunk. @throws {BytesError} when the bytes are no chunk */
export function* readChunk(bytes: Uint8Array<ArrayBuffer>): Generator<LaidRecord> {
  const reader = new ByteReader(bytes);
  while (reader.left > 0) {
    yield { index: reader.bytes(indexBytes), build: reader.varint(), sealed: reader.bytes(reader.varint()) };
  }
}

/** @param chunks opened, all of one pack, in order @throws {BytesError} when one is no chunk */
export function indexChunks(chunks: readonly Uint8Array<ArrayBuffer>[]): PackIndex {
  const high: number[] = [];
  const low: number[] = [];
  const firsts: number[] = [];
  for (const chunk of chunks) {
    firsts.push(high.length);
    for (const { index } of readChunk(chunk)) {
      const [upper, lower] = halves(index);
      high.push(upper);
      low.push(lower);
    }
  }
  const [packedHigh, packedLow] = [Uint32Array.from(high), Uint32Array.from(low)];
  return { chunks: chunks.length, high: packedHigh, low: packedLow, firsts: Uint32Array.from(firsts) };
}

/** Number of the chunk that has a record of this index; null when the pack has none. */
export function chunkOf(pack: PackIndex, index: BlindIndex): number | null {
  const [upper, lower] = halves(index);
  const { high, low, firsts } = pack;
  const at = firstNotBelow(high.length, (at) => (high[at] ?? 0) - upper || (low[at] ?? 0) - lower);
  if (high[at] !== upper || low[at] !== lower) return null;
  return firstNotBelow(firsts.length, (chunk) => ((firsts[chunk] ?? 0) <= at ? -1 : 1)) - 1;
}

/** Negative, zero or positive as `one` stands before, at or behind `other`. */
export function compareIndexes(one: BlindIndex, other: BlindIndex): number {
  const [oneHigh, oneLow] = halves(one);
  const [otherHigh, otherLow] = halves(other);
  return oneHigh - otherHigh || oneLow - otherLow;
}

/** @param compare negative as long as the place is too far to the front */
function firstNotBelow(length: number, compare: (at: number) => number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(middle) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function halves(index: BlindIndex): [number, number] {
  const view = new DataView(index.buffer, index.byteOffset, indexBytes);
  return [view.getUint32(0), view.getUint32(4)];
}
