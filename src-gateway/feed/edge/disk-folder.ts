import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode, syncFolder, writeDurably } from '../../edge/durable-files.ts';
import type { FeedFolder } from '../folder.ts';

/** The feed's files in a folder of this machine, or of a disk that several gateways share. */
export function diskFolder(root: string): FeedFolder {
  const at = (path: string): string => join(root, path);
  return {
    read: (path) => unlessMissing(async () => new Uint8Array(await readFile(at(path)))),
    readPart: (path, from, to) => unlessMissing(() => readPart(at(path), from, to)),
    size: (path) => unlessMissing(async () => (await stat(at(path))).size),
    replace: async (path, bytes) => {
      const folder = await folderOf(at(path));
      await writeDurably(`${at(path)}.part`, bytes, 'w', modeOf(path));
      await rename(`${at(path)}.part`, at(path));
      await syncFolder(folder);
    },
    create: async (path) => {
      const folder = await folderOf(at(path));
      try {
        await writeDurably(at(path), '', 'wx', modeOf(path));
      } catch (error) {
        if (hasCode(error, 'EEXIST')) return false;
        throw error;
      }
      await syncFolder(folder);
      return true;
    },
    append: async (path, bytes) => {
      await folderOf(at(path));
      await appendFile(at(path), bytes, { mode: modeOf(path) });
    },
    list: async (path) => (await unlessMissing(() => readdir(at(path)))) ?? [],
    remove: (path) => rm(at(path), { recursive: true, force: true }),
  };
}

const modeOf = (path: string): number => (path.startsWith('private/') ? 0o600 : 0o644);

async function folderOf(file: string): Promise<string> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  return folder;
}

async function readPart(file: string, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  const handle = await open(file, 'r');
  try {
    const bytes = new Uint8Array(to - from);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, from + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await handle.close();
  }
}

async function unlessMissing<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}
