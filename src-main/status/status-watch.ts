import type { StatusReply } from '../../src-shared/contract/gateway-http.ts';
import { fils } from '../../src-shared/domain/money.ts';
import type { Rng, Timers } from '../../src-shared/ports.ts';
import type { Result } from '../../src-shared/result.ts';
import { randomPart } from '../platform/back-off.ts';

/** What the gateway last said of itself, or that it does not answer. */
export interface GatewayStatus {
  readonly online: boolean;
  readonly ministry: StatusReply['ministry'];
  /** Rails it takes money on now. */
  readonly rails: StatusReply['rails'];
  readonly paymentsOpen: boolean;
  readonly feedSeq: number;
  readonly maxItems: number;
  readonly maxAmountFils: StatusReply['maxAmountFils'];
  readonly serviceChargeFils: StatusReply['serviceChargeFils'];
  readonly demo: boolean;
  readonly fineTypes: StatusReply['fineTypes'];
  readonly notices: StatusReply['notices'];
  readonly offices: StatusReply['offices'];
}

/** Before the first answer: nothing is open. */
const silent: GatewayStatus = {
  online: false,
  ministry: 'down',
  rails: [],
  paymentsOpen: false,
  feedSeq: 0,
  maxItems: 1,
  maxAmountFils: fils(0),
  serviceChargeFils: fils(0),
  demo: false,
  fineTypes: [],
  notices: [],
  offices: [],
};

/** Pause between questions, ms; jitter spreads a fleet. */
const pauseMs = 3_000;

export interface StatusWatchPorts {
  readonly ask: () => Promise<Result<StatusReply, unknown>>;
  readonly timers: Timers;
  readonly rng: Rng;
  /** Called only when something changed. */
  readonly onChange: (status: GatewayStatus) => void;
}

/** Keeps asking the gateway how it is. One missed answer is enough to say "offline": a visitor must not wait in vain. */
export class StatusWatch {
  readonly #ports: StatusWatchPorts;
  #status = silent;
  #stopped = false;

  constructor(ports: StatusWatchPorts) {
    this.#ports = ports;
  }

  current(): GatewayStatus {
    return this.#status;
  }

  /** Resolves after the first answer or failure, then goes on by itself. */
  async start(): Promise<void> {
    await this.look();
    this.#later();
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Asks now. */
  async look(): Promise<void> {
    const reply = await this.#ports.ask();
    const next = reply.ok ? { ...reply.value, online: true } : { ...this.#status, online: false };
    const changed = JSON.stringify(shown(next)) !== JSON.stringify(shown(this.#status));
    this.#status = next;
    if (changed) this.#ports.onChange(next);
  }

  #later(): void {
    const jitter = randomPart(this.#ports.rng) * 500;
    this.#ports.timers.after(pauseMs + jitter, () => {
      if (this.#stopped) return;
      void this.look().finally(() => {
        this.#later();
      });
    });
  }
}

/** What a change is judged by: everything but the time of the answer. */
function shown(status: GatewayStatus): unknown {
  const { online, ministry, rails, paymentsOpen, feedSeq, maxItems, maxAmountFils, serviceChargeFils, demo } = status;
  const limits = [maxItems, maxAmountFils, serviceChargeFils];
  const texts = [status.fineTypes, status.notices, status.offices];
  return [online, ministry, rails, paymentsOpen, feedSeq, limits, demo, texts];
}
