import type { Timers } from '../../src-shared/ports.ts';

/** Wakes whoever waits for a change of one attempt, inside this process. Only a hint: the database is the truth. */
export class News {
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #timers: Timers;
  #closed = false;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Something about `pid` has changed and is durable. */
  tell(pid: string): void {
    for (const wake of this.#waiting.get(pid) ?? []) wake();
  }

  /** Resolves at the next {@link tell} for `pid`, after `ms` milliseconds, or when the gateway closes. */
  wait(pid: string, ms: number): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const waiters = this.#waiting.get(pid) ?? new Set();
      this.#waiting.set(pid, waiters);
      const wake = (): void => {
        timer.cancel();
        waiters.delete(wake);
        if (waiters.size === 0) this.#waiting.delete(pid);
        resolve();
      };
      const timer = this.#timers.after(ms, wake);
      waiters.add(wake);
    });
  }

  /** True once the gateway is closing: nobody should begin to wait. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Lets everybody go, now and from now on. */
  close(): void {
    this.#closed = true;
    for (const waiters of this.#waiting.values()) for (const wake of waiters) wake();
  }
}
