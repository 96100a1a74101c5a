/** First and longest pause after failures in a row, ms. There is no last try. */
const firstMs = 2_000;
const longestMs = 300_000;

/** Pause between two looks at the gateway's head when nothing calls for one earlier, ms. */
const lookMs = 60_000;

/** Pause before the next try; `random` in 0..1 spreads kiosks that lost the same line. */
export function pauseAfterFailure(failures: number, random: number): number {
  const most = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 10));
  return Math.round(most / 2 + (most / 2) * random);
}

/** Pause before the next look. */
export function pauseAfterSuccess(random: number): number {
  return Math.round(lookMs * (0.75 + random / 2));
}
