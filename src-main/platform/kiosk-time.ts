import type { TimeDoubt } from '../../src-shared/contract/staff/status.ts';
import type { Clock } from '../../src-shared/ports.ts';

/** A clock that is off by less is printed as it is, ms. */
export const correctFromMs = 2 * 60_000;
/** Longest time nothing signed has come before a date is doubted, ms. */
const aheadMs = 30 * 86_400_000;

export interface KioskTimePorts {
  /** The machine's. */
  readonly clock: Clock;
  /** The gateway's time as its last signed answer proved it, ms; null while there was none since the start. */
  readonly provedMs: () => number | null;
  /** What an earlier run was told the machine's clock is behind by, ms. */
  readonly offsetMs: () => number;
  /** It cannot be earlier than this: the latest moment the gateway has signed, ms; null while there is none. */
  readonly notBeforeMs: () => number | null;
}

/**
 * The time of day as the kiosk prints it: the machine's clock, put right by what signed answers of the gateway proved.
 * While nothing has proved it since the start it may be in doubt; then papers say so, until the gateway or staff know
 * better. Nothing about money ever waits for it: order is by record number, spans are of the monotonic clock.
 */
export class KioskTime implements Clock {
  readonly #ports: KioskTimePorts;
  /** What lies between the two clocks of the machine since staff vouched for it, ms. */
  #vouched: number | null = null;

  constructor(ports: KioskTimePorts) {
    this.#ports = ports;
  }

  monotonicMs(): number {
    return this.#ports.clock.monotonicMs();
  }

  wallMs(): number {
    const off = this.offMs();
    return this.#ports.clock.wallMs() + (Math.abs(off) >= correctFromMs ? off : 0);
  }

  /** How much the machine's clock is behind (or, negative, ahead) as far as is known, ms. */
  offMs(): number {
    const { clock, provedMs, offsetMs } = this.#ports;
    const proved = provedMs();
    if (proved !== null) return proved - clock.wallMs();
    return this.#isVouched() ? 0 : offsetMs();
  }

  /** Has the gateway proved the time since the start? */
  get isProved(): boolean {
    return this.#ports.provedMs() !== null;
  }

  /** Null when the time can be relied on. */
  doubt(): TimeDoubt | null {
    if (this.isProved || this.#isVouched()) return null;
    const known = this.#ports.notBeforeMs();
    const now = this.wallMs();
    if (known !== null && now < known - correctFromMs) return 'behind';
    if (known !== null && now > known + aheadMs) return 'ahead';
    return Math.abs(this.offMs()) >= correctFromMs ? 'corrected' : null;
  }

  /** Staff have looked at the machine's clock: it is right. Counts until it is set again, and at most until the next start. */
  vouch(): void {
    this.#vouched = this.#between();
  }

  #isVouched(): boolean {
    return this.#vouched !== null && Math.abs(this.#between() - this.#vouched) < correctFromMs;
  }

  #between(): number {
    const { clock } = this.#ports;
    return clock.wallMs() - clock.monotonicMs();
  }
}
