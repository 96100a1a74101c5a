import type { Rng } from '../../src-shared/ports.ts';

/** First and longest pause between two tries, ms. Network failures never use up tries: there is no last one. */
export interface PauseSpan {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** While somebody may stand before the screen. */
const soon: PauseSpan = { firstMs: 1_000, longestMs: 30_000 };

/** For bytes that are many and can wait. */
export const feedPauses: PauseSpan = { firstMs: 2_000, longestMs: 300_000 };

/** Pause before try number `failures` + 1; `random` in 0..1 spreads kiosks that lost the same line. */
export function backOffMs(failures: number, random: number, { firstMs, longestMs }: PauseSpan = soon): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 10));
  return Math.round(full / 2 + (full / 2) * random);
}

/** Pause between two looks at something that is well, from three to five quarters of it. */
export function aroundMs(ms: number, random: number): number {
  return Math.round(ms * (0.75 + random / 2));
}

/** From 0 to 1. */
export function randomPart(rng: Rng): number {
  return (rng.bytes(1)[0] ?? 0) / 255;
}
