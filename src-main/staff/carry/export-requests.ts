import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  nonceBytes,
  signatureHeaders,
  signatureLifeSeconds,
  signRequest,
} from '../../../src-shared/contract/http-signature.ts';
import {
  bundleFolder,
  bundleIndexFile,
  carriedRequestSchema,
  fittingLetter,
  indexMessage,
  letterFile,
  letterPurpose,
  type CarriedRequest,
  type UpIndex,
} from '../../../src-shared/contract/stick-bundle.ts';
import { kuwaitIso } from '../../../src-shared/domain/time.ts';
import { fromBase64Url, toBase64Url } from '../../../src-shared/encoding/base64.ts';
import { seal } from '../../../src-shared/encoding/sealed-box.ts';
import type { Clock, Rng } from '../../../src-shared/ports.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { WaitingRequest } from '../../gateway/carried-post.ts';
import type { KioskIdentity } from '../../identity/kiosk-identity.ts';
import type { FeedFs } from '../../sync/feed-fs.ts';
import { problemOf, putFile, type StickProblem } from './put-file.ts';

export interface RequestPorts {
  readonly fs: FeedFs;
  readonly who: Pick<KioskIdentity, 'kioskCode' | 'answerKey' | 'sign'>;
  readonly clock: Clock;
  readonly rng: Rng;
}

/**
 * Writes what the kiosk owes its gateway onto a stick: each request signed, all of them in a letter only the gateway
 * opens, the signed index last. Nothing is settled by it; that takes an answer.
 * @returns the folder's name, and how many went into it
 */
export async function exportRequests(
  { fs, who, clock, rng }: RequestPorts,
  stick: string,
  waiting: readonly WaitingRequest[],
): Promise<Result<{ readonly folder: string; readonly requests: number }, StickProblem>> {
  const requests = fittingLetter(waiting).map((request, at) =>
    signed(request, clock.wallMs() + at, { who, clock, rng }),
  );
  const letter = await sealedFor(who.answerKey, { v: 1, requests });
  const index: UpIndex = {
    v: 1,
    kind: 'up',
    kioskCode: who.kioskCode,
    serial: clock.wallMs(),
    madeAt: kuwaitIso(clock.wallMs()),
    requests: requests.length,
    files: [{ name: letterFile, bytes: letter.length, sha256: sha256(letter).toString('hex') }],
  };
  const name = bundleFolder(index);
  const folder = join(stick, name);
  const made = await fs.makeDir(folder);
  if (!made.ok) return err(problemOf(made.error));
  const text = JSON.stringify({ index, signature: toBase64Url(who.sign(indexMessage(index))) });
  for (const [file, bytes] of [
    [letterFile, letter],
    [bundleIndexFile, new TextEncoder().encode(text)],
  ] as const) {
    const put = await putFile(fs, folder, file, bytes);
    if (!put.ok) return err(problemOf(put.error));
    // A cheap stick may say that it has written what it has not.
    const back = await fs.read(join(folder, file));
    if (!back.ok || !sha256(back.value).equals(sha256(bytes))) return err('stick_broken');
  }
  return ok({ folder: name, requests: requests.length });
}

function signed(
  request: WaitingRequest,
  sequence: number,
  { who, clock, rng }: Omit<RequestPorts, 'fs'>,
): CarriedRequest {
  const created = Math.max(0, Math.floor(clock.wallMs() / 1000));
  const nonce = Buffer.from(rng.bytes(nonceBytes)).toString('hex');
  const facts = { created, expires: created + signatureLifeSeconds, nonce, keyId: who.kioskCode, sequence };
  const { method, target, body } = request;
  const parts = { method, target, body: new TextEncoder().encode(body ?? '') };
  const headers = signRequest(parts, facts, { sha256, sign: who.sign });
  const names = Object.values(signatureHeaders);
  return carriedRequestSchema.parse({
    ...request,
    headers: Object.fromEntries(names.map((name) => [name, headers[name]])),
  });
}

function sealedFor(answerKey: string, letter: { v: 1; requests: CarriedRequest[] }): Promise<Uint8Array<ArrayBuffer>> {
  const gateway = fromBase64Url(answerKey);
  if (!gateway.ok) throw new Error('the answer key was checked at enrolment');
  const bytes = new TextEncoder().encode(JSON.stringify(letter));
  return seal(gateway.value, bytes, { subtle: crypto.subtle, purpose: letterPurpose.up });
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
