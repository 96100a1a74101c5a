import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { GatewayProblem } from '../../src-shared/contract/gateway-http.ts';
import {
  isGenuineRequest,
  signatureLifeSeconds,
  type PresentedSignature,
  type RequestParts,
} from '../../src-shared/contract/http-signature.ts';
import { fromBase64Url } from '../../src-shared/encoding/base64.ts';
import { publicKeyDer } from '../../src-shared/encoding/ed25519-der.ts';
import type { Clock } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { KioskStore } from './kiosk-store.ts';

/** Who sent a request. A revoked kiosk is known, and may do next to nothing. */
export interface Sender {
  readonly kioskCode: string;
  readonly revoked: boolean;
}

/** How wrong a kiosk's clock may be, seconds. */
export const allowedSkewSeconds = 300;

/**
 * Who sent this request, if it is genuine and new. The order matters: the key, the signature and the time come
 * before the nonce, else a stranger could use up nonces.
 * @param rules `timeMatters`: false on the routes of money, which are never refused for a wrong clock. There a
 *   request played back after its nonce was forgotten does no harm, because each is idempotent per payment.
 *   `revokedToo`: true where a revoked kiosk is heard as well. `carried`: it came on a stick, when nobody knows and
 *   maybe twice; only what is idempotent and bears any time is handed in like that.
 */
export async function checkRequest(
  parts: RequestParts,
  presented: PresentedSignature,
  rules: { readonly timeMatters: boolean; readonly revokedToo: boolean; readonly carried: boolean },
  deps: { readonly store: KioskStore; readonly clock: Clock },
): Promise<Result<Sender, GatewayProblem>> {
  const kiosk = await deps.store.find(presented.keyId);
  if (kiosk === null || (kiosk.revoked && !rules.revokedToo))
    return refused('unknown_kiosk', 'no kiosk with this code is enrolled');
  const key = publicKey(kiosk.deviceKey);
  const genuine = isGenuineRequest(parts, presented, {
    sha256,
    verify: (bytes, signature) => verify(null, bytes, key, signature),
  });
  if (!genuine) return refused('not_signed', 'the signature does not fit the request or the kiosk');
  const life = presented.expires - presented.created;
  if (life <= 0 || life > signatureLifeSeconds) return refused('not_signed', 'the signature lives too long');
  if (rules.timeMatters && !rules.carried && isOutOfTime(presented, deps.clock))
    return refused('not_signed', "the kiosk's clock is too wrong");
  const nowMs = deps.clock.wallMs();
  if (!rules.carried && !(await deps.store.rememberNonce(kiosk.code, presented.nonce, nowMs))) {
    return refused('not_signed', 'this request was sent before');
  }
  return ok({ kioskCode: kiosk.code, revoked: kiosk.revoked });
}

/** SHA-256 by Node. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function isOutOfTime(presented: PresentedSignature, clock: Clock): boolean {
  const now = clock.wallMs() / 1000;
  return now < presented.created - allowedSkewSeconds || now > presented.expires + allowedSkewSeconds;
}

function publicKey(deviceKey: string): KeyObject {
  const raw = fromBase64Url(deviceKey);
  if (!raw.ok) throw new Error('a stored device key is base64url');
  return createPublicKey({ key: Buffer.from(publicKeyDer(raw.value)), format: 'der', type: 'spki' });
}

function refused(error: 'not_signed' | 'unknown_kiosk', message: string): Result<never, GatewayProblem> {
  return err({ error, message });
}
