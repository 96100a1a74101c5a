import { join } from 'node:path';
import type { Result } from '../../src-shared/result.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { FsFailure, JournalFile, JournalFs } from './file-system.ts';
import { segmentName } from './segment-name.ts';
import type { SegmentName } from './segment-name.ts';
import type { CheckedSegment } from './verify-chain.ts';

/** A segment that may be written: bytes from `used` to `capacity` are allocated zeros. */
export interface OpenSegment {
  readonly name: SegmentName;
  readonly file: JournalFile;
  readonly capacity: number;
  used: number;
}

/** What a row needs to make its next segment. */
export interface RowSettings {
  readonly dir: string;
  readonly journal: string;
  readonly segmentBytes: number;
}

const zeroChunkBytes = 1024 * 1024;

/**
 * The segments of one journal that can still be written: the current one and those made ahead of need.
 * Every segment in it is allocated and durable in content and name, so a record that fits needs no
 * new space from the disk.
 */
export class SegmentRow {
  readonly #fs: JournalFs;
  readonly #settings: RowSettings;
  readonly #names: SegmentName[];
  readonly #open: OpenSegment[];
  #making: Promise<Result<void, FsFailure>> | null = null;

  private constructor(fs: JournalFs, settings: RowSettings, names: SegmentName[], open: OpenSegment[]) {
    this.#fs = fs;
    this.#settings = settings;
    this.#names = names;
    this.#open = open;
  }

  /** Opens for writing the last segment with records and the blank ones behind it. */
  static async over(
    fs: JournalFs,
    settings: RowSettings,
    checked: readonly CheckedSegment[],
  ): Promise<Result<SegmentRow, FsFailure>> {
    const current = Math.max(
      0,
      checked.findLastIndex((segment) => segment.used > 0),
    );
    const open: OpenSegment[] = [];
    for (const { name, size, used } of checked.slice(current)) {
      const file = await fs.open(join(settings.dir, name.file), 'existing');
      if (!file.ok) {
        for (const segment of open) await segment.file.close();
        return file;
      }
      open.push({ name, file: file.value, capacity: size, used });
    }
    return ok(
      new SegmentRow(
        fs,
        settings,
        checked.map((segment) => segment.name),
        open,
      ),
    );
  }

  /** Every segment's name, in order. */
  get names(): readonly SegmentName[] {
    return this.#names;
  }

  /** Bytes that can be written without asking the disk for space. */
  get free(): number {
    return this.#open.reduce((sum, segment) => sum + segment.capacity - segment.used, 0);
  }

  /** The segment the next `length` bytes go to; makes one if none has room. */
  async roomFor(length: number): Promise<Result<OpenSegment, FsFailure>> {
    while (!this.#open.some((segment) => fits(segment, length))) {
      const made = await this.makeNext();
      if (!made.ok) return made;
    }
    // Records go to ever later segments: what does not fit here ends this segment.
    for (;;) {
      const current = this.#open[0];
      if (current === undefined)
        return err({ kind: 'io', code: 'EBADF', operation: 'write', path: this.#settings.dir });
      if (fits(current, length)) return ok(current);
      this.#open.shift();
      // Its records were synced one by one: nothing is lost if closing fails.
      await current.file.close();
    }
  }

  /** Adds one segment; a call while one is being made waits for that one. */
  makeNext(): Promise<Result<void, FsFailure>> {
    this.#making ??= this.#make().finally(() => (this.#making = null));
    return this.#making;
  }

  /** Closes all files, after any making has ended. */
  async close(): Promise<void> {
    await this.#making;
    for (const segment of this.#open.splice(0)) await segment.file.close();
  }

  /**
   * Allocates under a passing name, syncs, renames, syncs the folder: a file that carries a segment's
   * name is always whole, and a half-made one can be thrown away unseen.
   */
  async #make(): Promise<Result<void, FsFailure>> {
    const { dir, journal, segmentBytes } = this.#settings;
    const name = segmentName(journal, (this.#names.at(-1)?.index ?? 0) + 1);
    const passing = join(dir, `${name.file}.new`);
    const opened = await this.#fs.open(passing, 'new');
    if (!opened.ok) return opened;
    const file = opened.value;
    const made = await this.#allocate(file, passing, join(dir, name.file), segmentBytes);
    if (!made.ok) {
      await file.close();
      // Best effort: a half-made file must not hold the last of the space. It is emptied when made anew.
      await this.#fs.remove(passing);
      return made;
    }
    this.#names.push(name);
    this.#open.push({ name, file, capacity: segmentBytes, used: 0 });
    return ok(undefined);
  }

  async #allocate(file: JournalFile, passing: string, final: string, size: number): Promise<Result<void, FsFailure>> {
    // Node has no fallocate. Written zeros take the space on file systems that overwrite in place
    // (ext4, xfs, NTFS, APFS without clones); one that copies on write can still fill up later, and
    // the failing write then poisons the journal.
    const zeros = new Uint8Array(Math.min(size, zeroChunkBytes));
    for (let at = 0; at < size; at += zeros.length) {
      const written = await file.write(at, zeros.subarray(0, Math.min(zeros.length, size - at)));
      if (!written.ok) return written;
    }
    const synced = await file.sync();
    if (!synced.ok) return synced;
    const renamed = await this.#fs.rename(passing, final);
    return renamed.ok ? this.#fs.syncDir(this.#settings.dir) : renamed;
  }
}

function fits(segment: OpenSegment, length: number): boolean {
  return segment.used + length <= segment.capacity;
}
