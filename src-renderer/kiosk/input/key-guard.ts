/** The same key again within this time is a bounce, not a wish (EN 301 549, 5.8). */
export const bounceMs = 150;
/** The same for hands that tremble, when the visitor asked for steady hands (A26). */
export const steadyMs = 500;

export interface KeyGuard {
  /** Is this stroke meant? `held` = the system's own key repeat. */
  accepts(key: unknown, held: boolean): boolean;
}

/**
 * Drops key repeat and bounces. A key is whatever is told apart from the next one: a key's name, a button
 * of the screen. `nowMs` is a monotonic clock; `limitMs` is asked anew for every stroke.
 */
export function createKeyGuard(nowMs: () => number, limitMs: () => number): KeyGuard {
  let lastKey: unknown = null;
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    accepts(key, held) {
      const at = nowMs();
      const bounce = key === lastKey && at - lastAt < limitMs();
      if (held || bounce) return false;
      lastKey = key;
      lastAt = at;
      return true;
    },
  };
}
