import { z } from 'zod';
import { canonicalJson } from '../contract/canonical-json.ts';
import { officeSchema, offenceSchema, systemSchema } from '../domain/obligation.ts';
import { localTextSchema } from '../domain/language.ts';

/*
 * What a kiosk reads of the feed, from the top: the signed head names three files by their SHA-256 (manifest, newest
 * delta, dictionary), the manifest names the segments, each delta names the one before. So one signature covers every
 * byte, and every file but the head can be kept for ever by any cache, mirror or stick.
 */

/** Name of a file of the feed: its SHA-256, 64 hex digits. */
export const objectNameSchema = z.string().regex(/^[0-9a-f]{64}$/);
export type ObjectName = z.infer<typeof objectNameSchema>;

const countSchema = z.int().nonnegative().max(0xffff_ffff);

/** The only thing that is polled, and the only one that changes. */
export const feedHeadSchema = z.strictObject({
  v: z.literal(1),
  /** Peppers of this number made the places and keys. */
  epoch: countSchema.min(1),
  /** Number of the newest delta. Rises by one with each, over epochs too, and never falls. */
  seq: countSchema.min(1),
  manifest: objectNameSchema,
  /** Delta number `seq`; null when only the snapshot brings what it would: at the first one, and when an epoch begins. */
  delta: objectNameSchema.nullable(),
  dictionary: objectNameSchema,
  /** When the ministry's register was last read: the age of everything in the feed. ISO 8601 with offset. */
  readAt: z.iso.datetime({ offset: true }),
  /** The gateway's time at signing, ISO 8601 with offset. */
  signedAt: z.iso.datetime({ offset: true }),
  /** Kiosks that are no longer kiosks, by code: a copy on a stick must not serve them. */
  revoked: z.array(z.string().max(32)).max(1000),
});
export type FeedHead = z.infer<typeof feedHeadSchema>;

export const signedHeadSchema = z.strictObject({
  head: feedHeadSchema,
  /** Ed25519 over {@link headMessage}, base64url. */
  signature: z.string().regex(/^[\w-]{86}$/),
});
export type SignedHead = z.infer<typeof signedHeadSchema>;

/** A larger head is refused unread, bytes. */
export const maxHeadBytes = 64 * 1024;

/** What is signed. The first line keeps the signature from standing for anything else. */
export function headMessage(head: FeedHead): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`wafa feed head 1\n${canonicalJson(head)}`);
}

/** One file of a snapshot: consecutive buckets. */
export const manifestSegmentSchema = z.strictObject({
  name: objectNameSchema,
  bytes: countSchema.max(64 * 1024 * 1024),
  firstBucket: countSchema,
  buckets: countSchema.min(1),
  records: countSchema,
});
export type ManifestSegment = z.infer<typeof manifestSegmentSchema>;

/** A snapshot: all that was known when delta `seq` was published. */
export const manifestSchema = z
  .strictObject({
    v: z.literal(1),
    epoch: countSchema.min(1),
    /** Never used twice, not even for a build that was given up: records are sealed with it as their nonce. */
    build: countSchema.min(1),
    seq: countSchema.min(1),
    /** There are 2^bucketBits buckets; a record stands in the one its index begins with. */
    bucketBits: z.int().min(0).max(22),
    segments: z.array(manifestSegmentSchema).min(1).max(65_536),
    /** Systems whose items it holds; about others it says nothing. */
    systems: z.array(systemSchema).min(1),
    offices: z.array(officeSchema).max(200),
  })
  .refine(coversEveryBucket, 'the segments do not follow each other');
export type Manifest = z.infer<typeof manifestSchema>;

/** A larger manifest, delta or dictionary is refused unread, bytes. */
export const maxManifestBytes = 16 * 1024 * 1024;
export const maxDeltaBytes = 64 * 1024 * 1024;
export const maxDictionaryBytes = 4 * 1024 * 1024;

/** Values that many records have in common, by number. It only grows within an epoch: the newest one reads everything. */
export const dictionarySchema = z.strictObject({
  v: z.literal(1),
  epoch: countSchema.min(1),
  values: z.array(z.union([z.string().max(256), offenceSchema.strict(), localTextSchema])).max(4096),
});
export type DictionaryFile = z.infer<typeof dictionarySchema>;

/** Number of records in a whole snapshot. */
export function recordsOf(manifest: Manifest): number {
  return manifest.segments.reduce((sum, { records }) => sum + records, 0);
}

function coversEveryBucket(manifest: { bucketBits: number; segments: readonly ManifestSegment[] }): boolean {
  let next = 0;
  for (const { firstBucket, buckets } of manifest.segments) {
    if (firstBucket !== next) return false;
    next += buckets;
  }
  return next === 2 ** manifest.bucketBits;
}
