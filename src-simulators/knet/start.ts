import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { knetServer } from './http.ts';
import { openLedger } from './ledger.ts';
import { openLedgerFile } from '../ledger-file.ts';
import { postToMerchant } from './merchant-post.ts';
import type { Configuration } from './settings.ts';
import { freshCounters, type Ports, type Simulator } from './simulator.ts';

/** A simulator that listens. */
export interface RunningKnet {
  readonly port: number;
  /** Stops listening, forgets late callbacks, closes the ledger file. */
  close(): Promise<void>;
}

/**
 * Starts the simulator on 127.0.0.1 and nowhere else.
 * @param replaced ports to put in place of the real clock, chance or network; for tests.
 * @throws when the port is taken or the ledger file cannot be read.
 */
export async function startKnet(configuration: Configuration, replaced: Partial<Ports> = {}): Promise<RunningKnet> {
  const timers = new Set<NodeJS.Timeout>();
  const ports: Ports = { ...realPorts(timers), ...replaced };
  const file = configuration.ledgerFile === null ? null : openLedgerFile(configuration.ledgerFile);
  const simulator: Simulator = {
    credentials: configuration.credentials,
    ledger: openLedger(file, ports.now),
    ports,
    initialSettings: configuration.settings,
    settings: configuration.settings,
    counters: freshCounters(),
    transient: { codes: new Map(), lastBodies: new Map() },
  };
  const server = knetServer(simulator);
  server.listen(configuration.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return {
    port: address.port,
    async close() {
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      file?.close();
    },
  };
}

function realPorts(timers: Set<NodeJS.Timeout>): Ports {
  return {
    now: Date.now,
    digits: (count) => String(randomInt(1, 10)) + Array.from({ length: count - 1 }, () => randomInt(10)).join(''),
    post: postToMerchant,
    sleep: (ms) => sleep(ms),
    later(afterMs, task) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        task().catch((failure: unknown) => console.error(failure));
      }, afterMs);
      timers.add(timer);
    },
  };
}
