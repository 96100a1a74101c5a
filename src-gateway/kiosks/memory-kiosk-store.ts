import { err, ok } from '../../src-shared/result.ts';
import type { EnrolledKiosk, KioskStore, PendingCode } from './kiosk-store.ts';

/** For tests: forgets everything with the process. */
export function memoryKioskStore(): KioskStore {
  const kiosks = new Map<string, EnrolledKiosk>();
  const codes = new Map<string, PendingCode & { readonly usedBy?: string }>();
  const nonces = new Map<string, number>();
  return {
    find: async (code) => kiosks.get(code) ?? null,
    addCode: async (code) => void codes.set(code.hash, code),
    hasReceipts: async () => false,
    redeem: async (codeHash, deviceKey, nowMs) => {
      const code = codes.get(codeHash);
      if (code?.usedBy === deviceKey) {
        const known = kiosks.get(code.kioskCode);
        return known?.deviceKey === deviceKey && !known.revoked ? ok(known) : err('code_not_valid');
      }
      if (code === undefined || code.usedBy !== undefined || code.expiresAtMs <= nowMs) return err('code_not_valid');
      codes.set(codeHash, { ...code, usedBy: deviceKey });
      const kiosk = { code: code.kioskCode, site: code.site, deviceKey, revoked: false };
      kiosks.set(kiosk.code, kiosk);
      return ok(kiosk);
    },
    enrolledWith: async (code) => {
      const key = kiosks.get(code)?.deviceKey;
      return [...codes.values()].findLast((one) => one.kioskCode === code && one.usedBy === key)?.hash ?? null;
    },
    revoke: async (code) => {
      const kiosk = kiosks.get(code);
      if (kiosk !== undefined) kiosks.set(code, { ...kiosk, revoked: true });
    },
    revokedCodes: async () => [...kiosks.values()].filter(({ revoked }) => revoked).map(({ code }) => code),
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
