import { z } from 'zod';
import { badgeHashBytes } from './badge.ts';
import { canonicalJson } from '../contract/canonical-json.ts';
import { staffRoleSchema } from './roles.ts';

/*
 * The list of staff as the gateway signs it. A kiosk keeps the newest and signs people in by it without a network.
 */

const base64Url = (bytes: number) => z.string().regex(new RegExp(`^[\\w-]{${Math.ceil((bytes * 4) / 3)}}$`));

/** Cost of a PIN's scrypt: N = 2^15, r = 8, p = 1, some 80 ms and 32 MB a try. */
export const pinCost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;
export const pinHashBytes = 32;
/** 6 to 8 digits: at 80 ms a try and with the lock-out, guessing takes years. */
export const pinSchema = z.string().regex(/^\d{6,8}$/);

/** Printed on a badge or told; not secret. */
export const staffIdSchema = z.string().regex(/^[A-Z0-9]{2,12}$/);

export const staffMemberSchema = z.strictObject({
  id: staffIdSchema,
  /** As on the badge; shown on the staff screen, never on a visitor's. */
  name: z.string().min(1).max(80),
  role: staffRoleSchema,
  pin: z.strictObject({ salt: base64Url(16), hash: base64Url(pinHashBytes) }),
  /** Who has one shows it with the PIN. A kiosk that does not know badges refuses a list with one, and keeps its last. */
  badge: z.strictObject({ hash: base64Url(badgeHashBytes) }).optional(),
});
export type StaffMember = z.infer<typeof staffMemberSchema>;

export const staffDirectorySchema = z.strictObject({
  v: z.literal(1),
  /** Rises with every change; a kiosk never goes back. */
  version: z.int().nonnegative(),
  /** ISO 8601 with offset. */
  issuedAt: z.iso.datetime({ offset: true }),
  /** From then on nobody is signed in by it. ISO 8601 with offset. */
  notAfter: z.iso.datetime({ offset: true }),
  staff: z.array(staffMemberSchema).max(1000),
});
export type StaffDirectory = z.infer<typeof staffDirectorySchema>;

export const signedStaffDirectorySchema = z.strictObject({
  directory: staffDirectorySchema,
  /** Ed25519 over {@link directoryMessage} with the gateway's answer key, base64url. */
  signature: base64Url(64),
});
export type SignedStaffDirectory = z.infer<typeof signedStaffDirectorySchema>;

/** What is signed. The first line keeps the signature from standing for anything else. */
export function directoryMessage(directory: StaffDirectory): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`wafa staff directory 1\n${canonicalJson(directory)}`);
}
