import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { err, ok } from '../../../src-shared/result.ts';
import type { KeyFile } from '../gateway-keys.ts';

const ownerOnly = 0o600;
const othersBits = 0o077;

/** `gateway-keys.json` in the gateway's data folder. */
export function keyFileIn(folder: string): KeyFile {
  const path = join(folder, 'gateway-keys.json');
  return {
    read: async () => {
      try {
        const { mode } = await stat(path);
        // Windows has no such bits: there the folder's own rights decide.
        if (process.platform !== 'win32' && (mode & othersBits) !== 0) {
          return err({
            problem: `${path} can be read by others: make it 0600, or replace the keys if that was for long`,
          });
        }
        return ok(await readFile(path, 'utf8'));
      } catch (error) {
        if (isMissing(error)) return ok(null);
        throw error;
      }
    },
    createOnce: async (text) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const draft = `${path}.${randomUUID()}.new`;
      await writeDurably(draft, text);
      try {
        await link(draft, path); // unlike rename, never replaces
      } catch (error) {
        if (!hasCode(error, 'EEXIST')) throw error;
      } finally {
        await rm(draft, { force: true });
      }
      await syncFolder(dirname(path));
    },
  };
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', ownerOnly);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Windows has no sync of folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
