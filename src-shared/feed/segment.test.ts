import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BytesError } from '../encoding/byte-reader.ts';
import {
  bucketOf,
  bucketRecords,
  encodeBucket,
  encodeSegment,
  findInBucket,
  frameBytes,
  fromHex,
  readFrame,
  readHeader,
  recordNonce,
  toHex,
  type SealedRecord,
} from './segment.ts';

const seed = 22;
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const bits = fc.integer({ min: 0, max: 22 });
const bytesOf = (length: { minLength?: number; maxLength: number }) =>
  fc.uint8Array(length).map((bytes) => new Uint8Array(bytes));
const index = bytesOf({ minLength: 8, maxLength: 8 });

/** Sorted, each index once, as a build hands them over; some are tombstones. */
const records = fc
  .uniqueArray(fc.record({ index, sealed: bytesOf({ maxLength: 300 }) }), {
    maxLength: 60,
    selector: (record) => toHex(record.index),
  })
  .map((list) => list.toSorted((one, other) => Buffer.compare(one.index, other.index)));

/** All buckets of so many bits. */
function bucketsOf(list: readonly SealedRecord[], bucketBits: number): Uint8Array<ArrayBuffer>[] {
  const buckets = Array.from({ length: 2 ** bucketBits }, (): SealedRecord[] => []);
  for (const record of list) buckets[bucketOf(record.index, bucketBits)]?.push(record);
  return buckets.map((bucket) => encodeBucket(bucket, bucketBits));
}

describe('a bucket', () => {
  it('is the one an index begins with, and buckets are in the order of the indexes', () => {
    fc.assert(
      fc.property(index, index, bits, (one, other, bucketBits) => {
        const expected = BigInt(`0x${toHex(one)}`) >> BigInt(64 - bucketBits);
        expect(BigInt(bucketOf(one, bucketBits))).toBe(expected);
        const [low, high] = Buffer.compare(one, other) < 0 ? [one, other] : [other, one];
        expect(bucketOf(low, bucketBits)).toBeLessThanOrEqual(bucketOf(high, bucketBits));
      }),
      { seed, numRuns: 500 },
    );
  });

  it('gives back its records whole, and finds each of them and no other', () => {
    fc.assert(
      fc.property(records, index, bits, (list, stranger, bucketBits) => {
        const [first] = list;
        const bucket = bucketOf(first?.index ?? stranger, bucketBits);
        const inside = list.filter((record) => bucketOf(record.index, bucketBits) === bucket);
        const bytes = encodeBucket(inside, bucketBits);
        expect([...bucketRecords(bytes, bucket, bucketBits)]).toEqual(inside);
        for (const record of inside) expect(findInBucket(bytes, record.index, bucketBits)).toEqual(record.sealed);
        const isThere = inside.some((record) => toHex(record.index) === toHex(stranger));
        if (!isThere && bucketOf(stranger, bucketBits) === bucket) {
          expect(findInBucket(bytes, stranger, bucketBits)).toBe(null);
        }
      }),
      { seed, numRuns: 600 },
    );
  });

  it.each([0, 7, 8, 13, 16, 22])('of %i bits leaves out only the whole bytes it stands for', (bucketBits) => {
    const record = { index: Uint8Array.of(0xab, 0xcd, 0xef, 1, 2, 3, 4, 5), sealed: new Uint8Array(20) };
    const bytes = encodeBucket([record], bucketBits);
    expect(bytes.length).toBe(8 - Math.floor(bucketBits / 8) + 1 + 20);
    expect([...bucketRecords(bytes, bucketOf(record.index, bucketBits), bucketBits)]).toEqual([record]);
  });

  it('that is cut says so, and never that there is no record', () => {
    fc.assert(
      fc.property(records, fc.nat(), bits, (list, at, bucketBits) => {
        fc.pre(list.length > 0);
        const bucket = bucketOf(list[0]!.index, bucketBits);
        const inside = list.filter((record) => bucketOf(record.index, bucketBits) === bucket);
        const bytes = encodeBucket(inside, bucketBits);
        const cut = bytes.slice(0, at % bytes.length);
        const last = inside.at(-1)!;
        const whole = encodeBucket(inside.slice(0, -1), bucketBits).length;
        if (cut.length <= whole) return; // before its last record; the hash in the directory tells
        expect(() => findInBucket(cut, last.index, bucketBits)).toThrow(BytesError);
        expect(() => [...bucketRecords(cut, bucket, bucketBits)]).toThrow(BytesError);
      }),
      { seed, numRuns: 400 },
    );
  });
});

