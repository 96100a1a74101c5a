/** The same key again within this time is a bounce, not a wish (EN 301 549, 5.8). */
export const bounceMs = 150;

export interface KeyGuard {
  /** Is this key stroke meant? `held` = the system's own key repeat. */
  accepts(key: string, held: boolean): boolean;
}

/** Drops key repeat and bounces. `nowMs` is a monotonic clock. */
export function createKeyGuard(nowMs: () => number): KeyGuard {
  let lastKey = '';
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    accepts(key, held) {
      const at = nowMs();
      const bounce = key === lastKey && at - lastAt < bounceMs;
      if (held || bounce) return false;
      lastKey = key;
      lastAt = at;
      return true;
    },
  };
}
