import { join } from 'node:path';
import type { Result } from '../../src-shared/result.ts';
import { ok } from '../../src-shared/result.ts';
import type { FsFailure, JournalFile, JournalFs } from './file-system.ts';
import type { TornTail } from './verify-chain.ts';

/**
 * Sets the bytes of an unfinished write aside in `<segment>.torn-<offset>`, durably, then zeroes them
 * in the segment. In this order a crash in between leaves the torn tail to be cut once more. Returns
 * the name of the file aside.
 */
export async function cutTornTail(
  fs: JournalFs,
  dir: string,
  torn: TornTail,
  files: readonly string[],
): Promise<Result<string, FsFailure>> {
  const aside = freeName(`${torn.segment.file}.torn-${torn.offset}`, files);
  const kept = await writeDurably(fs, join(dir, aside), 'new', 0, torn.bytes);
  if (!kept.ok) return kept;
  const named = await fs.syncDir(dir);
  if (!named.ok) return named;
  const zeros = new Uint8Array(torn.bytes.length);
  const cut = await writeDurably(fs, join(dir, torn.segment.file), 'existing', torn.offset, zeros);
  return cut.ok ? ok(aside) : cut;
}

/** Opens `path`, writes `bytes` at `offset`, syncs, closes. */
export async function writeDurably(
  fs: JournalFs,
  path: string,
  mode: 'new' | 'existing',
  offset: number,
  bytes: Uint8Array,
): Promise<Result<void, FsFailure>> {
  const opened = await fs.open(path, mode);
  if (!opened.ok) return opened;
  const done = await writeAndSync(opened.value, offset, bytes);
  const closed = await opened.value.close();
  return done.ok ? closed : done;
}

async function writeAndSync(file: JournalFile, offset: number, bytes: Uint8Array): Promise<Result<void, FsFailure>> {
  const written = await file.write(offset, bytes);
  return written.ok ? file.sync() : written;
}

/** The same offset can be torn twice: earlier evidence is never overwritten. */
function freeName(wanted: string, files: readonly string[]): string {
  let name = wanted;
  for (let copy = 2; files.includes(name); copy++) name = `${wanted}-${copy}`;
  return name;
}