const header = { kind: 'snapshot', epoch: 20_769, build: 7, seq: 9, firstBucket: 0, records: 3, before: null } as const;

describe('a segment', () => {
  it('gives back its head, and every bucket at its place with its hash', () => {
    fc.assert(
      fc.property(records, fc.integer({ min: 0, max: 8 }), fc.boolean(), (list, bucketBits, isDelta) => {
        const buckets = bucketsOf(list, bucketBits);
        const kind = isDelta ? ('delta' as const) : ('snapshot' as const);
        const before = isDelta ? 'cd'.repeat(32) : null;
        const facts = { ...header, kind, before, bucketBits, records: list.length };
        const bytes = encodeSegment(facts, buckets, sha256);
        expect(frameBytes(bytes.slice(0, 64))).toEqual({
          ok: true,
          value: bytes.length - buckets.reduce((sum, { length }) => sum + length, 0),
        });
        const frame = readFrame(bytes, bytes.length);
        if (!frame.ok) throw new Error(frame.error);
        expect(frame.value.header).toEqual({ ...facts, buckets: buckets.length });
        expect(frame.value.places.map(({ from, to }) => bytes.slice(from, to))).toEqual(buckets);
        for (const { from, to, hash } of frame.value.places) {
          expect(hash).toEqual(new Uint8Array(sha256(bytes.slice(from, to)).subarray(0, 16)));
        }
      }),
      { seed, numRuns: 150 },
    );
  });

  it('that begins in the middle counts its buckets from there', () => {
    const bytes = encodeSegment(
      { ...header, bucketBits: 4, firstBucket: 5 },
      [new Uint8Array(3), new Uint8Array()],
      sha256,
    );
    const frame = readFrame(bytes, bytes.length);
    expect(frame.ok && frame.value.places.map(({ bucket }) => bucket)).toEqual([5, 6]);
  });

  it('that is cut or longer is none', () => {
    const bytes = encodeSegment(
      { ...header, bucketBits: 2 },
      bucketsOf([{ index: new Uint8Array(8), sealed: new Uint8Array(40) }], 2),
      sha256,
    );
    for (let length = 0; length < bytes.length; length += 1) {
      expect(readFrame(bytes.slice(0, length), length).ok).toBe(false);
      // The frame may come before the rest, but then the file must be as long as it says.
      expect(readFrame(bytes, length).ok).toBe(false);
    }
    expect(readFrame(new Uint8Array([...bytes, 0]), bytes.length + 1).ok).toBe(false);
    expect(readFrame(bytes, bytes.length).ok).toBe(true);
  });

  it.each([
    ['another magic', 0, 0x58],
    ['kind 0', 4, 0],
    ['kind 3', 4, 3],
    ['too many bits', 5, 23],
    ['no buckets', 24, 0],
    ['more buckets than its bits allow', 24, 9],
    ['a first bucket beyond the last', 20, 8],
  ])('with %s is none', (_what, at, value) => {
    const bytes = encodeSegment({ ...header, bucketBits: 2 }, bucketsOf([], 2), sha256);
    expect(readHeader(bytes).ok).toBe(true);
    bytes[at] = value;
    expect(readHeader(bytes)).toEqual({ ok: false, error: 'not_a_segment' });
  });

  it('of any other bytes ends in no exception, and in no place outside of the file', () => {
    const good = encodeSegment(
      { ...header, bucketBits: 2 },
      bucketsOf([{ index: new Uint8Array(8), sealed: new Uint8Array(9) }], 2),
      sha256,
    );
    const damaged = fc
      .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((flips) => {
        const bytes = good.slice();
        for (const [at, value] of flips) bytes[at] = value;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(damaged, bytesOf({ maxLength: 200 })), (bytes) => {
        frameBytes(bytes);
        const frame = readFrame(bytes, bytes.length);
        if (frame.ok)
          for (const { from, to } of frame.value.places) expect(from <= to && to <= bytes.length).toBe(true);
      }),
      { seed, numRuns: 2000 },
    );
  });
});

describe('the nonce of a build', () => {
  it('is another for every build and kind', () => {
    const builds = [1, 2, 255, 256, 0xffff_ffff];
    const nonces = builds.flatMap((build) => [recordNonce('snapshot', build), recordNonce('delta', build)]);
    expect(new Set(nonces.map(toHex)).size).toBe(nonces.length);
    expect(nonces.every(({ length }) => length === 12)).toBe(true);
  });
});

it('hex digits are read as they were written', () => {
  fc.assert(
    fc.property(bytesOf({ maxLength: 40 }), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual(bytes);
    }),
    { seed },
  );
});
