import { randomBytes } from 'node:crypto';
import type { Clock, Rng, Timers } from '../../../src-shared/ports.ts';

/** The machine's clocks. */
export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
};

/** The machine's randomness. */
export const systemRng: Rng = { bytes: (length) => randomBytes(length) };

/** The machine's timers. */
export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return { cancel: () => clearTimeout(timer) };
  },
};
