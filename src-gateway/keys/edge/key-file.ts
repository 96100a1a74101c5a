import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { err, ok } from '../../../src-shared/result.ts';
import { hasCode, syncFolder, writeDurably } from '../../edge/durable-files.ts';
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
      await writeDurably(draft, text, 'wx', ownerOnly);
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

function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT');
}
