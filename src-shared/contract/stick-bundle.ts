import { z } from 'zod';
import { objectNameSchema, signedHeadSchema } from '../feed/head.ts';
import { signedStaffDirectorySchema } from '../staff/directory.ts';
import { canonicalJson } from './canonical-json.ts';
import { feedPeppersReplySchema } from './gateway-http.ts';
import { signatureHeaders } from './http-signature.ts';

/*
 * What a stick carries between a kiosk without a line and its gateway. A bundle is a folder with a signed index, written
 * last: a folder without one was not finished. Up: requests the kiosk owes, each signed as if it were sent. Down: the
 * gateway's answers to them, the feed, the list of staff. What is not open to everybody is one letter, sealed for its
 * reader, so a stick may be lost and anybody may carry it.
 */

export const bundleIndexFile = 'bundle.json';
export const letterFile = 'letter.bin';
export const headFile = 'head.json';

/** A larger index or letter is refused unread, bytes. */
export const maxIndexBytes = 16 * 1024 * 1024;
export const maxLetterBytes = 8 * 1024 * 1024;
/** So much text goes into a letter, characters; what does not fit goes with the next one. */
export const mostLetterText = 3 * 1024 * 1024;
/** Of one folder; of a stick no more are looked at. */
export const mostBundles = 20;
/** One bundle carries no more requests: what is left goes with the next. */
export const mostRequests = 500;

/** What the letter's seal is for. */
export const letterPurpose = { up: 'wafa stick up', down: 'wafa stick down' } as const;

const kioskCodeSchema = z.string().regex(/^[A-Z0-9]{2,8}$/);
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const signatureSchema = z.string().regex(/^[\w-]{86}$/);

/** The only names a bundle may list; there are no folders in it. */
export const bundleFileSchema = z.strictObject({
  name: z.union([z.enum([letterFile, headFile]), objectNameSchema]),
  bytes: z
    .int()
    .nonnegative()
    .max(64 * 1024 * 1024),
  sha256: sha256Schema,
});
export type BundleFile = z.infer<typeof bundleFileSchema>;

const facts = {
  v: z.literal(1),
  kioskCode: kioskCodeSchema,
  /** Rises with every bundle of its writer: milliseconds since 1970. */
  serial: z.int().positive(),
  madeAt: z.iso.datetime({ offset: true }),
  files: z.array(bundleFileSchema).max(70_000),
};

export const downIndexSchema = z.strictObject({
  ...facts,
  kind: z.literal('down'),
  /** Number of the newest delta and the age of what it says; null when the gateway had none. */
  feed: z.strictObject({ seq: z.int().positive(), readAt: z.iso.datetime({ offset: true }) }).nullable(),
  /** Version of the list of staff. */
  staff: z.int().nonnegative(),
  /** How many of the kiosk's requests are answered in it. */
  answers: z.int().nonnegative(),
});
export type DownIndex = z.infer<typeof downIndexSchema>;
export const signedDownIndexSchema = z.strictObject({ index: downIndexSchema, signature: signatureSchema });
export type SignedDownIndex = z.infer<typeof signedDownIndexSchema>;

export const upIndexSchema = z.strictObject({
  ...facts,
  kind: z.literal('up'),
  requests: z.int().nonnegative(),
});
export type UpIndex = z.infer<typeof upIndexSchema>;
export const signedUpIndexSchema = z.strictObject({ index: upIndexSchema, signature: signatureSchema });
export type SignedUpIndex = z.infer<typeof signedUpIndexSchema>;

/** What is signed: down by the gateway's answer key, up by the device key. */
export function indexMessage(index: UpIndex | DownIndex): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`wafa bundle 1\n${canonicalJson(index)}`);
}

/** Name of a bundle's folder; its index says the same again, signed. */
export function bundleFolder({ kind, kioskCode, serial }: Pick<UpIndex | DownIndex, 'kind' | 'kioskCode' | 'serial'>) {
  return `wafa-${kind}-${kioskCode}-${serial}`;
}
export const bundleFolderPattern = /^wafa-(up|down)-([A-Z0-9]{2,8})-([1-9]\d{0,15})$/;

