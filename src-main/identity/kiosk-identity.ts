import { createHash } from 'node:crypto';
import { z } from 'zod';
import { enrolReplySchema, type EnrolReply } from '../../src-shared/contract/gateway-http.ts';
import type { LocalText } from '../../src-shared/domain/language.ts';
import { fromBase64Url } from '../../src-shared/encoding/base64.ts';
import { ed25519KeyBytes } from '../../src-shared/encoding/ed25519-der.ts';
import type { Rng } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { GatewayFailure } from '../gateway/failure.ts';
import type { OpenGateway } from '../gateway/gateway-client.ts';
import { createDeviceKey, loadOrCreateDeviceKey, type DeviceKey } from './device-key.ts';
import type { PrivateFile } from './private-file.ts';
import { readJson } from './read-json.ts';

/** Who this kiosk is, as verbs: the device key is not handed around. */
export interface KioskIdentity {
  readonly kioskCode: string;
  readonly site: LocalText;
  /** Raw Ed25519 public keys, base64url. */
  readonly answerKey: string;
  readonly receiptKey: string;
  /** Our own public key, raw Ed25519, base64url. */
  readonly deviceKey: string;
  /** Signs with the device key. */
  readonly sign: (bytes: Uint8Array) => Uint8Array;
  /** Opens a letter sealed for the device key. */
  readonly unseal: DeviceKey['unseal'];
}

/** Why the kiosk is nobody yet. */
export type IdentityProblem =
  /** There is no identity and no code to get one with. */
  | { readonly kind: 'not_enrolled' }
  /** The key or the identity on disk cannot be read; a new code puts it right. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'not_accepted'; readonly failure: GatewayFailure };

export interface IdentityPorts {
  readonly keyFile: PrivateFile;
  readonly identityFile: PrivateFile;
  readonly gateway: Pick<OpenGateway, 'enrol'>;
  readonly rng: Rng;
  /** One-time code from the settings; it may stay there after it was used. */
  readonly enrolCode: string | null;
}

const identityFileSchema = z.strictObject({
  v: z.literal(1),
  /** Public half of the key this identity was given to. */
  deviceKey: z.string(),
  /** SHA-256 of the code that brought it, hex: the same code in the settings is not used again. */
  enrolledWith: z.string().regex(/^[0-9a-f]{64}$/),
  /** An older file has peppers here as well, which the schema drops. */
  granted: enrolReplySchema,
});
type IdentityFile = z.infer<typeof identityFileSchema>;

/**
 * The identity on disk, or a new one in exchange for a code that has not been used here yet. When that exchange
 * fails, the identity the kiosk had goes on counting.
 */
export async function becomeIdentified(ports: IdentityPorts): Promise<Result<KioskIdentity, IdentityProblem>> {
  const key = await loadOrCreateDeviceKey(ports.keyFile, ports.rng);
  const kept = await readIdentity(ports.identityFile);
  const current =
    key.ok && kept !== null && kept.deviceKey === key.value.publicKey ? identity(key.value, kept.granted) : null;
  const usedCode = kept !== null && ports.enrolCode !== null && kept.enrolledWith === hashOf(ports.enrolCode);
  if (ports.enrolCode === null || (current !== null && usedCode)) {
    if (current !== null) return ok(current);
    const nothingThere = key.ok && (await ports.identityFile.read()) === null;
    return err({ kind: nothingThere ? 'not_enrolled' : 'damaged' });
  }
  const deviceKey = key.ok ? key.value : await createDeviceKey(ports.keyFile, ports.rng);
  const enrolled = await enrol(deviceKey, ports.enrolCode, ports);
  return !enrolled.ok && current !== null ? ok(current) : enrolled;
}

async function enrol(
  key: DeviceKey,
  code: string,
  ports: IdentityPorts,
): Promise<Result<KioskIdentity, IdentityProblem>> {
  const granted = await ports.gateway.enrol(code, key.publicKey);
  if (!granted.ok) return err({ kind: 'not_accepted', failure: granted.error });
  if (!areKeys(granted.value))
    return err({ kind: 'not_accepted', failure: { kind: 'bad_answer', reason: 'wrong_shape' } });
  const file: IdentityFile = { v: 1, deviceKey: key.publicKey, enrolledWith: hashOf(code), granted: granted.value };
  await ports.identityFile.replace(JSON.stringify(file));
  return ok(identity(key, granted.value));
}

async function readIdentity(file: PrivateFile): Promise<IdentityFile | null> {
  const text = await file.read();
  const kept = text === null ? null : readJson(text, identityFileSchema);
  return kept !== null && areKeys(kept.granted) ? kept : null;
}

function identity(key: DeviceKey, granted: EnrolReply): KioskIdentity {
  const { kioskCode, site, answerKey, receiptKey } = granted;
  return { kioskCode, site, answerKey, receiptKey, deviceKey: key.publicKey, sign: key.sign, unseal: key.unseal };
}

/** 43 characters of base64url can carry two bits too many. */
function areKeys({ answerKey, receiptKey }: EnrolReply): boolean {
  return [answerKey, receiptKey].every((text) => bytesOf(text)?.length === ed25519KeyBytes);
}

function bytesOf(text: string): Uint8Array | null {
  const bytes = fromBase64Url(text);
  return bytes.ok ? bytes.value : null;
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
