import { z } from 'zod';
import { manifestSchema, objectNameSchema } from '../feed/head.ts';

/** One whole copy, and what was added to it since. */
export const generationSchema = z.strictObject({
  /** Counted by main; rises with every copy that is begun, whether it is finished or not. */
  generation: z.int().positive().max(0xffff_ffff),
  /** Name of the manifest it was made from. */
  manifest: objectNameSchema,
  epoch: z.int().positive(),
  build: z.int().positive(),
  /** Newest delta in it. Of the snapshot itself at first, then one more with each delta. */
  seq: z.int().positive(),
  /** Of the snapshot, both. */
  buckets: z.int().positive(),
  records: z.int().nonnegative(),
});
export type Generation = z.infer<typeof generationSchema>;

/** A copy that is being made beside the active one. */
export const buildingSchema = z.strictObject({
  generation: generationSchema.shape.generation,
  manifest: objectNameSchema,
  /** How many segments there are, and how many of them are in; the page knows which. */
  segments: z.int().positive(),
  done: z.int().nonnegative(),
});

/**
 * What became of the storage since the page was last open. `kept`: as it was left. `new`: there was none, which is a
 * loss if main ever had a copy. `lost`: something was there and is not all there any more.
 */
export const vaultStorageSchema = z.enum(['kept', 'new', 'lost']);
export type VaultStorage = z.infer<typeof vaultStorageSchema>;

/** AES-256 key, base64url. */
const bucketKeySchema = z.string().regex(/^[\w-]{43}$/);
const nothing = z.strictObject({});

/**
 * Verbs main may ask of the vault, over one MessagePort. Main owns the keys: it makes a new one for every generation
 * and hands it over after every start. The page keeps it in memory, where it cannot be read out again.
 */
export const vaultContract = {
  /** What is there. `active` is null unless a whole copy is; it may still need its key, see `use`. */
  status: {
    request: nothing,
    reply: z.strictObject({
      active: generationSchema.nullable(),
      building: buildingSchema.nullable(),
      storage: vaultStorageSchema,
    }),
  },
  /**
   * Starts making a copy beside the active one, or takes up again the one of this generation and manifest. Any other
   * unfinished one is dropped. Refused if `generation` is not above the active one.
   */
  begin: {
    request: z.strictObject({
      generation: generationSchema.shape.generation,
      manifestName: objectNameSchema,
      manifest: manifestSchema,
      bucketKey: bucketKeySchema,
    }),
    reply: z.strictObject({ done: z.int().nonnegative() }),
  },
  /**
   * Fetches a segment by its number in the manifest (from 0) and takes it in. At once `true` if it is in already. Two or
   * three at a time are faster than one. `taken: false`: the file is not there, or not what the manifest says.
   */
  ingest: {
    request: z.strictObject({ segment: z.int().nonnegative() }),
    reply: z.strictObject({ taken: z.boolean() }),
  },
  /**
   * Checks the copy that was made and makes it the active one, in one strict transaction, together with the deltas the
   * copy before had and the snapshot does not. Null: it is not whole; what was damaged is dropped, so begin again.
   */
  activate: { request: nothing, reply: z.strictObject({ active: generationSchema.nullable() }) },
  /**
   * Fetches a delta and lays it over the active copy. `seq` has to be the one after the copy's; the one it has changes
   * nothing; any other is refused. `taken: false`: the file is not there, or not what was said of it.
   */
  addDelta: {
    request: z.strictObject({
      name: objectNameSchema,
      epoch: generationSchema.shape.epoch,
      build: generationSchema.shape.build,
      seq: generationSchema.shape.seq,
    }),
    reply: z.strictObject({ taken: z.boolean() }),
  },
  /** Hands the active copy its key. `usable: false`: not this generation, not this key, or not whole: begin a new one. */
  use: {
    request: z.strictObject({ generation: generationSchema.shape.generation, bucketKey: bucketKeySchema }),
    reply: z.strictObject({ usable: z.boolean() }),
  },
  /** The record at a blind index, as 16 hex digits. "Nothing" counts: it is only said of a copy that is whole. */
  lookUp: {
    request: z.strictObject({ index: z.string().regex(/^[0-9a-f]{16}$/) }),
    reply: z.discriminatedUnion('found', [
      z.strictObject({
        found: z.literal('record'),
        /** base64, never empty: as the feed has it; opened with the row key and the nonce of kind and build. */
        sealed: z.string().max(1_010_000),
        kind: z.enum(['snapshot', 'delta']),
        build: generationSchema.shape.build,
        /** Newest delta in the copy: how new the answer is. */
        seq: generationSchema.shape.seq,
      }),
      z.strictObject({ found: z.literal('nothing'), seq: generationSchema.shape.seq }),
      z.strictObject({ found: z.literal('cannot_say') }),
    ]),
  },
  /** Forgets everything, for a kiosk that is no longer one. */
  wipe: { request: nothing, reply: nothing },
} as const;
export type VaultVerb = keyof typeof vaultContract;
export type VaultRequest<V extends VaultVerb> = z.infer<(typeof vaultContract)[V]['request']>;
export type VaultReply<V extends VaultVerb> = z.infer<(typeof vaultContract)[V]['reply']>;
