import { createHash, createPublicKey, verify } from 'node:crypto';
import {
  fittingLetter,
  indexMessage,
  letterFile,
  letterPurpose,
  mayBeCarried,
  requestText,
  upLetterSchema,
  type CarriedAnswer,
  type CarriedRequest,
  type StickRequest,
} from '../../src-shared/contract/stick-bundle.ts';
import { fromBase64, fromBase64Url } from '../../src-shared/encoding/base64.ts';
import { publicKeyDer } from '../../src-shared/encoding/ed25519-der.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';
import type { EnrolledKiosk } from '../kiosks/kiosk-store.ts';

/** What an ordinary route answered. */
export interface RouteAnswer {
  readonly status: number;
  readonly body: string;
}

export interface UpDeps {
  readonly keys: Pick<GatewayKeys, 'unseal'>;
  /** Hands a signed request to the route it is for, as if it had come over the line. */
  readonly replay: (request: CarriedRequest) => Promise<RouteAnswer>;
}

type UpBundle = StickRequest['up'][number];

/** Why a bundle was not taken; of a refused one nothing is done. */
export type UpRefusal = 'other_kiosk' | 'forged' | 'damaged' | 'not_for_us';

/** Answers of everything that came from one kiosk, the oldest bundle first. The same bundle again brings the same. */
export async function takeUp(
  kiosk: EnrolledKiosk,
  bundles: readonly UpBundle[],
  deps: UpDeps,
): Promise<Result<CarriedAnswer[], UpRefusal>> {
  const requests: CarriedRequest[] = [];
  for (const bundle of bundles.toSorted((one, other) => one.index.index.serial - other.index.index.serial)) {
    const read = await readUp(kiosk, bundle, deps.keys);
    if (!read.ok) return read;
    requests.push(...read.value);
  }
  const answers = new Map<string, CarriedAnswer>();
  for (const request of requests) {
    const { status, body } = await deps.replay(request);
    const to = sha256(requestText(request));
    if (isFinal(status)) answers.set(to, { to, status, body });
  }
  return ok(fittingLetter([...answers.values()]));
}

/** What can be asked again with another answer is no answer: a fault of ours, a full minute, a kiosk we do not know. */
function isFinal(status: number): boolean {
  return (status >= 200 && status < 300) || [400, 404, 409, 422].includes(status);
}

async function readUp(
  kiosk: EnrolledKiosk,
  { index: { index, signature }, letter }: UpBundle,
  keys: UpDeps['keys'],
): Promise<Result<CarriedRequest[], UpRefusal>> {
  if (index.kioskCode !== kiosk.code) return err('other_kiosk');
  if (!isBy(kiosk.deviceKey, indexMessage(index), signature)) return err('forged');
  const bytes = fromBase64(letter);
  const listed = index.files.find(({ name }) => name === letterFile);
  if (!bytes.ok || sha256(bytes.value) !== listed?.sha256) return err('damaged');
  const opened = await keys.unseal(bytes.value, letterPurpose.up);
  const read = upLetterSchema.safeParse(opened && parsed(opened));
  if (!read.success) return err('not_for_us');
  const { requests } = read.data;
  return requests.every(({ method, target }) => mayBeCarried(method, target)) ? ok(requests) : err('not_for_us');
}

function isBy(key: string, message: Uint8Array, signature: string): boolean {
  const [raw, bytes] = [fromBase64Url(key), fromBase64Url(signature)];
  if (!raw.ok || !bytes.ok) return false;
  const der = Buffer.from(publicKeyDer(raw.value));
  return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), bytes.value);
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
