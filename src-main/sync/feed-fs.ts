import type { Result } from '../../src-shared/result.ts';
import type { FsFailure, JournalFs } from '../journal/file-system.ts';

/** What the feed's files ask of a file system, beyond what a journal does. */
export interface FeedFs extends JournalFs {
  /** Length of a file, bytes. */
  size(path: string): Promise<Result<number, FsFailure>>;
  /** Room left for this user on the disk that holds the folder, bytes. */
  free(dir: string): Promise<Result<number, FsFailure>>;
}
