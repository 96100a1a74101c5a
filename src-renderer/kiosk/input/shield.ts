/** How long input is ignored after a screen change: a ghost tap must not reach the new screen's buttons. */
export const shieldMs = 350;

export interface Shield {
  /** Starts to ignore input now. */
  raise(): void;
  isUp(): boolean;
}

/** A shield against taps that were meant for the screen before. `nowMs` is a monotonic clock. */
export function createShield(nowMs: () => number): Shield {
  let until = Number.NEGATIVE_INFINITY;
  return {
    raise() {
      until = nowMs() + shieldMs;
    },
    isUp: () => nowMs() < until,
  };
}
