import { BytesError } from '../../src-shared/encoding/byte-reader.ts';
import type { BlindIndex } from '../../src-shared/feed/feed-keys.ts';
import { bucketRecords, readFrame, type SegmentHeader } from '../../src-shared/feed/segment.ts';
import type { Rng } from '../../src-shared/ports.ts';
import type { ControlDatabase, StoredChunk } from './control-database.ts';
import {
  chunkOf,
  compareIndexes,
  indexChunks,
  readChunk,
  writeChunks,
  type LaidRecord,
  type Pack,
  type PackSpan,
} from './pack.ts';
import type { Sealer } from './sealer.ts';

/** Packs beyond which they are merged into one. */
export const maxPacks = 64;

/** A pack that is not stored yet. */
export interface SealedPack {
  readonly pack: Pack;
  readonly rows: readonly StoredChunk[];
}

/** Makes and reads the packs of one generation. */
export class Overlay {
  readonly #db: ControlDatabase;
  readonly #generation: number;
  readonly #sealer: Sealer;
  readonly #rng: Rng;

  constructor(db: ControlDatabase, generation: number, sealer: Sealer, rng: Rng) {
    this.#db = db;
    this.#generation = generation;
    this.#sealer = sealer;
    this.#rng = rng;
  }

  /** Seals records as a pack. @param records in the order of their indexes, each index once */
  async seal({ firstSeq, lastSeq }: PackSpan, records: Iterable<LaidRecord>): Promise<SealedPack> {
    const chunks = writeChunks(records);
    const rows = await Promise.all(
      chunks.map(async (bytes, chunk) => {
        const place = { firstSeq, lastSeq, chunk, chunks: chunks.length };
        const sealed = await this.#sealer.sealFresh(pieceOf(place), bytes, this.#rng.bytes(12));
        return { ...place, generation: this.#generation, sealed };
      }),
    );
    return { pack: { firstSeq, lastSeq, ...indexChunks(chunks) }, rows };
  }

  /** All packs on the disk, oldest first; null when a chunk is missing or damaged. */
  async load(): Promise<Pack[] | null> {
    const packs: Pack[] = [];
    let opened: Uint8Array<ArrayBuffer>[] = [];
    for (const row of await this.#db.chunksOf(this.#generation).toArray()) {
      const bytes = await this.#open(row);
      if (bytes === null || row.chunk !== opened.length) return null;
      opened.push(bytes);
      if (opened.length < row.chunks) continue;
      packs.push({ firstSeq: row.firstSeq, lastSeq: row.lastSeq, ...indexChunks(opened) });
      opened = [];
    }
    return opened.length === 0 ? packs : null;
  }

  /** The newest record at an index; null when no pack has one. `damaged`: nobody can say. */
  async find(packs: readonly Pack[], index: BlindIndex): Promise<LaidRecord | null | 'damaged'> {
    for (const pack of packs.toReversed()) {
      const chunk = chunkOf(pack, index);
      if (chunk === null) continue;
      const bytes = await this.#chunk(pack, chunk);
      const records = bytes === null ? [] : [...readChunk(bytes)];
      return records.find((record) => compareIndexes(record.index, index) === 0) ?? 'damaged';
    }
    return null;
  }

  /** Everything in these packs, the newest record of each index, in order; null when a chunk is damaged. */
  async records(packs: readonly Pack[]): Promise<LaidRecord[] | null> {
    const all: LaidRecord[] = [];
    for (const pack of packs.toReversed()) {
      for (let chunk = 0; chunk < pack.chunks; chunk += 1) {
        const bytes = await this.#chunk(pack, chunk);
        if (bytes === null) return null;
        all.push(...readChunk(bytes));
      }
    }
    // Sorting keeps the order of equals, so the newest of an index comes first.
    const sorted = all.sort((one, other) => compareIndexes(one.index, other.index));
    return sorted.filter((record, at) => {
      const before = sorted[at - 1];
      return before === undefined || compareIndexes(before.index, record.index) !== 0;
    });
  }

  async #chunk(pack: Pack, chunk: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const row = await this.#db.chunks.get([this.#generation, pack.lastSeq, chunk]);
    return row === undefined ? null : this.#open(row);
  }

  #open(row: StoredChunk): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.#sealer.openFresh(pieceOf(row), row.sealed);
  }
}

/** One span over packs that follow each other. */
export function spanOf(packs: readonly PackSpan[]): PackSpan {
  return { firstSeq: packs[0]?.firstSeq ?? 0, lastSeq: packs.at(-1)?.lastSeq ?? 0 };
}

/** Do these packs have every delta after `from` up to `to`, and none beyond? */
export function coverAll(packs: readonly PackSpan[], from: number, to: number): boolean {
  let reached = from;
  for (const { firstSeq, lastSeq } of packs) {
    if (firstSeq > reached + 1) return false;
    reached = Math.max(reached, lastSeq);
  }
  return reached === to;
}

/** The records of a delta file, proved by its name; null when it is not the delta that was asked for. */
export function recordsOfDelta(
  bytes: Uint8Array<ArrayBuffer>,
  wanted: Pick<SegmentHeader, 'epoch' | 'build' | 'seq'>,
): LaidRecord[] | null {
  const frame = readFrame(bytes, bytes.length);
  if (!frame.ok) return null;
  const { header, places } = frame.value;
  const { kind, epoch, build, seq, bucketBits } = header;
  if (kind !== 'delta' || epoch !== wanted.epoch || build !== wanted.build || seq !== wanted.seq) return null;
  try {
    const records = places.flatMap(({ bucket, from, to }) =>
      Array.from(bucketRecords(bytes.subarray(from, to), bucket, bucketBits), (record) => ({ ...record, build })),
    );
    return places.length === 2 ** bucketBits && records.length === header.records && inOrder(records) ? records : null;
  } catch (error) {
    if (error instanceof BytesError) return null;
    throw error;
  }
}

function inOrder(records: readonly LaidRecord[]): boolean {
  return records.every(({ index }, at) => {
    const before = records[at - 1];
    return before === undefined || compareIndexes(before.index, index) < 0;
  });
}

function pieceOf({ firstSeq, lastSeq, chunk, chunks }: Omit<StoredChunk, 'generation' | 'sealed'>): number[] {
  return [firstSeq, lastSeq, chunk, chunks];
}
