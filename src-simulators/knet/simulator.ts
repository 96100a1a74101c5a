import type { Ledger } from './ledger.ts';
import type { PostToMerchant } from './merchant-post.ts';
import type { Credentials, Settings } from './settings.ts';

/** What is handed in from outside: time, chance, the network, a later moment. */
export interface Ports {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** That many random decimal digits, the first never 0. */
  readonly digits: (count: number) => string;
  readonly post: PostToMerchant;
  /** Resolves after that many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Runs the task after that many milliseconds, unless the simulator is closed before. */
  readonly later: (afterMs: number, task: () => Promise<void>) => void;
}

/** How often things happened since the start or the last reset. */
export interface Counters {
  opened: number;
  refused: number;
  notificationsSent: number;
  inquiries: number;
  refundRequests: number;
  refundsDone: number;
}

/** A visitor who has entered a card and is asked for the code. */
export interface PendingCode {
  readonly code: string;
  /** MM/YYYY as entered; the rest of the card is not kept. */
  readonly expiry: string;
  wrong: number;
}

/** What lives only as long as the process: never written to the ledger. */
export interface Transient {
  /** Visitors on the code page, by payment id. After a restart they start again with the card. */
  readonly codes: Map<string, PendingCode>;
  /** The last regular notification of a track id, kept for a replay. */
  readonly lastBodies: Map<string, string>;
}

/** The running simulator, handed to every request. */
export interface Simulator {
  readonly credentials: Credentials;
  readonly ledger: Ledger;
  readonly ports: Ports;
  readonly initialSettings: Settings;
  settings: Settings;
  counters: Counters;
  readonly transient: Transient;
}

/** Counters at nought. */
export function freshCounters(): Counters {
  return { opened: 0, refused: 0, notificationsSent: 0, inquiries: 0, refundRequests: 0, refundsDone: 0 };
}

/** Puts settings, counters and attempts back to where they were after the start; the ledger file keeps its past. */
export function resetSimulator(simulator: Simulator): void {
  simulator.ledger.reset();
  simulator.settings = simulator.initialSettings;
  simulator.counters = freshCounters();
  simulator.transient.codes.clear();
  simulator.transient.lastBodies.clear();
}
