import type { IdleLimits } from '../../src-shared/session/timing.ts';

/** Where the silence of a visitor stands. */
export type IdleState = { kind: 'active' } | { kind: 'warning'; secondsLeft: number } | { kind: 'over' };

/**
 * Measures silence on the monotonic clock (A15). A touch in the same moment as the limit wins: it is
 * counted before the limit is looked at (row 24).
 */
export class IdleWatch {
  #lastMs: number;

  constructor(nowMs: number) {
    this.#lastMs = nowMs;
  }

  /** A touch, key or scan; never a mouse move. */
  touched(nowMs: number): void {
    this.#lastMs = nowMs;
  }

  /** Whole seconds of silence after which the visit is over; `null` limits never end it. */
  look(nowMs: number, limits: IdleLimits | null): IdleState {
    if (!limits) return { kind: 'active' };
    const silence = nowMs - this.#lastMs;
    if (silence < limits.silenceMs) return { kind: 'active' };
    const leftMs = limits.silenceMs + limits.warningMs - silence;
    return leftMs > 0 ? { kind: 'warning', secondsLeft: Math.ceil(leftMs / 1000) } : { kind: 'over' };
  }
}
