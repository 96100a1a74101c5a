import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import {
  headFile,
  type BundleFile,
  type DownIndex,
  type DownLetter,
} from '../../../src-shared/contract/stick-bundle.ts';
import { maxHeadBytes } from '../../../src-shared/feed/head.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { readJson } from '../../identity/read-json.ts';
import type { FeedSource, SourceFailure } from '../../sync/feed-source.ts';
import type { StickFailure, StickFiles } from './stick-files.ts';

/** Read at once, bytes. */
const pieceBytes = 1024 * 1024;

/** The feed as a bundle on a stick has it; what it says is checked like what comes over the line. */
export function bundleSource(
  files: StickFiles,
  folder: string,
  { index, letter }: { readonly index: DownIndex; readonly letter: DownLetter },
): FeedSource {
  const listed = new Map(index.files.map((file) => [file.name, file]));
  return {
    head: async () => {
      const head = listed.get(headFile);
      if (!head) return err({ kind: 'problem', code: 'not_found', message: 'the bundle has no feed' });
      const bytes = await readListed(files, folder, head, maxHeadBytes);
      if (bytes.ok) return ok(readJson(new TextDecoder().decode(bytes.value), z.unknown()));
      const isGone = bytes.error === 'stick_broken';
      return err(isGone ? { kind: 'network_down' } : { kind: 'bad_answer', reason: 'wrong_signature' });
    },
    peppers: async () =>
      letter.peppers
        ? ok(letter.peppers)
        : err({ kind: 'problem', code: 'unknown_kiosk', message: 'the bundle has no peppers' }),
    object: async (name, from, take): Promise<Result<void, SourceFailure>> => {
      const object = listed.get(name);
      if (!object) return err('not_there');
      if (from > 0 && from >= object.bytes) return err('range_refused');
      for (let at = from; at < object.bytes;) {
        const piece = await files.readPart(join(folder, name), at, pieceBytes);
        if (!piece.ok) return err(piece.error === 'missing' ? 'not_there' : 'network_down');
        if (piece.value.length === 0) return err('network_down');
        if (!(await take(at, piece.value))) return err('stopped');
        at += piece.value.length;
      }
      return ok(undefined);
    },
  };
}

/** A file of the bundle, proved to be the one that the index lists. */
export async function readListed(
  files: StickFiles,
  folder: string,
  { name, sha256 }: BundleFile,
  limit: number,
): Promise<Result<Uint8Array<ArrayBuffer>, StickFailure | 'damaged'>> {
  const bytes = await files.read(join(folder, name), limit);
  if (!bytes.ok) return bytes;
  return createHash('sha256').update(bytes.value).digest('hex') === sha256 ? bytes : err('damaged');
}
