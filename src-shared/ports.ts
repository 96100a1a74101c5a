/**
 * Time as the product sees it. Durations come from the monotonic clock, order from sequence numbers;
 * wall time is printed and stored, never compared for money (reliability law 11).
 */
export interface Clock {
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonicMs(): number;
  /** Milliseconds since 1970-01-01T00:00:00Z as this machine believes; may jump. */
  wallMs(): number;
}

/** Cryptographic randomness. */
export interface Rng {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array;
}

/** Runs something later; the handle cancels it. */
export interface Timers {
  /** Calls `run` once after `ms` milliseconds. */
  after(ms: number, run: () => void): { cancel(): void };
}
