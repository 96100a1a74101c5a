/** First and longest pause between two tries, ms. Network failures never use up tries: there is no last one. */
const firstMs = 1_000;
const longestMs = 30_000;

/** Pause before try number `failures` + 1; `random` in 0..1 spreads kiosks that lost the same line. */
export function backOffMs(failures: number, random: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 10));
  return Math.round(full / 2 + (full / 2) * random);
}
