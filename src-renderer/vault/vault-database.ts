import Dexie, { type DexieOptions, type Table } from 'dexie';
import type { FeedEdition, FeedRecord } from '../../src-shared/contract/vault-rpc.ts';

/** A record of the feed, filed under its edition. */
export interface StoredRecord extends FeedRecord {
  readonly edition: number;
}

/** `active` is answered from; `collecting` is being fetched. Every other edition is rubbish. */
export interface Pointer {
  readonly name: 'active' | 'collecting';
  readonly edition: number;
}

const databaseName = 'vault';

/** The offline copy: sealed records only, nothing in it tells whose they are. */
export class VaultDatabase extends Dexie {
  declare readonly editions: Table<FeedEdition, number>;
  declare readonly records: Table<StoredRecord, [number, string]>;
  declare readonly pointers: Table<Pointer, Pointer['name']>;

  /** @param options another IndexedDB, for tests */
  constructor(options: DexieOptions = {}) {
    // Strict: a pointer that survived a power cut must not point at records that did not.
    super(databaseName, { ...options, chromeTransactionDurability: 'strict' });
    this.version(1).stores({ editions: 'edition', records: '[edition+index]', pointers: 'name' });
  }
}

/**
 * Opens the copy. One that does not open (damaged on disk, or of a later version of this program) is deleted and
 * made anew: everything in it can be fetched again. Rejects when even that fails.
 */
export async function openVaultDatabase(options: DexieOptions = {}): Promise<VaultDatabase> {
  const db = new VaultDatabase(options);
  try {
    await db.open();
    return db;
  } catch {
    await db.delete();
    const fresh = new VaultDatabase(options);
    await fresh.open();
    return fresh;
  }
}
