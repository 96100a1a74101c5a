import { join } from 'node:path';
import { ok, type Result } from '../../../src-shared/result.ts';
import { isFull, type FsFailure } from '../../journal/file-system.ts';
import type { FeedFs } from '../../sync/feed-fs.ts';

/** `stick_broken`: also when it was pulled out. */
export type StickProblem = 'stick_full' | 'stick_broken';

/** Writes a file to a stick; it is durable before it gets its name. */
export async function putFile(
  fs: FeedFs,
  folder: string,
  name: string,
  bytes: Uint8Array,
): Promise<Result<void, FsFailure>> {
  const path = join(folder, name);
  const file = await fs.open(`${path}.part`, 'new');
  if (!file.ok) return file;
  const written = bytes.length > 0 ? await file.value.write(0, bytes) : ok(undefined);
  const synced = written.ok ? await file.value.sync() : written;
  const closed = await file.value.close();
  if (!synced.ok) return synced;
  if (!closed.ok) return closed;
  const named = await fs.rename(`${path}.part`, path);
  return named.ok ? fs.syncDir(folder) : named;
}

export function problemOf(failure: FsFailure): StickProblem {
  return isFull(failure) ? 'stick_full' : 'stick_broken';
}
