import { createHash, createPublicKey, verify } from 'node:crypto';
import {
  checkAnswer,
  nonceBytes,
  signatureLifeSeconds,
  signRequest,
  type RequestSignatureFacts,
  type Sign,
} from '../../src-shared/contract/http-signature.ts';
import { fromBase64Url } from '../../src-shared/encoding/base64.ts';
import { publicKeyDer } from '../../src-shared/encoding/ed25519-der.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { exchange, type GatewayLine, type OutgoingRequest, type RawAnswer } from './exchange.ts';
import type { GatewayFailure } from './failure.ts';

/** Who we are to the gateway, and how we know that it is the gateway. */
export interface SigningIdentity {
  readonly kioskCode: string;
  /** The gateway's raw Ed25519 public key, base64url. */
  readonly answerKey: string;
  /** Signs with the device key. */
  readonly sign: Sign;
}

/** Seconds by which our idea of the time may differ from the gateway's before we take over its own. */
const toleratedSkewSeconds = 30;

/**
 * Sends signed requests and believes only signed answers. It learns the gateway's time from them, so that a kiosk
 * whose clock is wrong still gets through; nobody else can teach it a time.
 */
export class SignedExchange {
  readonly #line: GatewayLine;
  readonly #identity: SigningIdentity;
  readonly #isGateways: (bytes: Uint8Array, signature: Uint8Array) => boolean;
  #offsetSeconds = 0;
  #proved = false;
  #sequence: number;

  /** @throws when the identity's answer key is none: identities are checked when they are read */
  constructor(line: GatewayLine, identity: SigningIdentity) {
    this.#line = line;
    this.#identity = identity;
    this.#isGateways = verifierOf(identity.answerKey);
    // Rises over restarts too, without a file, as long as the clock does not go back.
    this.#sequence = line.clock.wallMs();
  }

  /** The gateway's time as its last signed answer proved it, to some seconds; null before the first. */
  provedMs(): number | null {
    return this.#proved ? this.#line.clock.wallMs() + this.#offsetSeconds * 1000 : null;
  }

  /** One signed request; sent a second time only when its refusal has just told us what time it is. */
  async send(request: Omit<OutgoingRequest, 'headers'>): Promise<Result<RawAnswer, GatewayFailure>> {
    const first = await this.#sendOnce(request);
    const corrected = first.ok && this.#learnTime(first.value.signedAt);
    if (!corrected || first.value.answer.status !== 401) return first.ok ? ok(first.value.answer) : first;
    const second = await this.#sendOnce(request);
    return second.ok ? ok(second.value.answer) : second;
  }

  async #sendOnce(
    request: Omit<OutgoingRequest, 'headers'>,
  ): Promise<Result<{ answer: RawAnswer; signedAt: number }, GatewayFailure>> {
    const facts = this.#facts();
    const parts = { method: request.method, target: request.target, body: request.body ?? new Uint8Array() };
    const headers = signRequest(parts, facts, { sha256, sign: this.#identity.sign });
    const answer = await exchange(this.#line, { ...request, headers: { ...headers } });
    if (!answer.ok) return answer;
    const read = (name: string): string | null => answer.value.headers.get(name);
    const checked = checkAnswer(answer.value, read, facts.nonce, { sha256, verify: this.#isGateways });
    if (!checked.ok) return err({ kind: 'bad_answer', reason: checked.error });
    return ok({ answer: answer.value, signedAt: checked.value.created });
  }

  #facts(): RequestSignatureFacts {
    const created = Math.max(0, this.#ourSeconds() + this.#offsetSeconds);
    const nonce = Buffer.from(this.#line.rng.bytes(nonceBytes)).toString('hex');
    this.#sequence += 1;
    return {
      created,
      expires: created + signatureLifeSeconds,
      nonce,
      keyId: this.#identity.kioskCode,
      sequence: this.#sequence,
    };
  }

  /** True when the gateway's time differs so much that ours is corrected from now on. */
  #learnTime(signedAt: number): boolean {
    this.#proved = true;
    const offset = signedAt - this.#ourSeconds();
    if (Math.abs(offset - this.#offsetSeconds) <= toleratedSkewSeconds) return false;
    this.#offsetSeconds = offset;
    return true;
  }

  #ourSeconds(): number {
    return Math.floor(this.#line.clock.wallMs() / 1000);
  }
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function verifierOf(answerKey: string): (bytes: Uint8Array, signature: Uint8Array) => boolean {
  const raw = fromBase64Url(answerKey);
  if (!raw.ok) throw new Error('the answer key is not base64url');
  const key = createPublicKey({ key: Buffer.from(publicKeyDer(raw.value)), format: 'der', type: 'spki' });
  return (bytes, signature) => verify(null, bytes, key, signature);
}
