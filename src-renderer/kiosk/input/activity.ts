/** At most one sign of life per second goes up. */
export const activityEveryMs = 1000;

/** Turns touches and keys into signs of life. `nowMs` is a monotonic clock. */
export function createActivity(nowMs: () => number, report: () => void): () => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  return () => {
    const at = nowMs();
    if (at - lastAt < activityEveryMs) return;
    lastAt = at;
    report();
  };
}
