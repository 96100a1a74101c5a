import type { Log } from '../../../src-shared/contract/log-catalogue.ts';
import type { Timers } from '../../../src-shared/ports.ts';

export interface ScannerPorts {
  readonly timers: Timers;
  /** One document, its lines separated by `\n`; nothing about it has been checked. */
  readonly onScan: (text: string) => void;
  readonly log: Log;
}

/** A scanner that keeps itself connected until it is stopped. */
export interface Scanner {
  stop(): void;
}

/** Pause before a lost scanner is looked for again, ms. */
export const reconnectMs = 2_000;
