import { createHash } from 'node:crypto';
import { enrolReplySchema } from '../../src-shared/contract/gateway-http.ts';
import {
  enrolCodeAlphabet,
  enrolCodeBodyLength,
  groupedEnrolCode,
  normalEnrolCode,
  withCheck,
} from '../../src-shared/domain/enrol-code.ts';
import type { LocalText } from '../../src-shared/domain/language.ts';
import type { Clock, Rng } from '../../src-shared/ports.ts';
import type { KioskStore } from './kiosk-store.ts';

/** Minutes a code may lie about before it is used. */
export const enrolCodeMinutes = 15;

/** What to do about a kiosk code that names another journal already. */
export const newCodeAdvice = 'give this machine a new kiosk code';

/**
 * Makes a one-time code for a kiosk and keeps its hash.
 * @returns the code in groups, to be shown to the operator once
 * @throws when the kiosk's code is not 2 to 8 capitals and digits, or when receipts were given under it: whatever
 * machine is enrolled under it now would count from where its own journal stands, and give their numbers again
 */
export async function issueEnrolCode(
  deps: { readonly store: KioskStore; readonly rng: Rng; readonly clock: Clock },
  kiosk: { readonly kioskCode: string; readonly site: LocalText },
): Promise<string> {
  const kioskCode = enrolReplySchema.shape.kioskCode.parse(kiosk.kioskCode);
  if (await deps.store.hasReceipts(kioskCode)) throw new Error(`${kioskCode} has given receipts: ${newCodeAdvice}`);
  const body = Array.from(deps.rng.bytes(enrolCodeBodyLength), (byte) => enrolCodeAlphabet.charAt(byte & 31));
  const code = withCheck(body.join(''));
  const expiresAtMs = deps.clock.wallMs() + enrolCodeMinutes * 60_000;
  await deps.store.addCode({ hash: enrolCodeHash(code), kioskCode, site: kiosk.site, expiresAtMs });
  return groupedEnrolCode(code);
}

/** SHA-256, hex, of a code as typed. */
export function enrolCodeHash(typed: string): string {
  return createHash('sha256').update(normalEnrolCode(typed)).digest('hex');
}
