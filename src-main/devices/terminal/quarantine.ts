/**
 * Longest a payment may still be under way in the terminal after its connection has ended, ms: the longest life of a
 * message on the line and the longest card entry.
 */
const quarantineMs = 150_000;

interface Trace {
  /** See `TerminalSession.life`; null when nobody watched the terminal as the payment was sent. */
  readonly life: number | null;
  /** When the payment's connection ended; null while it is open. */
  closedMs: number | null;
  /** When the question was asked to which the terminal last said that it does not know the payment. */
  notFoundAskedMs: number | null;
  neverSent: boolean;
}

/**
 * Remembers what is needed to believe "not found": of payments sent in this life of the program, until they have ended.
 * Kept in memory on purpose. After a restart of the program there is no such proof.
 */
export class Quarantine {
  readonly #traces = new Map<string, Trace>();

  sending(serviceId: string, life: number | null): void {
    this.#traces.set(serviceId, { life, closedMs: null, notFoundAskedMs: null, neverSent: false });
  }

  /** There was no connection: not one byte has left. */
  notSent(serviceId: string): void {
    const trace = this.#traces.get(serviceId);
    if (trace) trace.neverSent = true;
  }

  connectionEnded(serviceId: string, nowMs: number): void {
    const trace = this.#traces.get(serviceId);
    if (trace) trace.closedMs = nowMs;
  }

  notFound(serviceId: string, askedMs: number): void {
    const trace = this.#traces.get(serviceId);
    if (trace) trace.notFoundAskedMs = askedMs;
  }

  /** The payment has ended one way or another. */
  forget(serviceId: string): void {
    this.#traces.delete(serviceId);
  }

  /** @param life of the terminal now */
  neverHadIt(serviceId: string, life: number | null): boolean {
    const trace = this.#traces.get(serviceId);
    if (!trace) return false;
    if (trace.neverSent) return true;
    const { closedMs, notFoundAskedMs } = trace;
    if (closedMs === null || notFoundAskedMs === null) return false;
    return life !== null && trace.life === life && notFoundAskedMs - closedMs >= quarantineMs;
  }
}
