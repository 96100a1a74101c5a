import type { Timers } from '../../src-shared/ports.ts';

/** Resolves when the time is over. */
export function pause(timers: Timers, ms: number): Promise<void> {
  return new Promise((resolve) => {
    timers.after(ms, resolve);
  });
}

/** What the work comes to, or `late` when that takes longer; the work goes on all the same. */
export async function inTime<T>(timers: Timers, ms: number, work: Promise<T>): Promise<T | 'late'> {
  let timer: { cancel(): void } | null = null;
  const late = new Promise<'late'>((resolve) => {
    timer = timers.after(ms, () => resolve('late'));
  });
  return Promise.race([work, late]).finally(() => timer?.cancel());
}
