import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import { objectNameSchema, type ObjectName } from '../../src-shared/feed/head.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { isFull, type FsFailure } from '../journal/file-system.ts';
import type { FeedFs } from './feed-fs.ts';
import type { ObjectSource, SourceFailure } from './feed-source.ts';

export interface ObjectStorePorts {
  readonly dir: string;
  readonly fs: FeedFs;
  /** `feed-file-damaged` with the name. */
  readonly log: Log;
}

/** `damaged`: the bytes are not those of the name. */
export type StoreFailure = 'disk_full' | 'disk_broken' | 'missing' | 'damaged' | 'too_large';
export type FetchFailure = StoreFailure | SourceFailure;

/** A file that is on its way, and one that turned out to be damaged. */
const partEnding = '.part';
const damagedEnding = '.damaged';

/**
 * The feed's files, named by their SHA-256. A name without an ending is a file that was whole and durable when it got
 * it; it is checked again whenever it is read. Never throws.
 */
export class ObjectStore {
  readonly #ports: ObjectStorePorts;

  constructor(ports: ObjectStorePorts) {
    this.#ports = ports;
  }

  /** Makes the folder. */
  async open(): Promise<Result<void, StoreFailure>> {
    return orStoreFailure(await this.#ports.fs.makeDir(this.#ports.dir));
  }

  /** Where such a file is, if it is there. */
  path(name: ObjectName): string {
    return join(this.#ports.dir, name);
  }

  /** Is there such a file? Whether it is still whole shows when it is read. */
  async has(name: ObjectName): Promise<boolean> {
    return (await this.#ports.fs.size(this.path(name))).ok;
  }

  /** Bytes that are proved to be those of the name. A damaged file is set aside, so that it is fetched again. */
  async read(name: ObjectName): Promise<Result<Uint8Array<ArrayBuffer>, StoreFailure>> {
    const bytes = await this.#ports.fs.read(this.path(name));
    if (!bytes.ok) return orStoreFailure(bytes);
    if (nameOf(bytes.value) === name) return bytes;
    await this.#setAside(name);
    return err('damaged');
  }

  /**
   * Brings a file from the source unless it is there; goes on where an earlier try stopped.
   * @param limit no more bytes than this are taken
   */
  async fetch(name: ObjectName, limit: number, source: ObjectSource): Promise<Result<void, FetchFailure>> {
    const there = await this.read(name);
    if (there.ok || (there.error !== 'missing' && there.error !== 'damaged')) return there.ok ? ok(undefined) : there;
    const part = this.path(name) + partEnding;
    const length = await this.#ports.fs.size(part);
    const brought = await this.#bring(name, part, length.ok ? length.value : null, limit, source);
    if (!brought.ok) {
      if (brought.error === 'too_large' || brought.error === 'range_refused') await this.#ports.fs.remove(part);
      return brought;
    }
    return this.#putInPlace(name, part);
  }

  /** Removes every file but these. */
  async keepOnly(names: ReadonlySet<ObjectName>): Promise<Result<void, StoreFailure>> {
    const { fs, dir } = this.#ports;
    const found = await fs.list(dir);
    if (!found.ok) return orStoreFailure(found);
    for (const file of found.value) {
      const name = objectNameSchema.safeParse(file.slice(0, 64));
      const ending = file.slice(64);
      const isOurs = name.success && ['', partEnding, damagedEnding].includes(ending);
      if (!isOurs || (names.has(name.data) && ending !== damagedEnding)) continue;
      const removed = await fs.remove(join(dir, file));
      if (!removed.ok) return orStoreFailure(removed);
    }
    return orStoreFailure(await fs.syncDir(dir));
  }

  /** Names of the whole files. */
  async names(): Promise<readonly ObjectName[]> {
    const found = await this.#ports.fs.list(this.#ports.dir);
    return found.ok ? found.value.filter((file) => objectNameSchema.safeParse(file).success) : [];
  }

  /** Room left on the disk, bytes. */
  async free(): Promise<Result<number, StoreFailure>> {
    return orStoreFailure(await this.#ports.fs.free(this.#ports.dir));
  }

  /** @param have length of what an earlier try left, null when there is none */
  async #bring(
    name: ObjectName,
    part: string,
    have: number | null,
    limit: number,
    source: ObjectSource,
  ): Promise<Result<void, FetchFailure>> {
    const file = await this.#ports.fs.open(part, have === null ? 'new' : 'existing');
    if (!file.ok) return orStoreFailure(file);
    const refused: StoreFailure[] = [];
    const came = await source.object(name, have ?? 0, async (at, piece) => {
      const isTooLarge = at + piece.length > limit;
      const written = isTooLarge ? err('too_large' as const) : orStoreFailure(await file.value.write(at, piece));
      if (!written.ok) refused.push(written.error);
      return written.ok;
    });
    const synced = await file.value.sync();
    const closed = await file.value.close();
    if (refused[0] !== undefined) return err(refused[0]);
    if (!came.ok) return came;
    return orStoreFailure(synced.ok ? closed : synced);
  }

  async #putInPlace(name: ObjectName, part: string): Promise<Result<void, StoreFailure>> {
    const { fs, dir, log } = this.#ports;
    const bytes = await fs.read(part);
    if (!bytes.ok) return orStoreFailure(bytes);
    if (nameOf(bytes.value) !== name) {
      log('feed-file-damaged', { name, where: 'fetched' });
      await fs.remove(part);
      return err('damaged');
    }
    const renamed = await fs.rename(part, this.path(name));
    return orStoreFailure(renamed.ok ? await fs.syncDir(dir) : renamed);
  }

  async #setAside(name: ObjectName): Promise<void> {
    this.#ports.log('feed-file-damaged', { name, where: 'kept' });
    await this.#ports.fs.rename(this.path(name), this.path(name) + damagedEnding);
  }
}

function nameOf(bytes: Uint8Array): ObjectName {
  return createHash('sha256').update(bytes).digest('hex');
}

function kindOf(failure: FsFailure): StoreFailure {
  if (failure.code === 'ENOENT') return 'missing';
  return isFull(failure) ? 'disk_full' : 'disk_broken';
}

function orStoreFailure<T>(result: Result<T, FsFailure>): Result<T, StoreFailure> {
  return result.ok ? result : err(kindOf(result.error));
}
