import { err, ok, type Result } from '../result.ts';
import { ByteReader } from '../encoding/byte-reader.ts';
import { ByteWriter } from '../encoding/byte-writer.ts';
import { indexBytes, type BlindIndex } from './feed-keys.ts';

/*
 * A segment: buckets of sealed records in the order of their blind indexes. A snapshot is cut into several; a delta is
 * one that has all buckets. Every bucket is there, also an empty one: a missing bucket is damage, an empty one is an
 * answer. Integers are little-endian.
 *
 *   0 "WFS1" | 4 u8 kind | 5 u8 bucketBits | 6 u16 zero | 8 u32 epoch | 12 u32 build | 16 u32 seq
 *  20 u32 firstBucket | 24 u32 buckets | 28 u32 records | 32 SHA-256 of the delta before (zero in a snapshot)
 *  64 buckets × { u32 end of the bucket, from the start of the bodies | 16 B of the SHA-256 of the bucket }
 *     then the bodies
 *
 * A record: its index without the whole bytes its bucket stands for | varint length | sealed. Length 0 is a tombstone:
 * nothing is recorded any more.
 */

export type SegmentKind = 'snapshot' | 'delta';
const kinds: readonly SegmentKind[] = ['snapshot', 'delta'];

export interface SegmentHeader {
  readonly kind: SegmentKind;
  readonly bucketBits: number;
  readonly epoch: number;
  readonly build: number;
  /** Of a delta: its number. Of a snapshot: the newest delta it holds. */
  readonly seq: number;
  readonly firstBucket: number;
  readonly buckets: number;
  readonly records: number;
  /** Name of the delta before, null in a snapshot and in the first delta. */
  readonly before: string | null;
}

export interface SealedRecord {
  readonly index: BlindIndex;
  /** Empty: a tombstone. */
  readonly sealed: Uint8Array;
}

const magic = 0x31534657; // "WFS1"
export const headerBytes = 64;
export const directoryEntryBytes = 20;
const hashBytes = 16;
const maxBucketBits = 22;

/** SHA-256, 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** Which of 2^bits buckets an index belongs to. */
export function bucketOf(index: BlindIndex, bits: number): number {
  const [first = 0, second = 0, third = 0] = index;
  return ((first << 16) | (second << 8) | third) >>> (24 - bits);
}

/** One bucket's bytes. @param records of this bucket, sorted by index */
export function encodeBucket(records: readonly SealedRecord[], bucketBits: number): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  for (const { index, sealed } of records) {
    writer.bytes(index.subarray(bucketBits >> 3));
    writer.varint(sealed.length);
    writer.bytes(sealed);
  }
  return writer.written();
}

/** Every record of one bucket. @throws {BytesError} when the bytes are no bucket */
export function* bucketRecords(
  bytes: Uint8Array<ArrayBuffer>,
  bucket: number,
  bucketBits: number,
): Generator<SealedRecord> {
  const reader = new ByteReader(bytes);
  const implied = bucketBits >> 3;
  const prefix = Uint8Array.of(bucket >> Math.max(0, bucketBits - 8), bucket >> Math.max(0, bucketBits - 16));
  while (reader.left > 0) {
    const index = new Uint8Array(indexBytes);
    index.set(prefix.subarray(0, implied));
    index.set(reader.bytes(indexBytes - implied), implied);
    yield { index, sealed: reader.bytes(reader.varint()) };
  }
}

/** The record of an index in its bucket; null when there is none. @throws {BytesError} when the bytes are no bucket */
export function findInBucket(
  bytes: Uint8Array<ArrayBuffer>,
  index: BlindIndex,
  bucketBits: number,
): Uint8Array<ArrayBuffer> | null {
  const wanted = index.subarray(bucketBits >> 3);
  const reader = new ByteReader(bytes);
  while (reader.left > 0) {
    const found = reader.bytes(wanted.length);
    const sealed = reader.bytes(reader.varint());
    if (wanted.every((byte, at) => byte === found[at])) return sealed;
  }
  return null;
}

/** How many records a bucket has, without looking into them. @throws {BytesError} when the bytes are no bucket */
export function countRecords(bytes: Uint8Array<ArrayBuffer>, bucketBits: number): number {
  const reader = new ByteReader(bytes);
  let records = 0;
  for (; reader.left > 0; records += 1) {
    reader.skip(indexBytes - (bucketBits >> 3));
    reader.skip(reader.varint());
  }
  return records;
}

