import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { FsFailure, JournalFile, JournalFs } from '../file-system.ts';

/** Readable by the kiosk's own user only. */
const fileMode = 0o600;
const dirMode = 0o700;

/** The real file system. */
export const nodeJournalFs: JournalFs = {
  makeDir: (dir) =>
    attempt('makeDir', dir, async () => {
      const whole = resolve(dir);
      const first = await mkdir(whole, { recursive: true, mode: dirMode });
      // `first` is the topmost folder made: the names from it down are new.
      if (first === undefined) return;
      for (let made = whole; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
    }),
  list: (dir) => attempt('list', dir, () => readdir(dir)),
  read: (path) => attempt('read', path, () => readFile(path)),
  open: (path, mode) =>
    attempt('open', path, async () => nodeFile(path, await open(path, mode === 'new' ? 'w' : 'r+', fileMode))),
  rename: (from, to) => attempt('rename', from, () => rename(from, to)),
  remove: (path) => attempt('remove', path, () => rm(path)),
  syncDir: (dir) => attempt('syncDir', dir, () => syncFolder(dir)),
};

function nodeFile(path: string, handle: FileHandle): JournalFile {
  return {
    write: (offset, bytes) => attempt('write', path, () => writeAll(handle, offset, bytes)),
    datasync: () => attempt('datasync', path, () => handle.datasync()),
    sync: () => attempt('sync', path, () => handle.sync()),
    close: () => attempt('close', path, () => handle.close()),
  };
}

/** The system may write less than it was given. */
async function writeAll(handle: FileHandle, offset: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done);
    done += bytesWritten;
  }
}

/** Windows has no sync of folders; NTFS orders its own metadata. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What the system refuses, as a result. */
export async function attempt<T>(
  operation: string,
  path: string,
  run: () => Promise<T>,
): Promise<Result<T, FsFailure>> {
  try {
    return ok(await run());
  } catch (error) {
    // Only refusals of the system carry a code; anything else is a bug and goes on up.
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
    return { ok: false, error: { kind: 'io', code: error.code, operation, path } };
  }
}
