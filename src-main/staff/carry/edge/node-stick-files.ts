import { constants } from 'node:fs';
import { lstat, open, readdir, type FileHandle } from 'node:fs/promises';
import { err, ok, type Result } from '../../../../src-shared/result.ts';
import type { StickFailure, StickFiles } from '../stick-files.ts';

/** No link is followed, and nobody waits for the other end of a pipe. Where Windows has no such flag it counts as 0. */
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The real stick. */
export const nodeStickFiles: StickFiles = {
  folders: async (dir) => {
    try {
      const entries = await readdir(dir, { withFileTypes: true });
      return entries
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort();
    } catch {
      return [];
    }
  },
  size: (path) => orFailure(async () => sizeOf(await lstat(path))),
  read: (path, limit) =>
    withFile(path, async (file, size) => (size > limit ? err('too_large') : ok(await part(file, 0, size)))),
  readPart: (path, from, length) =>
    withFile(path, async (file, size) => ok(await part(file, from, Math.max(0, Math.min(length, size - from))))),
};

async function withFile<T>(
  path: string,
  use: (file: FileHandle, size: number) => Promise<Result<T, StickFailure>>,
): Promise<Result<T, StickFailure>> {
  return orFailure(async () => {
    const file = await open(path, flags);
    try {
      const size = sizeOf(await file.stat());
      return size.ok ? await use(file, size.value) : size;
    } finally {
      await file.close();
    }
  });
}

function sizeOf(stat: { isFile(): boolean; readonly size: number }): Result<number, StickFailure> {
  return stat.isFile() ? ok(stat.size) : err('missing');
}

/** A file that became shorter meanwhile is a stick that fails. */
async function part(file: FileHandle, from: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length;) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, from + filled);
    if (bytesRead === 0) throw new Error('the file ends early');
    filled += bytesRead;
  }
  return bytes;
}

async function orFailure<T>(work: () => Promise<Result<T, StickFailure>>): Promise<Result<T, StickFailure>> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    // ELOOP: it is a link.
    return err(code === 'ENOENT' || code === 'ELOOP' || code === 'ENOTDIR' ? 'missing' : 'stick_broken');
  }
}
