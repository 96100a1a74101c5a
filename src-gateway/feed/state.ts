import { z } from 'zod';
import { dictionarySchema, objectNameSchema, type DictionaryFile } from '../../src-shared/feed/head.ts';
import { buildsFolder, ledgerPath, objectPath, statePath, type FeedFolder } from './folder.ts';

const count = z.int().nonnegative().max(0xffff_ffff);

/** What was published last. Replacing this file is the moment at which a build counts. */
const feedStateSchema = z.strictObject({
  v: z.literal(1),
  /** The build that wrote this. */
  build: count.min(1),
  epoch: count.min(1),
  seq: count.min(1),
  manifest: objectNameSchema,
  delta: objectNameSchema.nullable(),
  dictionary: objectNameSchema,
  readAt: z.iso.datetime({ offset: true }),
  /** The build whose ledger says what was published of everybody. */
  ledger: count.min(1),
  snapshot: z.strictObject({
    bytes: z.int().nonnegative(),
    madeAtMs: z.int(),
    /** SHA-256 of what its manifest says beside the records. */
    about: objectNameSchema,
    /** Bytes of all deltas since. */
    deltaBytes: z.int().nonnegative(),
  }),
  /** Files kiosks may still fetch, newest first. */
  kept: z.strictObject({
    manifests: z.array(objectNameSchema).min(1),
    dictionaries: z.array(objectNameSchema).min(1),
    deltas: z.array(z.strictObject({ name: objectNameSchema, madeAtMs: z.int() })),
  }),
});
export type FeedState = z.infer<typeof feedStateSchema>;

/** Null when nothing was ever published. @throws when the file is damaged */
export async function readState(folder: FeedFolder): Promise<FeedState | null> {
  const bytes = await folder.read(statePath);
  return bytes === null ? null : feedStateSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

export function writeState(folder: FeedFolder, state: FeedState): Promise<void> {
  return folder.replace(statePath, new TextEncoder().encode(JSON.stringify(state)));
}

/**
 * A number for a build, durable before anything is sealed with it and never given again, also after a build that was
 * given up. It is at least the seconds since 1970, for the case that everything but the keys is lost.
 */
export async function takeBuild(folder: FeedFolder, before: FeedState | null, wallMs: number): Promise<number> {
  const taken = (await folder.list(buildsFolder)).map(Number);
  let build = Math.max(Math.floor(wallMs / 1000), ...[before?.build ?? 0, ...taken].map((number) => number + 1));
  while (!(await folder.create(`${buildsFolder}/${build}`))) build += 1;
  return build;
}

/** @throws when the file is missing or damaged */
export async function readDictionary(folder: FeedFolder, state: FeedState): Promise<DictionaryFile> {
  const bytes = await mustRead(folder, objectPath(state.dictionary));
  return dictionarySchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

/** @throws when the file is missing */
export function readLedger(folder: FeedFolder, state: FeedState): Promise<Uint8Array<ArrayBuffer>> {
  return mustRead(folder, ledgerPath(state.ledger));
}

async function mustRead(folder: FeedFolder, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await folder.read(path);
  if (bytes === null) throw new Error(`the feed's folder lacks ${path}: remove the folder, and the feed begins anew`);
  return bytes;
}
