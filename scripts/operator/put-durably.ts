import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, writeDurably } from '../../src-gateway/edge/durable-files.ts';

/** Anybody may read what is on a stick: what is private is sealed. */
const fileMode = 0o644;

/** Writes a file to a stick; it is durable before it gets its name. */
export async function putDurably(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, name);
  await writeDurably(`${path}.part`, bytes, 'w', fileMode);
  await rename(`${path}.part`, path);
  await syncFolder(folder);
}
