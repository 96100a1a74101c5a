import Dexie, { type DexieOptions, type Table } from 'dexie';
import type { Generation } from '../../src-shared/contract/vault-rpc.ts';
import type { Manifest } from '../../src-shared/feed/head.ts';
import type { PackSpan } from './pack.ts';

/** The copy that answers: pointer and marker in one row, so that they cannot disagree. */
export interface Marker extends Generation {
  readonly name: 'active';
}

/** A copy, active or being made. */
export interface StoredGeneration {
  readonly generation: number;
  readonly manifestName: string;
  readonly manifest: Manifest;
  /** Segments whose blocks are on the disk for certain. */
  readonly done: readonly number[];
}

/** A chunk of a pack. */
export interface StoredChunk extends PackSpan {
  readonly generation: number;
  /** Number of this one, and how many there are. */
  readonly chunk: number;
  readonly chunks: number;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

export type ChunkKey = [generation: number, lastSeq: number, chunk: number];

const databaseName = 'control';

/** What says which copy counts, and the deltas laid over it. Nothing in it tells whose anything is. */
export class ControlDatabase extends Dexie {
  declare readonly markers: Table<Marker, Marker['name']>;
  declare readonly generations: Table<StoredGeneration, number>;
  declare readonly chunks: Table<StoredChunk, ChunkKey>;

  /** There was no database, so this one was made; what that means is for main to say. */
  isNew = false;

  /** @param options another IndexedDB, for tests */
  constructor(options: DexieOptions = {}) {
    // Strict: a marker that survived a power cut must not speak of what did not.
    super(databaseName, { ...options, chromeTransactionDurability: 'strict' });
    this.version(1).stores({ markers: 'name', generations: 'generation', chunks: '[generation+lastSeq+chunk]' });
    this.on('populate', () => void (this.isNew = true));
  }

  /** Chunks of one generation. */
  chunksOf(generation: number): Dexie.Collection<StoredChunk, ChunkKey> {
    return this.chunks
      .where('[generation+lastSeq+chunk]')
      .between([generation, Dexie.minKey, Dexie.minKey], [generation, Dexie.maxKey, Dexie.maxKey]);
  }
}

/**
 * Opens the database. One that does not open (damaged on disk, or of a later version of this program) is deleted and
 * made anew: everything in it can be made again from the files main has. Rejects when even that fails.
 */
export async function openControlDatabase(options: DexieOptions = {}): Promise<ControlDatabase> {
  const db = new ControlDatabase(options);
  try {
    await db.open();
    return db;
  } catch {
    await db.delete();
    const fresh = new ControlDatabase(options);
    await fresh.open();
    return fresh;
  }
}
