import { z } from 'zod';
import { obligationSchema, officeSchema, systemSchema } from '../domain/obligation.ts';

/** Sealed record of one party in the offline copy. Neither field tells whose it is. */
export const feedRecordSchema = z.object({
  /** 16 hex digits: blind index made with the feed's index key. */
  index: z.string().regex(/^[0-9a-f]{16}$/),
  /** base64: nonce 12 B, ciphertext, tag 16 B (AES-256-GCM under the row key). */
  sealed: z.string().max(1_000_000),
});
export type FeedRecord = z.infer<typeof feedRecordSchema>;

/** Plaintext of a feed record. */
export const feedRowSchema = z.object({ obligations: z.array(obligationSchema).max(5000) });
export type FeedRow = z.infer<typeof feedRowSchema>;

/** Head of an edition: what a complete copy must contain. */
export const feedEditionSchema = z.object({
  edition: z.int().positive(),
  madeAt: z.iso.datetime({ offset: true }),
  /** Number of records; a copy with fewer is damaged and must not say "nothing recorded". */
  records: z.int().nonnegative(),
  /** Systems whose items it holds; about others it says nothing. */
  systems: z.array(systemSchema).min(1),
  offices: z.array(officeSchema).max(200),
});
export type FeedEdition = z.infer<typeof feedEditionSchema>;

/** GET /v1/feed/editions/<edition>?from=<n>: a page of records in index order. */
export const feedPageSchema = z.object({
  edition: z.int().positive(),
  from: z.int().nonnegative(),
  records: z.array(feedRecordSchema).max(2000),
});
export type FeedPage = z.infer<typeof feedPageSchema>;

/** Verbs main may ask of the vault, over one MessagePort. */
export const vaultContract = {
  /** The edition that is active, or null in an empty vault. */
  status: { request: z.object({}), reply: z.object({ active: feedEditionSchema.nullable() }) },
  /** Starts collecting an edition beside the active one; drops any unfinished one. */
  begin: { request: feedEditionSchema, reply: z.object({}) },
  /** Adds records to the edition being collected. */
  add: { request: z.object({ records: z.array(feedRecordSchema).max(2000) }), reply: z.object({}) },
  /** Counts, then makes the collected edition the active one in one strict transaction. */
  activate: { request: z.object({}), reply: z.object({ activated: z.boolean() }) },
  /** Opens the record at `index` with `rowKey` (base64url, 32 B). */
  lookUp: {
    request: z.object({ index: z.string(), rowKey: z.string() }),
    reply: z.discriminatedUnion('found', [
      z.object({ found: z.literal('row'), row: feedRowSchema, edition: feedEditionSchema }),
      z.object({ found: z.literal('nothing'), edition: feedEditionSchema }),
      z.object({ found: z.literal('cannot_say') }),
    ]),
  },
} as const;
export type VaultVerb = keyof typeof vaultContract;
export type VaultRequest<V extends VaultVerb> = z.infer<(typeof vaultContract)[V]['request']>;
export type VaultReply<V extends VaultVerb> = z.infer<(typeof vaultContract)[V]['reply']>;
