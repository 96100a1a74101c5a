import { createHash, scrypt } from 'node:crypto';
import { z } from 'zod';
import { enrolReplySchema, type EnrolReply } from '../../src-shared/contract/gateway-http.ts';
import {
  comparisonBytes,
  comparisonCost,
  comparisonMessage,
  wordsOf,
} from '../../src-shared/domain/comparison-words.ts';
import { normalEnrolCode } from '../../src-shared/domain/enrol-code.ts';
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
  | { readonly kind: 'not_accepted'; readonly failure: GatewayFailure }
  /** Enrolled at the screen, and the words were not compared yet. */
  | { readonly kind: 'unconfirmed'; readonly granted: UnconfirmedIdentity };

/** An identity that counts only after people have compared the words with the office's. */
export interface UnconfirmedIdentity {
  readonly identity: KioskIdentity;
  readonly words: readonly LocalText[];
}

/** Why an enrolment at the screen came to nothing. `disk`: what the gateway gave could not be kept. */
export type EnrolFailure = GatewayFailure | { readonly kind: 'disk' };

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
  /** It came at the screen and does not count yet: the words were not compared. */
  unconfirmed: z.literal(true).optional(),
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
    key.ok && kept !== null && kept.deviceKey === key.value.publicKey ? await held(key.value, kept) : null;
  const { enrolCode } = ports;
  if (enrolCode === null || (current !== null && kept !== null && cameWith(kept, enrolCode))) {
    if (current !== null) return current;
    const nothingThere = key.ok && !(await ports.identityFile.read());
    return err({ kind: nothingThere ? 'not_enrolled' : 'damaged' });
  }
  const deviceKey = key.ok ? key.value : await createDeviceKey(ports.keyFile, ports.rng);
  const granted = await exchange(deviceKey, enrolCode, ports);
  if (!granted.ok) return current?.ok ? current : err({ kind: 'not_accepted', failure: granted.error });
  await ports.identityFile.replace(JSON.stringify(granted.value));
  return ok(identity(deviceKey, granted.value.granted));
}

/**
 * Exchanges a code that was typed at the screen. The key is on the disk before the gateway hears of it, so that the
 * same code brings the same answer again to a kiosk that lost it.
 */
export async function enrolAtScreen(
  ports: Omit<IdentityPorts, 'enrolCode'>,
  code: string,
): Promise<Result<UnconfirmedIdentity, EnrolFailure>> {
  try {
    const kept = await loadOrCreateDeviceKey(ports.keyFile, ports.rng);
    const key = kept.ok ? kept.value : await createDeviceKey(ports.keyFile, ports.rng);
    const granted = await exchange(key, code, ports);
    if (!granted.ok) return granted;
    const file = { ...granted.value, unconfirmed: true } as const;
    await ports.identityFile.replace(JSON.stringify(file));
    return ok(await unconfirmed(key, file));
  } catch {
    return err({ kind: 'disk' });
  }
}

/** The words were the same, so the identity counts; or they were not, and nothing of it is kept. False: the disk refused. */
export async function settleEnrolment(file: PrivateFile, same: boolean): Promise<boolean> {
  try {
    const kept = same ? await readIdentity(file) : null;
    if (same && !kept) return false;
    // A mark that is undefined is left out of the text.
    await file.replace(kept ? JSON.stringify({ ...kept, unconfirmed: undefined }) : '');
    return true;
  } catch {
    return false;
  }
}

async function exchange(
  key: DeviceKey,
  code: string,
  { gateway }: Pick<IdentityPorts, 'gateway'>,
): Promise<Result<IdentityFile, GatewayFailure>> {
  const granted = await gateway.enrol(code, key.publicKey);
  if (!granted.ok) return granted;
  if (!areKeys(granted.value)) return err({ kind: 'bad_answer', reason: 'wrong_shape' });
  return ok({ v: 1, deviceKey: key.publicKey, enrolledWith: hashOf(normalEnrolCode(code)), granted: granted.value });
}

async function held(key: DeviceKey, kept: IdentityFile): Promise<Result<KioskIdentity, IdentityProblem>> {
  return kept.unconfirmed
    ? err({ kind: 'unconfirmed', granted: await unconfirmed(key, kept) })
    : ok(identity(key, kept.granted));
}

async function unconfirmed(key: DeviceKey, { enrolledWith, granted }: IdentityFile): Promise<UnconfirmedIdentity> {
  const message = comparisonMessage({ ...granted, deviceKey: key.publicKey });
  const salt = Buffer.from(enrolledWith, 'hex');
  const bytes = await new Promise<Uint8Array>((resolve, reject) => {
    scrypt(message, salt, comparisonBytes, comparisonCost, (failure, made) =>
      failure ? reject(failure) : resolve(made),
    );
  });
  return { identity: identity(key, granted), words: wordsOf(bytes) };
}

/** An older file has the hash of the code as it was written in the settings. */
function cameWith({ enrolledWith }: IdentityFile, code: string): boolean {
  return [normalEnrolCode(code), code].some((spelling) => hashOf(spelling) === enrolledWith);
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
