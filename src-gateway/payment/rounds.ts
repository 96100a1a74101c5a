import type { Timers } from '../../src-shared/ports.ts';
import type { Log } from './ports.ts';

/**
 * Calls `work` again and again, one call at a time, `everyMs` after the last one ended; a failure is logged and the
 * next round comes all the same.
 * @returns stops, and resolves when the last round has ended; `soon` starts a round without waiting
 */
export function runRounds(
  name: string,
  everyMs: number,
  work: () => Promise<void>,
  { timers, log }: { readonly timers: Timers; readonly log: Log },
): { soon(): void; stop(): Promise<void> } {
  let stopped = false;
  let again = false;
  let running: Promise<void> | null = null;
  let timer = timers.after(everyMs, start);

  function start(): void {
    timer.cancel();
    if (stopped) return;
    again = running !== null;
    if (running !== null) return;
    running = work()
      .catch((error: unknown) => {
        log.error({ err: error, round: name }, 'a round failed and is repeated');
      })
      .then(() => {
        running = null;
        if (!stopped) timer = timers.after(again ? 0 : everyMs, start);
      });
  }

  return {
    soon: start,
    stop: async () => {
      stopped = true;
      timer.cancel();
      await running;
    },
  };
}
