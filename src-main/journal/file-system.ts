import type { Result } from '../../src-shared/result.ts';

/** A refusal of the file system: `code` as the system names it (`ENOSPC`, `EIO` …), and what was tried. */
export interface FsFailure {
  readonly kind: 'io';
  readonly code: string;
  readonly operation: string;
  readonly path: string;
}

/** One open file. Offsets and lengths in bytes. */
export interface JournalFile {
  /** Writes all of `bytes` at `offset`. After a failure any part may have been written. */
  write(offset: number, bytes: Uint8Array): Promise<Result<void, FsFailure>>;
  /** fdatasync: returns when the content is on the medium. */
  datasync(): Promise<Result<void, FsFailure>>;
  /** fsync: content and size. */
  sync(): Promise<Result<void, FsFailure>>;
  close(): Promise<Result<void, FsFailure>>;
}

/** The few things a journal asks of a file system. Handed in, so that tests can cut its power. */
export interface JournalFs {
  /** Makes the folder and those above it, private to the user, and makes that durable. */
  makeDir(dir: string): Promise<Result<void, FsFailure>>;
  /** Names (not paths) in a folder, in any order. */
  list(dir: string): Promise<Result<readonly string[], FsFailure>>;
  /** The whole file. */
  read(path: string): Promise<Result<Uint8Array<ArrayBuffer>, FsFailure>>;
  /** Opens for writing: `new` makes it, emptied if it was there; `existing` must be there and keeps its bytes. */
  open(path: string, mode: 'new' | 'existing'): Promise<Result<JournalFile, FsFailure>>;
  rename(from: string, to: string): Promise<Result<void, FsFailure>>;
  remove(path: string): Promise<Result<void, FsFailure>>;
  /** fsync of a folder: makes creations, renames and removals in it durable. */
  syncDir(dir: string): Promise<Result<void, FsFailure>>;
}

/** Whether the disk (or a quota) is full, as against broken. */
export function isFull(failure: FsFailure): boolean {
  return failure.code === 'ENOSPC' || failure.code === 'EDQUOT';
}
