import {
  vaultReplyFrameSchema,
  vaultSchemas,
  type VaultReplyFrame,
  type VaultRequestFrame,
} from '../../src-shared/contract/vault-frames.ts';
import type { VaultReply, VaultRequest, VaultVerb } from '../../src-shared/contract/vault-rpc.ts';
import type { Timers } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { VaultCalls, VaultFailure } from './vault-calls.ts';
import type { VaultPort } from './vault-port.ts';

type Outcome = Result<unknown, VaultFailure>;

/** Longest time for an answer, milliseconds. A visitor waits for `lookUp`; the others go on in the background. */
const limits: Readonly<Record<VaultVerb, number>> = {
  status: 15_000,
  begin: 60_000,
  ingest: 60_000,
  activate: 60_000,
  addDelta: 60_000,
  use: 60_000,
  lookUp: 5_000,
  wipe: 60_000,
};

/** Calls over one port. A page that once did not answer in time is taken for dead. */
export class VaultClient implements VaultCalls {
  readonly #port: VaultPort;
  readonly #timers: Timers;
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  #lastId = 0;
  #gone = false;

  constructor(port: VaultPort, timers: Timers) {
    this.#port = port;
    this.#timers = timers;
    port.onMessage((message) => {
      this.#receive(message);
    });
    port.onGone(() => {
      this.#gone = true;
      for (const settle of [...this.#waiting.values()]) settle(err('gone'));
    });
  }

  async call<V extends VaultVerb>(verb: V, request: VaultRequest<V>): Promise<Result<VaultReply<V>, VaultFailure>> {
    const schemas = vaultSchemas(verb);
    // A request that does not fit is a bug of ours; it is refused on this side of the port already.
    const body = schemas.request.safeParse(request);
    if (!body.success) return err('bad_request');
    const outcome = await this.#send(verb, body.data);
    if (!outcome.ok) return outcome;
    const reply = schemas.reply.safeParse(outcome.value);
    return reply.success ? ok(reply.data) : err('bad_reply');
  }

  #send(verb: VaultVerb, body: unknown): Promise<Outcome> {
    if (this.#gone) return Promise.resolve(err('gone'));
    const frame: VaultRequestFrame = { id: (this.#lastId += 1), verb, body };
    return new Promise((resolve) => {
      const limit = this.#timers.after(limits[verb], () => {
        settle(err('no_answer'));
        this.#port.close();
      });
      const settle = (outcome: Outcome): void => {
        limit.cancel();
        this.#waiting.delete(frame.id);
        resolve(outcome);
      };
      this.#waiting.set(frame.id, settle);
      this.#port.post(frame);
    });
  }

  #receive(message: unknown): void {
    const frame = vaultReplyFrameSchema.safeParse(message);
    if (frame.success) this.#waiting.get(frame.data.id)?.(outcomeOf(frame.data));
  }
}

function outcomeOf(frame: VaultReplyFrame): Outcome {
  return frame.ok ? ok(frame.body) : err(frame.error);
}
