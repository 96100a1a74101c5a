import { err, ok } from '../../src-shared/result.ts';
import type { EnrolledKiosk, KioskStore, PendingCode } from './kiosk-store.ts';

/** For tests: forgets everything with the process. */
export function memoryKioskStore(): KioskStore {
  const kiosks = new Map<string, EnrolledKiosk>();
  const codes = new Map<string, PendingCode>();
  const nonces = new Map<string, number>();
  return {
    find: async (code) => kiosks.get(code) ?? null,
    addCode: async (code) => void codes.set(code.hash, code),
    redeem: async (codeHash, deviceKey, nowMs) => {
      const pending = codes.get(codeHash);
      if (pending === undefined || pending.expiresAtMs <= nowMs) return err('code_not_valid');
      codes.delete(codeHash);
      const kiosk = { code: pending.kioskCode, site: pending.site, deviceKey, revoked: false };
      kiosks.set(kiosk.code, kiosk);
      return ok(kiosk);
    },
    revoke: async (code) => {
      const kiosk = kiosks.get(code);
      if (kiosk !== undefined) kiosks.set(code, { ...kiosk, revoked: true });
    },
    rememberNonce: async (kioskCode, nonce, nowMs) => {
      const name = `${kioskCode} ${nonce}`;
      if (nonces.has(name)) return false;
      nonces.set(name, nowMs);
      return true;
    },
    forgetNoncesBefore: async (ms) => {
      for (const [name, seenMs] of nonces) if (seenMs < ms) nonces.delete(name);
    },
  };
}
