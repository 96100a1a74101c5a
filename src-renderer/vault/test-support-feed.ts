import { createHash } from 'node:crypto';
import type { VaultRequest } from '../../src-shared/contract/vault-rpc.ts';
import type { Manifest } from '../../src-shared/feed/head.ts';
import {
  bucketOf,
  encodeBucket,
  encodeSegment,
  fromHex,
  type SealedRecord,
  type SegmentHeader,
} from '../../src-shared/feed/segment.ts';
import type { CopyFile, CopyFiles, FetchObject } from './ports.ts';

/** Sealed records by their index in hex; no bytes: a tombstone. */
export type Records = Readonly<Record<string, string>>;

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
export const nameOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A place in the feed. @param number below 2³²; its first bytes decide the bucket */
export const place = (number: number): string => number.toString(16).padStart(8, '0') + 'c0ffee00';

/** What main would serve as feed://objects/<name>, and how often each was asked for. */
export class ObjectStore {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly asked: string[] = [];

  put(bytes: Uint8Array<ArrayBuffer>): string {
    const name = nameOf(bytes);
    this.files.set(name, bytes);
    return name;
  }

  readonly fetch: FetchObject = async (name, into) => {
    this.asked.push(name);
    const file = this.files.get(name);
    const length = into?.length ?? file?.length ?? 0;
    if (!file || file.length < length) return null;
    const bytes = new Uint8Array(into?.memory.take(length) ?? new ArrayBuffer(length), 0, length);
    bytes.set(file.subarray(0, length));
    return bytes;
  };
}

const bucketBits = 4;
const bucketsPerSegment = 4;

/** A snapshot of four segments with four buckets each, in the store. */
export function snapshot(
  store: ObjectStore,
  { build, seq, epoch = 1, records }: { build: number; seq: number; epoch?: number; records: Records },
): { manifest: Manifest; manifestName: string } {
  const buckets = bucketsOf(records, bucketBits);
  const header = { kind: 'snapshot', bucketBits, epoch, build, seq, before: null } as const;
  const segments: Manifest['segments'] = [];
  for (let firstBucket = 0; firstBucket < buckets.length; firstBucket += bucketsPerSegment) {
    const own = buckets.slice(firstBucket, firstBucket + bucketsPerSegment);
    const count = own.flat().length;
    const bytes = segment({ ...header, firstBucket, records: count }, own);
    const name = store.put(bytes);
    segments.push({ name, bytes: bytes.length, firstBucket, buckets: own.length, records: count });
  }
  const manifest: Manifest = { v: 1, epoch, build, seq, bucketBits, segments, systems: ['traffic'], offices: [] };
  return { manifest, manifestName: nameOf(new TextEncoder().encode(JSON.stringify(manifest))) };
}

/** A delta in the store. */
export function delta(
  store: ObjectStore,
  { build, seq, epoch = 1, records }: { build: number; seq: number; epoch?: number; records: Records },
): VaultRequest<'addDelta'> {
  const buckets = bucketsOf(records, 2);
  const header = { kind: 'delta', bucketBits: 2, epoch, build, seq, before: null, firstBucket: 0 } as const;
  const name = store.put(segment({ ...header, records: buckets.flat().length }, buckets));
  return { name, epoch, build, seq };
}

export function segment(
  header: Omit<SegmentHeader, 'buckets'>,
  buckets: readonly (readonly SealedRecord[])[],
): Uint8Array<ArrayBuffer> {
  const encoded = buckets.map((records) => encodeBucket(records, header.bucketBits));
  return encodeSegment(header, encoded, sha256);
}

function bucketsOf(records: Records, bits: number): SealedRecord[][] {
  const buckets: SealedRecord[][] = Array.from({ length: 2 ** bits }, () => []);
  for (const [hex, sealed] of Object.entries(records).sort(([one], [other]) => (one < other ? -1 : 1))) {
    const index = fromHex(hex);
    buckets[bucketOf(index, bits)]?.push({ index, sealed: new TextEncoder().encode(sealed) });
  }
  return buckets;
}

/** A folder in memory that survives the page; a test may read and damage what is in it. */
export class MemoryFiles implements CopyFiles {
  readonly disk = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #open = new Set<string>();

  async open(name: string): Promise<CopyFile | null> {
    return this.disk.has(name) ? this.#file(name) : null;
  }

  async create(name: string): Promise<CopyFile> {
    this.disk.set(name, new Uint8Array());
    return this.#file(name);
  }

  async names(): Promise<string[]> {
    return [...this.disk.keys()];
  }

  async remove(name: string): Promise<void> {
    if (this.#open.has(name)) throw new DOMException('in use', 'NoModificationAllowedError');
    this.disk.delete(name);
  }

  /** The page is gone: whatever it had open is free again. */
  release(): void {
    this.#open.clear();
  }

  #file(name: string): CopyFile {
    if (this.#open.has(name)) throw new DOMException('in use', 'NoModificationAllowedError');
    this.#open.add(name);
    let isOpen = true;
    const bytes = (): Uint8Array<ArrayBuffer> => {
      if (!isOpen) throw new DOMException('closed', 'InvalidStateError');
      return this.disk.get(name) ?? new Uint8Array();
    };
    return {
      read: (into, at) => {
        const there = bytes().subarray(at, at + into.length);
        into.set(there);
        return there.length;
      },
      write: (piece, at) => {
        const longer = new Uint8Array(Math.max(bytes().length, at + piece.length));
        longer.set(bytes());
        longer.set(piece, at);
        this.disk.set(name, longer);
      },
      flush: () => undefined,
      size: () => bytes().length,
      close: () => {
        if (isOpen) this.#open.delete(name);
        isOpen = false;
      },
    };
  }
}
