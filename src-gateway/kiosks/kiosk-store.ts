import type { LocalText } from '../../src-shared/domain/language.ts';
import type { Result } from '../../src-shared/result.ts';

/** A kiosk as the gateway knows it. */
export interface EnrolledKiosk {
  /** 2 to 8 capitals and digits. */
  readonly code: string;
  readonly site: LocalText;
  /** Raw 32-byte Ed25519 public key, base64url. */
  readonly deviceKey: string;
  readonly revoked: boolean;
}

/** A one-time code that is waiting to be used; only its hash is kept. */
export interface PendingCode {
  /** SHA-256 of the normalised code, hex. */
  readonly hash: string;
  readonly kioskCode: string;
  readonly site: LocalText;
  /** Milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/** `kiosk_code_used`: receipts were given under the kiosk code, and another journal would give their numbers again. */
export type RedeemProblem = 'code_not_valid' | 'kiosk_code_used';

/** Where kiosks, their one-time codes and their used nonces are kept. */
export interface KioskStore {
  /** The kiosk with this code, revoked or not. */
  find(code: string): Promise<EnrolledKiosk | null>;
  addCode(code: PendingCode): Promise<void>;
  /** Has a receipt been given under this kiosk code? Then it names one machine's journal for ever. */
  hasReceipts(code: string): Promise<boolean>;
  /**
   * Uses up a code and puts the device key in the place of any earlier one of that kiosk, as one act: of two keys
   * with the same code one gets the kiosk. Enrolling again also undoes a revocation, because only an operator hands
   * out codes. The key that used the code gets the same answer again, without a change, as long as it is the kiosk's.
   */
  redeem(codeHash: string, deviceKey: string, nowMs: number): Promise<Result<EnrolledKiosk, RedeemProblem>>;
  /** Hash of the one-time code that brought the key this kiosk has now. */
  enrolledWith(code: string): Promise<string | null>;
  /** Refuses this kiosk from now on. */
  revoke(code: string): Promise<void>;
  /** Codes of all kiosks that are refused. */
  revokedCodes(): Promise<readonly string[]>;
  /** False when this kiosk has used the nonce before. */
  rememberNonce(kioskCode: string, nonce: string, nowMs: number): Promise<boolean>;
  forgetNoncesBefore(ms: number): Promise<void>;
}
