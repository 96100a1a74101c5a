import { recordsOf, type Manifest, type ManifestSegment } from '../../src-shared/feed/head.ts';
import {
  bucketOf,
  countRecords,
  directoryEntryBytes,
  findInBucket,
  headerBytes,
  readFrame,
  toHex,
  type BucketPlace,
  type SegmentFrame,
} from '../../src-shared/feed/segment.ts';
import type { BlindIndex } from '../../src-shared/feed/feed-keys.ts';
import { BytesError } from '../../src-shared/encoding/byte-reader.ts';
import type { Rng } from '../../src-shared/ports.ts';
import type { Memory } from './memory.ts';
import type { CopyFile } from './ports.ts';
import { tagBytes, type Sealer } from './sealer.ts';

/*
 * The snapshot on this kiosk: one file of blocks, one for each segment, in the manifest's order.
 *
 *   block: sealed directory { u32 end of each bucket, from the start of the buckets } | sealed buckets
 *
 * How long a block is follows from how long its segment is, so blocks can be written in any order, and a damaged
 * manifest cannot make a bucket be taken for another: its number is part of what it is sealed as.
 */

/** First number of a piece's name. */
const pieces = { directory: 1, bucket: 2 } as const;

const endBytes = 4;

/** Buckets read back before a copy is made the active one, besides the first and the last. */
const probes = 50;

export class BaseCopy {
  readonly manifest: Manifest;
  readonly #file: CopyFile;
  readonly #sealer: Sealer;
  readonly #subtle: SubtleCrypto;
  /** Where each block begins, and where the last one ends. */
  readonly #starts: readonly number[];
  /** Ends of the buckets in each block, as far as they were needed. */
  readonly #directories: (Uint32Array | undefined)[] = [];

  constructor(manifest: Manifest, file: CopyFile, sealer: Sealer, subtle: SubtleCrypto) {
    this.manifest = manifest;
    this.#file = file;
    this.#sealer = sealer;
    this.#subtle = subtle;
    this.#starts = blockStarts(manifest);
  }