/** A request of the kiosk, signed as for the line. */
export const carriedRequestSchema = z.strictObject({
  method: z.enum(['GET', 'POST']),
  target: z.string().max(300),
  /** As in {@link signatureHeaders}. */
  headers: z.strictObject({
    [signatureHeaders.digest]: z.string().max(200),
    [signatureHeaders.sequence]: z.string().max(20),
    [signatureHeaders.input]: z.string().max(400),
    [signatureHeaders.signature]: z.string().max(120),
  }),
  body: z
    .string()
    .max(512 * 1024)
    .nullable(),
});
export type CarriedRequest = z.infer<typeof carriedRequestSchema>;

export const upLetterSchema = z.strictObject({
  v: z.literal(1),
  requests: z.array(carriedRequestSchema).max(mostRequests),
});

/** The gateway's answer to one request; the kiosk reads it as if it had come over the line. */
export const carriedAnswerSchema = z.strictObject({
  /** {@link requestText} of the request, SHA-256, hex. */
  to: sha256Schema,
  status: z.int().min(200).max(499),
  body: z.string(),
});
export type CarriedAnswer = z.infer<typeof carriedAnswerSchema>;

export const downLetterSchema = z.strictObject({
  v: z.literal(1),
  /** Null for a kiosk that is none any more. */
  peppers: feedPeppersReplySchema.nullable(),
  staff: signedStaffDirectorySchema,
  answers: z.array(carriedAnswerSchema).max(mostBundles * mostRequests),
});
export type DownLetter = z.infer<typeof downLetterSchema>;

/**
 * May this request go by stick, days late and maybe twice? Only what is the same whenever it arrives: what became of
 * money, and closed days. Never where the journal stands: a head that arrives after a later one reads as a fork.
 */
export function mayBeCarried(method: string, target: string): boolean {
  return method === 'GET' ? reportTarget.test(target) : method === 'POST' && carriedPost.test(target);
}
const reportTarget = /^\/v1\/payments\/[0-9a-f]{32}\?seen=\d{1,9}&waitSeconds=\d{1,2}$/;
const carriedPost = /^\/v1\/(day-reports|payments\/[0-9a-f]{32}\/(commit|no-charge|reversed|withdraw))$/;

/** The target as it is carried: nobody waits at the other end. */
export function carriedTarget(target: string): string {
  return target.replace(/&waitSeconds=\d{1,2}$/, '&waitSeconds=0');
}

/** What makes two requests the same question. */
export function requestText({ method, target, body }: Pick<CarriedRequest, 'method' | 'target' | 'body'>): string {
  return `${method} ${carriedTarget(target)}\n${body ?? ''}`;
}

/**
 * POST /v1/sticks: hands in what came from a kiosk and fetches what goes to it. Open to whoever carries a stick: what
 * comes is signed by the kiosk, what goes can be opened by it alone.
 */
export const stickRequestSchema = z.object({
  kioskCode: kioskCodeSchema,
  up: z
    .array(z.object({ index: signedUpIndexSchema, letter: z.string().max(Math.ceil((maxLetterBytes * 4) / 3) + 4) }))
    .max(mostBundles),
});
export type StickRequest = z.infer<typeof stickRequestSchema>;
export const stickReplySchema = z.object({
  index: signedDownIndexSchema,
  /** Base64. */
  letter: z.string(),
  head: signedHeadSchema.nullable(),
});
export type StickReply = z.infer<typeof stickReplySchema>;

/** The first of these that fit into one letter. */
export function fittingLetter<T extends { readonly body: string | null }>(parts: readonly T[]): T[] {
  let left = mostLetterText;
  return parts.filter(({ body }) => (left -= body?.length ?? 0) >= 0);
}
