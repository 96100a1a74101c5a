import { createHmac, createPrivateKey, createPublicKey, hkdfSync, sign, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { encodeReceiptProof } from '../../src-shared/domain/receipt-proof.ts';
import type { ReceiptStatement } from '../../src-shared/domain/receipt.ts';
import { fromBase64Url, toBase64Url } from '../../src-shared/encoding/base64.ts';
import { ed25519KeyBytes, privateKeyDer, rawPublicKey } from '../../src-shared/encoding/ed25519-der.ts';
import { unseal } from '../../src-shared/encoding/sealed-box.ts';
import type { Rng } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';

const secretSchema = z
  .string()
  .refine((text) => decoded(text)?.length === ed25519KeyBytes, 'a secret is 32 bytes in base64url');

/** What the key file holds: four independent secrets of 32 bytes. */
const keyFileSchema = z.strictObject({
  v: z.literal(1),
  /** Ed25519 seed: signs answers to kiosks. */
  answer: secretSchema,
  /** Ed25519 seed: signs receipts. Its public half is known for years, so it outlives the answer key. */
  receipt: secretSchema,
  feedIndex: secretSchema,
  feedRow: secretSchema,
});

/** Where the keys are kept. */
export interface KeyFile {
  /** The file's text; null when there is none. */
  read(): Promise<Result<string | null, { readonly problem: string }>>;
  /** Writes it once, readable by the owner only and durable; when somebody else was faster, theirs stays. */
  createOnce(text: string): Promise<void>;
}

/** The gateway's own secrets, as verbs; the private halves stay in here. */
export interface GatewayKeys {
  /** Raw public keys, base64url, as kiosks get them at enrolment. */
  readonly answerPublicKey: string;
  readonly receiptPublicKey: string;
  /** 64-byte Ed25519 signature with the answer key. */
  signAnswer(bytes: Uint8Array): Uint8Array;
  /** A letter sealed for the answer key and this purpose; null when it is none. */
  unseal(sealed: Uint8Array<ArrayBuffer>, purpose: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** `WAFA1.<base64url canonical statement>.<base64url signature>` */
  signReceipt(statement: ReceiptStatement): string;
  /** The two peppers of one epoch of the feed, 32 bytes each. */
  feedEpoch(epoch: number): { readonly indexKey: Uint8Array; readonly rowKey: Uint8Array };
  /** For what the feed's builder notes down for itself; no kiosk has this key. 64 bytes. */
  readonly feedNoteMac: (text: string, bytes?: Uint8Array) => Uint8Array;
  /** Seals proofs that only this gateway reads. */
  readonly grantMac: (text: string) => Uint8Array;
}

/**
 * The keys in the file, which is made on the first start.
 * A file that cannot be read as keys is an error and never replaced: kiosks and receipts depend on the old ones.
 */
export async function loadOrCreateGatewayKeys(
  file: KeyFile,
  rng: Rng,
): Promise<Result<GatewayKeys, { readonly problem: string }>> {
  const first = await file.read();
  if (!first.ok) return first;
  if (first.value === null) await file.createOnce(freshKeyFile(rng));
  const text = first.value === null ? await file.read() : first;
  if (!text.ok) return text;
  return readKeys(text.value ?? '');
}

function freshKeyFile(rng: Rng): string {
  const secret = () => toBase64Url(rng.bytes(ed25519KeyBytes));
  return JSON.stringify({ v: 1, answer: secret(), receipt: secret(), feedIndex: secret(), feedRow: secret() });
}

function readKeys(text: string): Result<GatewayKeys, { readonly problem: string }> {
  const kept = keyFileSchema.safeParse(parsed(text));
  if (!kept.success)
    return err({
      problem: 'the gateway key file is damaged: put back its copy, a new one would invalidate every kiosk',
    });
  const answer = privateKey(kept.data.answer);
  const receipt = privateKey(kept.data.receipt);
  return ok({
    answerPublicKey: publicHalf(answer),
    receiptPublicKey: publicHalf(receipt),
    signAnswer: (bytes) => sign(null, bytes, answer),
    unseal: (sealed, purpose) => {
      const reader = { seed: secretBytes(kept.data.answer), publicKey: secretBytes(publicHalf(answer)) };
      return unseal(reader, sealed, { subtle: crypto.subtle, purpose });
    },
    signReceipt: (statement) => encodeReceiptProof(statement, (bytes) => sign(null, bytes, receipt)),
    feedEpoch: (epoch) => ({
      indexKey: derivedKey(kept.data.feedIndex, `wafa feed ${epoch}`),
      rowKey: derivedKey(kept.data.feedRow, `wafa feed ${epoch}`),
    }),
    feedNoteMac: noteMac(derivedKey(kept.data.feedIndex, 'wafa feed notes')),
    grantMac: macWith(derivedKey(kept.data.answer, 'wafa grant')),
  });
}

function privateKey(seed: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(privateKeyDer(secretBytes(seed))), format: 'der', type: 'pkcs8' });
}

function publicHalf(key: KeyObject): string {
  return toBase64Url(rawPublicKey(createPublicKey(key).export({ format: 'der', type: 'spki' })));
}

function macWith(key: Uint8Array): (text: string) => Uint8Array {
  return (text) => createHmac('sha256', key).update(text).digest();
}

function noteMac(key: Uint8Array): GatewayKeys['feedNoteMac'] {
  return (text, bytes = new Uint8Array()) => createHmac('sha512', key).update(`${text}\n`).update(bytes).digest();
}

/** A key of its own, drawn from a secret that never leaves the gateway: the file need not be made anew for it. */
function derivedKey(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secretBytes(secret), '', purpose, ed25519KeyBytes));
}

function secretBytes(text: string): Uint8Array {
  const bytes = decoded(text);
  if (bytes === null) throw new Error('a checked secret is base64url');
  return bytes;
}

function decoded(text: string): Uint8Array | null {
  const bytes = fromBase64Url(text);
  return bytes.ok ? bytes.value : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
