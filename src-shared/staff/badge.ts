import { z } from 'zod';

/*
 * What a badge says: words nobody else has, as a QR code. The list of staff carries only a hash of it, which needs no
 * salt and no cost, because 130 random bits cannot be guessed.
 */

export const badgePrefix = 'WAFA-BADGE-';
/** Characters of the secret, of 5 bits each, without I, L, O and U. */
export const badgeSecretLength = 26;
/** Bytes of SHA-256. */
export const badgeHashBytes = 32;

export const badgeTextSchema = z.string().regex(new RegExp(`^${badgePrefix}[0-9A-HJKMNP-TV-Z]{${badgeSecretLength}}$`));

/** A badge's text as scanners hand it over, some with spaces around it or in small letters. */
export function normalBadge(scanned: string): string {
  return scanned.trim().toUpperCase();
}

/** Is this a badge of staff, whoever's? */
export function isBadge(scanned: string): boolean {
  return badgeTextSchema.safeParse(normalBadge(scanned)).success;
}

/** What the list's hash is made of. The first line keeps it from standing for anything else. */
export function badgeMessage(scanned: string): string {
  return `wafa staff badge 1\n${normalBadge(scanned)}`;
}