  /**
   * Proves a segment, seals it and writes it in its place; the same again changes nothing.
   * @returns false when the bytes are not what the manifest says
   */
  async take(segment: number, bytes: Uint8Array<ArrayBuffer>, memory: Memory): Promise<boolean> {
    const expected = this.manifest.segments[segment];
    if (!expected || bytes.length !== expected.bytes) return false;
    // The name covers every byte of the file, so the hash of each bucket inside it needs no look of its own.
    const hash = await this.#subtle.digest('SHA-256', bytes);
    if (toHex(new Uint8Array(hash)) !== expected.name) return false;
    const frame = readFrame(bytes, bytes.length);
    if (!frame.ok || !this.#fits(frame.value, expected, bytes)) return false;
    const length = this.#start(segment + 1) - this.#start(segment);
    const block = new Uint8Array(memory.take(length), 0, length);
    await this.#sealInto(block, segment, frame.value.places, bytes);
    this.#file.write(block, this.#start(segment));
    memory.giveBack(block.buffer);
    return true;
  }

  /** The sealed record at an index; null when there is none. `damaged`: nobody can say. */
  async find(index: BlindIndex): Promise<Uint8Array<ArrayBuffer> | null | 'damaged'> {
    const { bucketBits } = this.manifest;
    const bucket = await this.#bucket(bucketOf(index, bucketBits));
    if (bucket === null) return 'damaged';
    try {
      return findInBucket(bucket, index, bucketBits);
    } catch (error) {
      if (error instanceof BytesError) return 'damaged';
      throw error;
    }
  }

  /** Every directory opens and the file is as long as they say: this is the copy, and this is its key. */
  async isWhole(): Promise<boolean> {
    if (this.#file.size() !== this.#starts.at(-1)) return false;
    const { segments } = this.manifest;
    const opened = await Promise.all(segments.map(async (_segment, at) => this.#directory(at)));
    return opened.every((directory) => directory !== null);
  }

  /** Reads back the first bucket, the last, and some that chance picks. */
  async readsBack(rng: Rng): Promise<boolean> {
    const buckets = 2 ** this.manifest.bucketBits;
    const chance = new DataView(Uint8Array.from(rng.bytes(4 * probes)).buffer);
    const picked = Array.from({ length: probes }, (_, at) => chance.getUint32(4 * at) % buckets);
    const read = await Promise.all([0, buckets - 1, ...picked].map((bucket) => this.#bucket(bucket)));
    return read.every((bucket) => bucket !== null);
  }

  /** Does this block's directory open? */
  async has(segment: number): Promise<boolean> {
    return (await this.#directory(segment)) !== null;
  }

  #fits({ header, places }: SegmentFrame, expected: ManifestSegment, bytes: Uint8Array<ArrayBuffer>): boolean {
    const { epoch, build, seq, bucketBits } = this.manifest;
    const { firstBucket, buckets, records } = expected;
    const wanted = { kind: 'snapshot', epoch, build, seq, bucketBits, firstBucket, buckets, records, before: null };
    const asWanted = Object.entries(header).every(([name, value]) => Reflect.get(wanted, name) === value);
    return asWanted && recordsIn(places, bytes, bucketBits) === records;
  }

  /** Fills every byte of the block. */
  async #sealInto(
    block: Uint8Array<ArrayBuffer>,
    segment: number,
    places: readonly BucketPlace[],
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const { build } = this.manifest;
    const ends = new DataView(new ArrayBuffer(endBytes * places.length));
    const bodyAt = ends.byteLength + tagBytes;
    const sealing: Promise<void>[] = [];
    let end = 0;
    for (const [at, { bucket, from, to }] of places.entries()) {
      const start = bodyAt + end;
      end += to - from + tagBytes;
      ends.setUint32(endBytes * at, end, true);
      const sealed = this.#sealer.seal([pieces.bucket, build, bucket], bytes.subarray(from, to));
      sealing.push(
        sealed.then((piece) => {
          block.set(piece, start);
        }),
      );
    }
    const directory = this.#sealer.seal([pieces.directory, build, segment], new Uint8Array(ends.buffer));
    sealing.push(
      directory.then((piece) => {
        block.set(piece);
      }),
    );
    await Promise.all(sealing);
  }

  /** Null when it is damaged. */
  async #bucket(bucket: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const segment = this.#segmentOf(bucket);
    const directory = await this.#directory(segment);
    const inBlock = bucket - (this.manifest.segments[segment]?.firstBucket ?? 0);
    const to = directory?.[inBlock];
    if (!directory || to === undefined) return null;
    const from = directory[inBlock - 1] ?? 0;
    const bodyAt = this.#start(segment) + endBytes * directory.length + tagBytes;
    const sealed = this.#read(bodyAt + from, to - from);
    return sealed && this.#sealer.open([pieces.bucket, this.manifest.build, bucket], sealed);
  }

  /** Null when it is damaged. */
  async #directory(segment: number): Promise<Uint32Array | null> {
    const known = this.#directories[segment];
    if (known) return known;
    const buckets = this.manifest.segments[segment]?.buckets ?? 0;
    const sealed = this.#read(this.#start(segment), endBytes * buckets + tagBytes);
    const opened = sealed && (await this.#sealer.open([pieces.directory, this.manifest.build, segment], sealed));
    if (!opened) return null;
    const view = new DataView(opened.buffer);
    const directory = Uint32Array.from({ length: buckets }, (_, at) => view.getUint32(endBytes * at, true));
    this.#directories[segment] = directory;
    return directory;
  }

  #segmentOf(bucket: number): number {
    const { segments } = this.manifest;
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((segments[middle]?.firstBucket ?? Infinity) <= bucket) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #read(at: number, length: number): Uint8Array<ArrayBuffer> | null {
    const bytes = new Uint8Array(length);
    return this.#file.read(bytes, at) === length ? bytes : null;
  }

  #start(segment: number): number {
    return this.#starts[segment] ?? 0;
  }
}

/** How long the file of a whole copy is, bytes. */
export function copyBytes(manifest: Manifest): number {
  return blockStarts(manifest).at(-1) ?? 0;
}

/** @returns one more than there are segments */
function blockStarts({ segments }: Manifest): number[] {
  const starts = [0];
  for (const { bytes, buckets } of segments) {
    const bodies = bytes - headerBytes - buckets * directoryEntryBytes;
    starts.push((starts.at(-1) ?? 0) + bodies + buckets * (endBytes + tagBytes) + tagBytes);
  }
  return starts;
}

/** Null when a bucket is none. */
function recordsIn(places: readonly BucketPlace[], bytes: Uint8Array<ArrayBuffer>, bucketBits: number): number | null {
  try {
    return places.reduce((sum, { from, to }) => sum + countRecords(bytes.subarray(from, to), bucketBits), 0);
  } catch (error) {
    if (error instanceof BytesError) return null;
    throw error;
  }
}

/** What the marker says of a whole copy of this manifest. */
export function sizeOf(manifest: Manifest): { buckets: number; records: number } {
  return { buckets: 2 ** manifest.bucketBits, records: recordsOf(manifest) };
}
