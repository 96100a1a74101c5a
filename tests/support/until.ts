import { setTimeout as pause } from 'node:timers/promises';

/** Looks until `look` returns something other than null, or throws with what it waited for. */
export async function until<T>(what: string, look: () => T | null | Promise<T | null>, timeoutMs = 15_000): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > end) throw new Error(`waited ${timeoutMs / 1000} s in vain for ${what}`);
    await pause(60);
  }
}
