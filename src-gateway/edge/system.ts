import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';

/** This machine's clocks. */
export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
};

/** The operating system's random numbers. */
export const systemRng: Rng = {
  bytes: (length) => randomBytes(length),
};

/** Timers that do not keep the process alive by themselves. */
export const systemTimers: Timers = {
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    timer.unref();
    return {
      cancel: () => {
        clearTimeout(timer);
      },
    };
  },
};

/** A TCP port of `host` that was free a moment ago. For demo and tests, where the address must be known before listening. */
export function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port was given'));
        else resolve(address.port);
      });
    });
  });
}
