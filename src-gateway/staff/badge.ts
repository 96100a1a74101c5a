import { createHash } from 'node:crypto';
import { enrolCodeAlphabet } from '../../src-shared/domain/enrol-code.ts';
import { toBase64Url } from '../../src-shared/encoding/base64.ts';
import type { Rng } from '../../src-shared/ports.ts';
import { badgeMessage, badgePrefix, badgeSecretLength } from '../../src-shared/staff/badge.ts';
import type { StaffMember } from '../../src-shared/staff/directory.ts';

/** The text of a new badge; it is kept nowhere. */
export function freshBadge(rng: Rng): string {
  const secret = Array.from(rng.bytes(badgeSecretLength), (byte) => enrolCodeAlphabet.charAt(byte & 31));
  return badgePrefix + secret.join('');
}

/** What the list of staff has of a badge. */
export function hashBadge(text: string): NonNullable<StaffMember['badge']> {
  return { hash: toBase64Url(createHash('sha256').update(badgeMessage(text)).digest()) };
}
