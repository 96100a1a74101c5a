import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { toBase64Url } from '../../src-shared/encoding/base64.ts';
import { directoryMessage, type SignedStaffDirectory, type StaffMember } from '../../src-shared/staff/directory.ts';
import { badgeMessage } from '../../src-shared/staff/badge.ts';
import type { PrivateFile } from '../identity/private-file.ts';
import { ok } from '../../src-shared/result.ts';
import type { PinHash } from './sign-in.ts';
import type { StaffEnrolment } from './staff-desk.ts';

/** A file in memory that a test can make refuse. */
export class MemoryFile implements PrivateFile {
  text: string | null = null;
  refuses = false;

  async read(): Promise<string | null> {
    return this.text;
  }

  async replace(text: string): Promise<void> {
    if (this.refuses) throw new Error('no space');
    this.text = text;
  }
}

/** A gateway's key for one test. */
export function gatewayKey(): { answerKey: string; sign: (bytes: Uint8Array) => Uint8Array } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const der = publicKey.export({ format: 'der', type: 'spki' });
  return { answerKey: toBase64Url(der.subarray(-32)), sign: (bytes) => sign(null, bytes, privateKey) };
}

/** The hash of a PIN as these tests have it: quick, and another one for every salt. */
export const quickHash: PinHash = async (pin, salt) => {
  const bytes = new Uint8Array(32);
  bytes.set(new TextEncoder().encode(`${pin} ${salt[0]}`).subarray(0, 32));
  return bytes;
};

/** Somebody of the staff, whose PIN the quick hash knows. */
export async function person(id: string, role: StaffMember['role'], pin: string, badge?: string): Promise<StaffMember> {
  const salt = new Uint8Array(16).fill(id.charCodeAt(0));
  const hash = await quickHash(pin, salt);
  const shown = badge === undefined ? null : createHash('sha256').update(badgeMessage(badge)).digest();
  return {
    ...{ id, name: `Demo ${role}`, role, pin: { salt: toBase64Url(salt), hash: toBase64Url(hash) } },
    ...(shown && { badge: { hash: toBase64Url(shown) } }),
  };
}

/** A directory signed by this key. Times are ISO 8601. */
export function signedList(
  key: ReturnType<typeof gatewayKey>,
  staff: readonly StaffMember[],
  about: { version?: number; issuedAt?: string; notAfter?: string } = {},
): SignedStaffDirectory {
  const directory = {
    v: 1 as const,
    version: about.version ?? 1,
    issuedAt: about.issuedAt ?? '2026-11-22T09:00:00+03:00',
    notAfter: about.notAfter ?? '2026-12-22T09:00:00+03:00',
    staff: [...staff],
  };
  return { directory, signature: toBase64Url(key.sign(directoryMessage(directory))) };
}

/** Of a kiosk that is somebody. */
export const nothingToEnrol: StaffEnrolment = {
  view: () => null,
  enrol: async () => ok(null),
  compare: async () => ok(null),
  forget: () => undefined,
};