/** A whole segment. @param buckets each as {@link encodeBucket} made it, in order */
export function encodeSegment(
  header: Omit<SegmentHeader, 'buckets'>,
  buckets: readonly Uint8Array[],
  sha256: Sha256,
): Uint8Array<ArrayBuffer> {
  const bodyAt = headerBytes + buckets.length * directoryEntryBytes;
  const bytes = new Uint8Array(bodyAt + buckets.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint8(4, kinds.indexOf(header.kind) + 1);
  view.setUint8(5, header.bucketBits);
  const numbers = [header.epoch, header.build, header.seq, header.firstBucket, buckets.length, header.records];
  for (const [at, number] of numbers.entries()) view.setUint32(8 + 4 * at, number, true);
  if (header.before !== null) bytes.set(fromHex(header.before), 32);
  let end = 0;
  for (const [at, bucket] of buckets.entries()) {
    bytes.set(bucket, bodyAt + end);
    end += bucket.length;
    view.setUint32(headerBytes + at * directoryEntryBytes, end, true);
    bytes.set(sha256(bucket).subarray(0, hashBytes), headerBytes + at * directoryEntryBytes + 4);
  }
  return bytes;
}

/** Where a bucket lies in a segment, in bytes from its start. */
export interface BucketPlace {
  readonly bucket: number;
  readonly from: number;
  readonly to: number;
  /** First 16 bytes of its SHA-256. */
  readonly hash: Uint8Array;
}

export interface SegmentFrame {
  readonly header: SegmentHeader;
  readonly places: readonly BucketPlace[];
}

/** How many bytes of a segment's start {@link readFrame} needs; its header has to be there. */
export function frameBytes(start: Uint8Array<ArrayBuffer>): Result<number, 'not_a_segment'> {
  const header = readHeader(start);
  return header.ok ? ok(headerBytes + header.value.buckets * directoryEntryBytes) : header;
}

/** Header and directory, checked for sense; the hashes are for whoever reads the buckets. @param length of the segment */
export function readFrame(start: Uint8Array<ArrayBuffer>, length: number): Result<SegmentFrame, 'not_a_segment'> {
  const header = readHeader(start);
  if (!header.ok) return header;
  const { buckets, firstBucket } = header.value;
  const bodyAt = headerBytes + buckets * directoryEntryBytes;
  if (start.length < bodyAt) return err('not_a_segment');
  const directory = start.subarray(headerBytes, bodyAt);
  const places: BucketPlace[] = [];
  for (let at = 0; at < buckets; at += 1) {
    const place = bucketIn(directory, at);
    if (!place) return err('not_a_segment');
    places.push({ bucket: firstBucket + at, from: bodyAt + place.from, to: bodyAt + place.to, hash: place.hash });
  }
  return places.at(-1)?.to === length ? ok({ header: header.value, places }) : err('not_a_segment');
}

/**
 * A bucket by its number in the directory of its segment; null when there is none.
 * @returns bytes from the start of the bodies
 */
export function bucketIn(directory: Uint8Array<ArrayBuffer>, at: number): Omit<BucketPlace, 'bucket'> | null {
  const entry = at * directoryEntryBytes;
  if (at < 0 || entry + directoryEntryBytes > directory.length) return null;
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const from = at === 0 ? 0 : view.getUint32(entry - directoryEntryBytes, true);
  const to = view.getUint32(entry, true);
  return to < from ? null : { from, to, hash: directory.subarray(entry + 4, entry + 4 + hashBytes) };
}

/** Are these the bytes of that bucket? @param sha256 of them */
export function isBucket(sha256: Uint8Array, { hash }: Pick<BucketPlace, 'hash'>): boolean {
  return hash.every((byte, at) => byte === sha256[at]);
}

/** The first {@link headerBytes} of a segment. */
export function readHeader(start: Uint8Array<ArrayBuffer>): Result<SegmentHeader, 'not_a_segment'> {
  if (start.length < headerBytes) return err('not_a_segment');
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const kind = kinds[view.getUint8(4) - 1];
  const bucketBits = view.getUint8(5);
  if (view.getUint32(0, true) !== magic || !kind || bucketBits > maxBucketBits) return err('not_a_segment');
  const number = (at: number): number => view.getUint32(8 + 4 * at, true);
  const [firstBucket, buckets] = [number(3), number(4)];
  if (buckets < 1 || firstBucket + buckets > 2 ** bucketBits) return err('not_a_segment');
  const before = start.subarray(32, 64);
  return ok({
    kind,
    bucketBits,
    epoch: number(0),
    build: number(1),
    seq: number(2),
    firstBucket,
    buckets,
    records: number(5),
    before: before.every((byte) => byte === 0) ? null : toHex(before),
  });
}

/** Nonce of every record of a build, 12 bytes. The row key is one person's in one epoch, so no pair is used twice. */
export function recordNonce(kind: SegmentKind, build: number): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(12);
  nonce[0] = kinds.indexOf(kind) + 1;
  new DataView(nonce.buffer).setUint32(4, build, true);
  return nonce;
}

/** Length of a record's AES-256-GCM tag, bytes: at a million records four bytes more each are four megabytes. */
export const recordTagBytes = 12;

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
