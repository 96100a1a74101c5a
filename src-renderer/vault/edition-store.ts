import Dexie, { type Collection } from 'dexie';
import type { FeedEdition, FeedRecord } from '../../src-shared/contract/vault-rpc.ts';
import type { Pointer, StoredRecord, VaultDatabase } from './vault-database.ts';

/** The caller asked for something that does not fit the state of the copy. */
export class RefusedError extends Error {}

/** What is known about one index: its record, that a whole copy has none, or nothing at all. */
export type Found =
  | { readonly found: 'record'; readonly sealed: string; readonly edition: FeedEdition }
  | { readonly found: 'nothing'; readonly edition: FeedEdition }
  | { readonly found: 'cannot_say' };

/**
 * Editions in the database: one answers, one may be collected beside it. Every method rejects when IndexedDB does
 * not do its work; a half-done one leaves what was there before.
 */
export class EditionStore {
  readonly #db: VaultDatabase;
  /** The active edition whose records were counted since this page was opened. */
  #counted: number | null = null;

  constructor(db: VaultDatabase) {
    this.#db = db;
  }

  /** The edition that answers; null when there is none or its records are not all there. */
  async active(): Promise<FeedEdition | null> {
    const db = this.#db;
    const damaged = await db.transaction('r', db.tables, async () => {
      const head = await this.#head('active');
      if (head === null || head.edition === this.#counted) return false;
      if ((await this.#count(head.edition)) !== head.records) return true;
      this.#counted = head.edition;
      return false;
    });
    // Chromium may have lost records behind our back. Their absence must not read as "nothing recorded".
    if (damaged) await db.pointers.delete('active');
    return this.#head('active');
  }

  /** Starts collecting an edition; throws away everything but the active one. */
  async begin(head: FeedEdition): Promise<void> {
    const db = this.#db;
    const active = await this.active();
    if (active !== null && head.edition <= active.edition) throw new RefusedError('the edition is not newer');
    await db.transaction('rw', db.tables, async () => {
      await this.#dropAllBut(active?.edition ?? null);
      await db.editions.put(head);
      await db.pointers.put({ name: 'collecting', edition: head.edition });
    });
  }

  /** Adds records to the edition being collected; the same record again changes nothing. */
  async add(records: readonly FeedRecord[]): Promise<void> {
    const db = this.#db;
    await db.transaction('rw', db.tables, async () => {
      const head = await this.#head('collecting');
      if (head === null) throw new RefusedError('no edition is being collected');
      await db.records.bulkPut(records.map(({ index, sealed }) => ({ edition: head.edition, index, sealed })));
    });
  }

  /** Makes the collected edition the active one if it has exactly the records its head promises. */
  async activate(): Promise<boolean> {
    const db = this.#db;
    const flipped = await db.transaction('rw', db.tables, async () => {
      const head = await this.#head('collecting');
      if (head === null) throw new RefusedError('no edition is being collected');
      if ((await this.#count(head.edition)) !== head.records) return null;
      await db.pointers.put({ name: 'active', edition: head.edition });
      await db.pointers.delete('collecting');
      this.#counted = head.edition;
      return head.edition;
    });
    if (flipped === null) return false;
    // Only now may the edition before go; should this not happen, the next `begin` does it.
    await db.transaction('rw', db.tables, () => this.#dropAllBut(flipped)).catch(() => undefined);
    return true;
  }

  /** What the active edition has under an index. */
  async find(index: string): Promise<Found> {
    const db = this.#db;
    await this.active();
    // One transaction: between two, the edition could be exchanged and its records be gone.
    return db.transaction('r', db.tables, async () => {
      const edition = await this.#head('active');
      if (edition === null || edition.edition !== this.#counted) return { found: 'cannot_say' };
      const record = await db.records.get([edition.edition, index]);
      return record === undefined ? { found: 'nothing', edition } : { found: 'record', sealed: record.sealed, edition };
    });
  }

  async #head(name: Pointer['name']): Promise<FeedEdition | null> {
    const pointer = await this.#db.pointers.get(name);
    return pointer === undefined ? null : ((await this.#db.editions.get(pointer.edition)) ?? null);
  }

  #count(edition: number): Promise<number> {
    return this.#recordsOf(edition).count();
  }

  async #dropAllBut(kept: number | null): Promise<void> {
    const collecting = await this.#db.pointers.get('collecting');
    if (collecting !== undefined && collecting.edition !== kept) await this.#db.pointers.delete('collecting');
    for (const edition of await this.#db.editions.toCollection().primaryKeys()) {
      if (edition === kept) continue;
      await this.#recordsOf(edition).delete();
      await this.#db.editions.delete(edition);
    }
  }

  #recordsOf(edition: number): Collection<StoredRecord, [number, string]> {
    return this.#db.records.where('[edition+index]').between([edition, Dexie.minKey], [edition, Dexie.maxKey]);
  }
}
