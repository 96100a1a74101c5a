import type { Result } from '../../../src-shared/result.ts';

/** `missing`: no such file, or it is no plain one. `too_large`: longer than asked for. `stick_broken`: also when pulled out. */
export type StickFailure = 'missing' | 'too_large' | 'stick_broken';

/**
 * What is on a stick, read as a stranger's: plain files in real folders only, no link is followed, nothing is read
 * beyond a limit.
 */
export interface StickFiles {
  /** Names of the real folders in one, sorted; none when it cannot be read. */
  folders(dir: string): Promise<readonly string[]>;
  /** Length of a plain file, bytes. */
  size(path: string): Promise<Result<number, StickFailure>>;
  /** The whole file, if it is not longer than `limit` bytes. */
  read(path: string, limit: number): Promise<Result<Uint8Array<ArrayBuffer>, StickFailure>>;
  /** Up to `length` bytes from `from` on; none only at the end of the file. */
  readPart(path: string, from: number, length: number): Promise<Result<Uint8Array<ArrayBuffer>, StickFailure>>;
}
