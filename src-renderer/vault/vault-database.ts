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

/** The offline copy: sealed records only, nothing in it tells whose they are. */
export class VaultDatabase extends Dexie {
  declare readonly editions: Table<FeedEdition, number>;
  declare readonly records: Table<StoredRecord, [number, string]>;
  declare readonly pointers: Table<Pointer, Pointer['name']>;

  /** @param options another IndexedDB, for tests */
  constructor(options: DexieOptions = {}) {
    // Strict: a pointer that survived a power cut must not point at records that did not.
    super('vault', { ...options, chromeTransactionDurability: 'strict' });
    this.version(1).stores({ editions: 'edition', records: '[edition+index]', pointers: 'name' });
  }
}
