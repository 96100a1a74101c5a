import type { Clock } from '../../src-shared/ports.ts';
import type { FeedState } from './feed-state.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** How long peppers are kept without a verified head, ms. */
export const rowPepperMs = 7 * dayMs;
export const indexPepperMs = 30 * dayMs;

/** An age has to hold for so much running time before anything is erased for it, ms. */
const graceMs = hourMs;

/** A change of what is known of the clock that is worth a write, ms. */
const offsetStepMs = 60_000;

export interface FeedAgePorts {
  readonly clock: Clock;
  readonly state: FeedState;
  /** The gateway's time as its last signed answer proved it; null if there was none since the start. */
  readonly provedMs: () => number | null;
}

/**
 * What time it is, for judging how old the copy is. A machine's clock may be wrong by years, so it is
 *
 * - corrected by what signed answers of the gateway proved, also after a restart,
 * - never believed to be earlier than the trusted head's signature and the time the kiosk has been running since,
 * - enough to lock the copy, which a right clock opens again; for erasing, the age has to last for an hour of running.
 */
export class FeedAge {
  readonly #ports: FeedAgePorts;
  #signedAt: string | null;
  /** Running time since the head, and when on the monotonic clock that was so, ms. */
  #since: { readonly ms: number; readonly at: number };
  #savedAt: number;
  #overSince: { rows: number | null; all: number | null } = { rows: null, all: null };

  constructor(ports: FeedAgePorts) {
    this.#ports = ports;
    this.#signedAt = ports.state.trusted?.signedAt ?? null;
    this.#since = { ms: ports.state.sinceHeadMs, at: ports.clock.monotonicMs() };
    this.#savedAt = this.#since.at;
  }

  nowMs(): number {
    return Math.max(this.#ports.clock.wallMs() + this.#offsetMs(), this.notBeforeMs() ?? -Infinity);
  }

  /** It is not earlier than this: the trusted head's signature, and the time the kiosk has been running since, ms. */
  notBeforeMs(): number | null {
    const { trusted } = this.#ports.state;
    return trusted ? Date.parse(trusted.signedAt) + this.#runningMs() : null;
  }

  /** By how much the machine's clock was behind when it was last compared, ms. */
  get rememberedOffsetMs(): number {
    return this.#ports.state.clockOffsetMs;
  }

  /** Since the gateway signed the head that is trusted, ms. */
  headAgeMs(): number {
    const { trusted } = this.#ports.state;
    return trusted ? this.nowMs() - Date.parse(trusted.signedAt) : Infinity;
  }

  /** Peppers that have to go now. Ask often: an age counts from when it was first seen. */
  due(): 'nothing' | 'rows' | 'all' {
    const age = this.headAgeMs();
    const now = this.#ports.clock.monotonicMs();
    const { rows, all } = this.#overSince;
    this.#overSince = {
      rows: age > rowPepperMs ? (rows ?? now) : null,
      all: age > indexPepperMs ? (all ?? now) : null,
    };
    const lasted = (since: number | null): boolean => since !== null && now - since >= graceMs;
    if (lasted(this.#overSince.all)) return 'all';
    return lasted(this.#overSince.rows) ? 'rows' : 'nothing';
  }

  /** Makes what the next start needs durable, now and then. */
  async save(): Promise<void> {
    const { clock, state } = this.#ports;
    const [running, offset] = [this.#runningMs(), this.#offsetMs()];
    const isNews = Math.abs(offset - state.clockOffsetMs) > offsetStepMs;
    if (!isNews && clock.monotonicMs() - this.#savedAt < hourMs) return;
    this.#savedAt = clock.monotonicMs();
    await state.noteTime(running, offset);
  }

  #runningMs(): number {
    const { clock, state } = this.#ports;
    const now = clock.monotonicMs();
    if (state.trusted && state.trusted.signedAt !== this.#signedAt) {
      this.#signedAt = state.trusted.signedAt;
      this.#since = { ms: 0, at: now };
    }
    return this.#since.ms + now - this.#since.at;
  }

  #offsetMs(): number {
    const proved = this.#ports.provedMs();
    return proved === null ? this.#ports.state.clockOffsetMs : proved - this.#ports.clock.wallMs();
  }
}
