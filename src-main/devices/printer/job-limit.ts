/** Every job gets this long, ms. */
const leastMs = 15_000;
/** 203 dpi. */
const rowsPerMm = 8;
/** Slower than any kiosk printer on the market (150 to 300 mm/s). */
const slowestMmPerSecond = 100;

/** How long a picture of so many rows may take, ms: 15 s, or what 1.5 m of paper and more take on a slow printer. */
export function jobLimitMs(rows: number): number {
  return Math.max(leastMs, Math.ceil(((rows / rowsPerMm) * 1000) / slowestMmPerSecond));
}
