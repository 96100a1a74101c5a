import { createHash, randomFillSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordsInBucket } from '../../../src-gateway/feed/buckets.ts';
import { segmentBytes } from '../../../src-gateway/feed/snapshot.ts';
import type { Manifest } from '../../../src-shared/feed/head.ts';
import { encodeSegment, toHex } from '../../../src-shared/feed/segment.ts';

/*
 * The files of a snapshot as the gateway would publish it, at the speed of the disk: a vault neither opens records nor
 * cares what is in them, so they are noise as long as the records of the synthetic register.
 */

/** What a vault of any size is measured with. */
export interface FeedFiles {
  /** Folder of the files, each under its name. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly manifestName: string;
  readonly records: number;
  /** Of all segments together. */
  readonly bytes: number;
  /** Indexes that have a record, as hex, spread over all of it. */
  readonly sample: readonly string[];
}

const samples = 4_000;

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** @param persons roughly as many records are written, always the same number @param seed below 2³¹ */
export function writeFeedFiles(folder: string, persons: number, seed: number): FeedFiles {
  mkdirSync(folder, { recursive: true });
  const bucketBits = Math.max(1, Math.round(Math.log2(persons / recordsInBucket)));
  const buckets = 2 ** bucketBits;
  const header = { kind: 'snapshot', bucketBits, epoch: 1, build: 1, seq: 1, before: null } as const;
  const make = bucketMaker(bucketBits, persons / buckets, seed);
  const segments: Manifest['segments'] = [];
  const sample: string[] = [];
  let open: Bucket[] = [];
  const close = (): void => {
    const firstBucket = segments.reduce((sum, each) => sum + each.buckets, 0);
    const records = open.reduce((sum, each) => sum + each.records, 0);
    const bytes = encodeSegment(
      { ...header, firstBucket, records },
      open.map((each) => each.bytes),
      sha256,
    );
    const name = toHex(sha256(bytes));
    writeFileSync(join(folder, name), bytes);
    segments.push({ name, bytes: bytes.length, firstBucket, buckets: open.length, records });
    open = [];
  };
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const made = make(bucket);
    if (sample.length < (samples * (bucket + 1)) / buckets) sample.push(...made.sample);
    open.push(made);
    if (open.reduce((sum, { bytes }) => sum + bytes.length, 0) > segmentBytes) close();
  }
  if (open.length > 0) close();
  const manifest: Manifest = {
    v: 1,
    epoch: 1,
    build: 1,
    seq: 1,
    bucketBits,
    segments,
    systems: ['traffic'],
    offices: [],
  };
  const records = segments.reduce((sum, each) => sum + each.records, 0);
  const bytes = segments.reduce((sum, each) => sum + each.bytes, 0);
  const manifestName = toHex(sha256(new TextEncoder().encode(JSON.stringify(manifest))));
  return { folder, manifest, manifestName, records, bytes, sample };
}

interface Bucket {
  readonly bytes: Uint8Array;
  readonly records: number;
  /** One index of it. */
  readonly sample: readonly string[];
}

/** Buckets of a few more or fewer records than `mean`, in the format of `encodeBucket`. */
function bucketMaker(bucketBits: number, mean: number, seed: number): (bucket: number) => Bucket {
  const noise = randomFillSync(new Uint8Array(1 << 20));
  const implied = bucketBits >> 3;
  let state = seed;
  const random = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  return (bucket) => {
    const records = Math.round(mean * (0.8 + random(401) / 1000));
    const step = Math.floor(2 ** 32 / Math.max(records, 1));
    const parts: Uint8Array[] = [];
    let sample = '';
    for (let at = 0; at < records; at += 1) {
      const index = new Uint8Array(8);
      const view = new DataView(index.buffer);
      // The bucket's bits, then a number that rises.
      view.setBigUint64(
        0,
        (BigInt(bucket) << BigInt(64 - bucketBits)) | (BigInt(at * step) << BigInt(32 - bucketBits)),
      );
      const length = recordBytes(random);
      const from = random(noise.length - length);
      parts.push(index.subarray(implied), lengthBytes(length), noise.subarray(from, from + length));
      if (at === records >> 1) sample = toHex(index);
    }
    return { bytes: Buffer.concat(parts), records, sample: sample === '' ? [] : [sample] };
  };
}

/** Count, 18 bytes a fine, tag; one to six fines, 3.5 on average. */
function recordBytes(random: (below: number) => number): number {
  return 1 + 18 * (1 + random(6)) + 12;
}

function lengthBytes(length: number): Uint8Array {
  return length < 128 ? Uint8Array.of(length) : Uint8Array.of((length & 127) | 128, length >> 7);
}
