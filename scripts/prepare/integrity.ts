import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Unprepared } from './say.ts';

/** Integrity of a file in npm's notation: `sha512-` and the digest in base64. */
export async function sha512Integrity(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/**
 * Accepts a downloaded file only if it is byte for byte the pinned one; any other is deleted, so that no later run can
 * take it for good.
 *
 * @throws Unprepared when it differs
 */
export async function requireIntegrity(file: string, pinned: string): Promise<void> {
  const found = await sha512Integrity(file);
  if (found === pinned) return;
  await rm(file, { force: true });
  throw new Unprepared(
    `The downloaded file does not have the pinned checksum and was deleted (expected ${pinned}, found ${found}): try again, and if it stays so, do not trust the source it came from.`,
  );
}
