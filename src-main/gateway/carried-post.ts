import { createHash } from 'node:crypto';
import {
  carriedTarget,
  mayBeCarried,
  mostRequests,
  requestText,
  type CarriedAnswer,
  type CarriedRequest,
} from '../../src-shared/contract/stick-bundle.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { OutgoingRequest, RawAnswer } from './exchange.ts';
import type { GatewayFailure } from './failure.ts';

/** A request that waits, not signed yet. */
export type WaitingRequest = Omit<CarriedRequest, 'headers'>;

type Unsigned = Pick<OutgoingRequest, 'method' | 'target' | 'body'>;
type Answer = Result<RawAnswer, GatewayFailure>;

const notNow: Result<never, GatewayFailure> = err({ kind: 'network_down' });

/**
 * Where requests go that may travel by stick. Whoever sends them knows nothing of it: while they are collected for a
 * stick they find the network down, and an answer that came on one is the answer to the next try.
 */
export class CarriedPost {
  /** Null while nothing is collected. */
  #collected: Map<string, WaitingRequest> | null = null;
  /** Ends the waiting for each request that is under way: whoever sent it tries again. */
  readonly #underWay = new Set<() => void>();
  readonly #answers = new Map<string, CarriedAnswer>();

  /** Everything that `ask` makes somebody send, unsent; also what was under way when it began. */
  async collect(ask: () => Promise<void>): Promise<readonly WaitingRequest[]> {
    const collected = new Map<string, WaitingRequest>();
    this.#collected = collected;
    for (const interrupt of this.#underWay) interrupt();
    try {
      await ask();
    } finally {
      this.#collected = null;
    }
    return [...collected.values()].slice(0, mostRequests);
  }

  /**
   * Gives answers that came on a stick, proved to be the gateway's, to what `ask` makes somebody send: each once, and
   * none later, when it may be out of date. @returns how many were asked for
   */
  async settle(answers: readonly CarriedAnswer[], ask: () => Promise<void>): Promise<number> {
    for (const answer of answers) this.#answers.set(answer.to, answer);
    const all = this.#answers.size;
    for (const interrupt of this.#underWay) interrupt();
    try {
      await ask();
      return all - this.#answers.size;
    } finally {
      this.#answers.clear();
    }
  }

  /** Sends, unless the request is wanted for a stick or was answered by one. */
  async through(request: Unsigned, send: () => Promise<Answer>): Promise<Answer> {
    if (!mayBeCarried(request.method, request.target)) return send();
    const sent = this.#instead(request) ?? (await this.#unlessInterrupted(send));
    // Whether it arrived all the same does not matter: each such request is answered the same way twice.
    return sent ?? this.#instead(request) ?? notNow;
  }

  /** Null: it is for the line. */
  #instead(request: Unsigned): Answer | null {
    return this.#collected ? this.#hold(request, this.#collected) : this.#answerTo(request);
  }

  #hold(request: Unsigned, collected: Map<string, WaitingRequest>): Answer {
    const waiting = waitingRequest(request);
    collected.set(keyOf(waiting), waiting);
    return notNow;
  }

  #answerTo(request: Unsigned): Answer | null {
    const key = keyOf(waitingRequest(request));
    const answer = this.#answers.get(key);
    if (!answer) return null;
    this.#answers.delete(key);
    return ok({ status: answer.status, headers: new Headers(), body: new TextEncoder().encode(answer.body) });
  }

  /** Null when the stick wants something of it first. */
  #unlessInterrupted(send: () => Promise<Answer>): Promise<Answer | null> {
    return new Promise((resolve, reject) => {
      const interrupt = (): void => resolve(null);
      this.#underWay.add(interrupt);
      send()
        .then(resolve, reject)
        .finally(() => this.#underWay.delete(interrupt));
    });
  }
}

function waitingRequest({ method, target, body }: Unsigned): WaitingRequest {
  return { method, target: carriedTarget(target), body: body && new TextDecoder().decode(body) };
}

function keyOf(request: WaitingRequest): string {
  return createHash('sha256').update(requestText(request)).digest('hex');
}
