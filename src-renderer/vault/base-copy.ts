import { recordsOf, type Manifest, type ManifestSegment } from '../../src-shared/feed/head.ts';
import {
  bucketIn,
  bucketOf,
  countRecords,
  directoryEntryBytes,
  findInBucket,
  headerBytes,
  isBucket,
  readFrame,
  toHex,
  type BucketPlace,
  type SegmentFrame,
} from '../../src-shared/feed/segment.ts';
import type { BlindIndex } from '../../src-shared/feed/feed-keys.ts';
import { BytesError } from '../../src-shared/encoding/byte-reader.ts';
import type { Rng } from '../../src-shared/ports.ts';
import type { CopyFile } from './ports.ts';
import { tagBytes, type Sealer } from './sealer.ts';

/*
 * The snapshot on this kiosk: one file of blocks, one for each segment, in the manifest's order.
 *
 *   block: the segment's directory, sealed | its buckets, encrypted
 *
 * The directory has the hash of each bucket, which proves a bucket when it is read; so buckets need no tag each, and are
 * encrypted many at a time, in half the time of sealing each by itself.
 *
 * How long a block is follows from how long its segment is, so blocks can be written in any order, and a damaged
 * manifest cannot make a bucket be taken for another: a directory opens as the one of its own segment only.
 */

/** First number of the name of a sealed directory. */
const directoryPiece = 1;

/** Encrypted in one go. For a megabyte Chromium takes fresh memory each time, which costs half as much again. */
const atOnceBytes = 256 * 1024;

/** Buckets read back before a copy is made the active one, besides the first and the last. */
const probes = 50;

export class BaseCopy {
  readonly manifest: Manifest;
  readonly #file: CopyFile;
  readonly #sealer: Sealer;
  readonly #subtle: SubtleCrypto;
  /** Where each block begins, and where the last one ends. */
  readonly #starts: readonly number[];
  /** Directories of the segments, as far as they were needed. */
  readonly #directories: (Uint8Array<ArrayBuffer> | undefined)[] = [];

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
  async take(segment: number, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const expected = this.manifest.segments[segment];
    if (!expected || bytes.length !== expected.bytes) return false;
    // The name covers every byte of the file, so the hash of each bucket inside it needs no look of its own.
    const hash = await this.#subtle.digest('SHA-256', bytes);
    if (toHex(new Uint8Array(hash)) !== expected.name) return false;
    const frame = readFrame(bytes, bytes.length);
    if (!frame.ok || !this.#fits(frame.value, expected, bytes)) return false;
    const bucketsAt = headerBytes + expected.buckets * directoryEntryBytes;
    const plain = bytes.subarray(headerBytes, bucketsAt);
    const directory = await this.#sealer.seal([directoryPiece, this.manifest.build, segment], plain);
    this.#file.write(directory, this.#start(segment));
    await this.#writeBuckets(segment, bytes.subarray(bucketsAt), this.#start(segment) + directory.length);
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

  async #writeBuckets(segment: number, buckets: Uint8Array<ArrayBuffer>, start: number): Promise<void> {
    for (let at = 0; at < buckets.length; at += atOnceBytes) {
      const piece = await this.#sealer.encrypt(segment, at, buckets.subarray(at, at + atOnceBytes));
      this.#file.write(piece, start + at);
    }
  }

  /** Null when it is damaged. */
  async #bucket(bucket: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const segment = this.#segmentOf(bucket);
    const directory = await this.#directory(segment);
    if (!directory) return null;
    const place = bucketIn(directory, bucket - (this.manifest.segments[segment]?.firstBucket ?? 0));
    if (!place) return null;
    const bucketsAt = this.#start(segment) + directory.length + tagBytes;
    const read = (from: number, to: number): Uint8Array<ArrayBuffer> | null => this.#read(bucketsAt + from, to - from);
    const opened = await this.#sealer.decrypt(segment, place.from, place.to, read);
    const hash = opened && new Uint8Array(await this.#subtle.digest('SHA-256', opened));
    return hash && isBucket(hash, place) ? opened : null;
  }

  /** Null when it is damaged. */
  async #directory(segment: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const known = this.#directories[segment];
    if (known) return known;
    const buckets = this.manifest.segments[segment]?.buckets ?? 0;
    const sealed = this.#read(this.#start(segment), directoryEntryBytes * buckets + tagBytes);
    const opened = sealed && (await this.#sealer.open([directoryPiece, this.manifest.build, segment], sealed));
    if (opened) this.#directories[segment] = opened;
    return opened;
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
  for (const { bytes } of segments) starts.push((starts.at(-1) ?? 0) + bytes - headerBytes + tagBytes);
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
