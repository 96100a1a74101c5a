import type { Clock } from '../../src-shared/ports.ts';

export interface BreakerOptions {
  readonly clock: Clock;
  /** Failures in a row after which nothing is sent any more. */
  readonly failuresToOpen: number;
  /** How long nothing is sent, in milliseconds; then one probe decides. */
  readonly restMs: number;
  /** Asks whether the other side is there again. */
  readonly probe: () => Promise<boolean>;
  /** Told when it opens and closes. */
  readonly onChange: (state: 'open' | 'closed') => void;
}

/** Keeps visitors from waiting for a time-out each while the other side is known to be away. */
export interface CircuitBreaker {
  /** May a request be sent now? After the rest, the first to ask waits for the probe, and whoever comes meanwhile too. */
  maySend(): Promise<boolean>;
  /** Told about every request's outcome. */
  note(outcome: 'answered' | 'failed'): void;
}

/** A breaker that starts closed. */
export function makeCircuitBreaker({ clock, failuresToOpen, restMs, probe, onChange }: BreakerOptions): CircuitBreaker {
  let failures = 0;
  let openUntil: number | null = null;
  let probing: Promise<boolean> | null = null;

  const open = (): void => {
    if (openUntil === null) onChange('open');
    openUntil = clock.monotonicMs() + restMs;
  };
  const probeNow = async (): Promise<boolean> => {
    const there = await probe();
    if (there) {
      openUntil = null;
      // A ping proves little: one more failure is enough to open again.
      failures = failuresToOpen - 1;
      onChange('closed');
    } else {
      open();
    }
    return there;
  };

  return {
    async maySend() {
      if (openUntil === null) return true;
      if (clock.monotonicMs() < openUntil) return false;
      probing ??= probeNow().finally(() => {
        probing = null;
      });
      return probing;
    },
    note(outcome) {
      failures = outcome === 'answered' ? 0 : failures + 1;
      if (failures >= failuresToOpen && openUntil === null) open();
    },
  };
}
