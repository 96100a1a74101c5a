import type { Generation, VaultStorage } from '../../src-shared/contract/vault-rpc.ts';
import type { ControlDatabase, StoredChunk, StoredGeneration } from './control-database.ts';
import { copyBytes } from './base-copy.ts';
import type { CopyFile, CopyFiles } from './ports.ts';

/** A generation and its file, which is open. */
export interface OnDisk {
  readonly stored: StoredGeneration;
  readonly file: CopyFile;
}

/**
 * What is on the disk: the copy that counts, one that is being made, and nothing else. Knows no keys. Methods reject
 * when the storage does not do its work; a half-done one leaves the copy that counts as it was.
 */
export class Shelf {
  readonly db: ControlDatabase;
  readonly #files: CopyFiles;
  #storage: VaultStorage;
  #active: OnDisk | null = null;
  #unfinished: OnDisk | null = null;

  private constructor(db: ControlDatabase, files: CopyFiles) {
    this.db = db;
    this.#files = files;
    this.#storage = db.isNew ? 'new' : 'kept';
  }

  /** Sees what is there and throws away what belongs to nothing. */
  static async open(db: ControlDatabase, files: CopyFiles): Promise<Shelf> {
    const shelf = new Shelf(db, files);
    const marker = await db.markers.get('active');
    const stored = await db.generations.toArray();
    // Files without a database: IndexedDB was lost, for which nobody is told a reason.
    if (db.isNew && (await files.names()).length > 0) shelf.lose();
    const active = stored.find(({ generation }) => generation === marker?.generation);
    if (active) shelf.#active = await shelf.#whole(active);
    if (marker && shelf.#active === null) shelf.lose();
    const unfinished = stored.filter(({ generation }) => generation > (marker?.generation ?? 0)).at(-1);
    if (unfinished) shelf.#unfinished = await shelf.#open(unfinished);
    await shelf.#tidy();
    return shelf;
  }

  get storage(): VaultStorage {
    return this.#storage;
  }

  get active(): OnDisk | null {
    return this.#active;
  }

  get unfinished(): OnDisk | null {
    return this.#unfinished;
  }

  /** The copy that counts can no longer be relied on. It stays where it is until there is another. */
  lose(): void {
    this.#storage = 'lost';
    this.#active?.file.close();
    this.#active = null;
  }

  /** What the copy that counts consists of, read anew; null when there is none. */
  async marker(): Promise<Generation | null> {
    if (this.#active === null) return null;
    const marker = await this.db.markers.get('active');
    if (marker?.generation === this.#active.stored.generation) {
      const { name: _name, ...generation } = marker;
      return generation;
    }
    this.lose();
    return null;
  }

  /** Begins a generation, in place of any unfinished one. */
  async begin(stored: StoredGeneration): Promise<OnDisk> {
    await this.dropUnfinished();
    const file = await this.#files.create(nameOf(stored));
    this.#unfinished = { stored, file };
    await this.db.generations.put(stored);
    return this.#unfinished;
  }

  async dropUnfinished(): Promise<void> {
    if (this.#unfinished === null) return;
    const { stored, file } = this.#unfinished;
    this.#unfinished = null;
    await this.db.generations.delete(stored.generation);
    file.close();
    await this.#files.remove(nameOf(stored));
  }

  /** Makes the unfinished generation the one that counts. @param chunks of its packs */
  async flip(marker: Generation, chunks: readonly StoredChunk[]): Promise<void> {
    const { db } = this;
    const next = this.#unfinished;
    if (next === null) throw new Error('nothing to flip to');
    await db.transaction('rw', db.tables, async () => {
      await db.markers.put({ name: 'active', ...marker });
      await db.generations.where('generation').notEqual(marker.generation).delete();
      await db.chunks.clear();
      await db.chunks.bulkPut(chunks);
    });
    this.#active?.file.close();
    this.#active = next;
    this.#unfinished = null;
    this.#storage = 'kept';
    // Only now may the file before go; should this not happen, the next start does it.
    await this.#tidy().catch(() => undefined);
  }

  /** Adds chunks and moves the marker. @param replaced the chunks stand for all that were there */
  async lay(marker: Generation, chunks: readonly StoredChunk[], replaced: boolean): Promise<void> {
    const { db } = this;
    await db.transaction('rw', db.markers, db.chunks, async () => {
      const before = await db.markers.get('active');
      if (before?.generation !== marker.generation) throw new Error('the marker is gone');
      if (replaced) await db.chunksOf(marker.generation).delete();
      await db.chunks.bulkPut(chunks);
      await db.markers.put({ name: 'active', ...marker });
    });
  }

  /** Throws everything away. */
  async clear(): Promise<void> {
    const { db } = this;
    this.#active?.file.close();
    this.#unfinished?.file.close();
    this.#active = this.#unfinished = null;
    await db.transaction('rw', db.tables, () => Promise.all(db.tables.map((table) => table.clear())));
    await this.#tidy();
  }

  async #open(stored: StoredGeneration): Promise<OnDisk | null> {
    const file = await this.#files.open(nameOf(stored));
    return file === null ? null : { stored, file };
  }

  /** Null when the file is gone or not as long as it was. */
  async #whole(stored: StoredGeneration): Promise<OnDisk | null> {
    const there = await this.#open(stored);
    if (there === null || there.file.size() === copyBytes(stored.manifest)) return there;
    there.file.close();
    return null;
  }

  async #tidy(): Promise<void> {
    const wanted = [this.#active, this.#unfinished].flatMap((kept) => (kept === null ? [] : [kept.stored]));
    const names = wanted.map(nameOf);
    for (const name of await this.#files.names()) if (!names.includes(name)) await this.#files.remove(name);
    const numbers = wanted.map(({ generation }) => generation);
    await this.db.generations.where('generation').noneOf(numbers).delete();
  }
}

function nameOf({ generation }: StoredGeneration): string {
  return `generation-${generation}`;
}
