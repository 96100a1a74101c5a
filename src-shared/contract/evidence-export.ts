import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';

/*
 * What staff carry away on a stick: copies of the kiosk's journals, audit log, closed days and logs in one folder, and
 * this list of them, written last. `npm run verify -- FOLDER` checks all of it without a secret.
 */

/** Name of the list in the folder. */
export const exportListFile = 'export.json';

export const exportedFileSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][\w.-]{0,80}$/),
  bytes: z.int().nonnegative(),
  /** Of the whole file, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ExportedFile = z.infer<typeof exportedFileSchema>;

export const exportListSchema = z.strictObject({
  v: z.literal(1),
  kioskCode: z.string().max(20),
  /** ISO 8601 with offset. */
  madeAt: z.iso.datetime({ offset: true }),
  /** Staff number of whoever took it. */
  by: z.string().max(12),
  software: z.string().max(40),
  files: z.array(exportedFileSchema).max(10_000),
});
export type ExportList = z.infer<typeof exportListSchema>;

export const signedExportListSchema = z.strictObject({
  list: exportListSchema,
  /** The kiosk's raw Ed25519 public key, base64url: who compares it with the gateway's knows whose it is. */
  deviceKey: z.string().regex(/^[\w-]{43}$/),
  /** Over {@link exportMessage}, base64url. */
  signature: z.string().regex(/^[\w-]{86}$/),
});
export type SignedExportList = z.infer<typeof signedExportListSchema>;

/** What is signed. The first line keeps the signature from standing for anything else. */
export function exportMessage(list: ExportList): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`wafa export 1\n${canonicalJson(list)}`);
}
