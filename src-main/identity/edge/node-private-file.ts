import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PrivateFile } from '../private-file.ts';

const ownerOnly = 0o600;
const ownerOnlyFolder = 0o700;

/** A file on disk: new file, fsync, rename, fsync of the folder. Rejects when the disk refuses. */
export function nodePrivateFile(path: string): PrivateFile {
  return {
    read: async () => {
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
    replace: async (text) => {
      const folder = dirname(path);
      await mkdir(folder, { recursive: true, mode: ownerOnlyFolder });
      const draft = await open(`${path}.new`, 'w', ownerOnly);
      try {
        await draft.writeFile(text);
        await draft.sync();
      } finally {
        await draft.close();
      }
      await rename(`${path}.new`, path);
      await syncFolder(folder);
    },
  };
}

/** Windows has no sync of folders; NTFS orders its own metadata. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
