import { z } from 'zod';
import { type Attempt, attemptSchema, isOpen } from './attempt.ts';
import type { LedgerFile } from '../ledger-file.ts';

/** What happened to an attempt; one line of the ledger each. */
export const ledgerEvent = z.enum(['opened', 'card_entered', 'result', 'notified', 'voided', 'refunded', 'expired']);
/** See {@link ledgerEvent}. */
export type LedgerEvent = z.infer<typeof ledgerEvent>;

/**
 * One line: the event and the attempt as it stands after it, so the last line of a track id is the truth about it.
 * `reset` starts over: what stands before it no longer counts, but stays readable.
 */
export const ledgerLine = z.discriminatedUnion('event', [
  z.strictObject({ seq: z.int().positive(), at: z.iso.datetime(), event: ledgerEvent, attempt: attemptSchema }),
  z.strictObject({ seq: z.int().positive(), at: z.iso.datetime(), event: z.literal('reset') }),
]);
type LedgerLine = z.infer<typeof ledgerLine>;

/** What this side of the protocol knows about money: the judge in tests, independent of what the merchant believes. */
export interface Ledger {
  byTrackId(trackId: string): Attempt | undefined;
  byPaymentId(paymentId: string): Attempt | undefined;
  /** All attempts, oldest first. */
  all(): readonly Attempt[];
  /** Writes the line (durably, when there is a file), then replaces what was known about the attempt. */
  record(event: LedgerEvent, attempt: Attempt): Attempt;
  reset(): void;
}

/**
 * Opens the ledger and replays what the file already holds.
 * @param file null keeps everything in memory.
 * @throws when a complete line cannot be understood: a judge with holes judges nothing.
 */
export function openLedger(file: LedgerFile | null, now: () => number): Ledger {
  const attempts = new Map<string, Attempt>();
  const trackIds = new Map<string, string>();
  let seq = 0;

  const apply = (line: LedgerLine): void => {
    seq = line.seq;
    if (line.event === 'reset') {
      attempts.clear();
      trackIds.clear();
    } else {
      attempts.set(line.attempt.trackId, line.attempt);
      trackIds.set(line.attempt.paymentId, line.attempt.trackId);
    }
  };
  const write = (line: LedgerLine): void => {
    file?.append(JSON.stringify(line));
    apply(line);
  };
  const stamp = (): { seq: number; at: string } => ({ seq: seq + 1, at: new Date(now()).toISOString() });

  for (const text of file?.lines() ?? []) apply(ledgerLine.parse(JSON.parse(text)));

  return {
    byTrackId: (trackId) => attempts.get(trackId),
    byPaymentId: (paymentId) => attempts.get(trackIds.get(paymentId) ?? ''),
    all: () => [...attempts.values()],
    record(event, attempt) {
      write({ ...stamp(), event, attempt });
      return attempt;
    },
    reset: () => write({ ...stamp(), event: 'reset' }),
  };
}

/**
 * The attempt, put to `expired` if its page has run out of time since it was last looked at.
 * @param expiryMinutes how long a page may be paid.
 */
export function expireIfDue(ledger: Ledger, attempt: Attempt, now: number, expiryMinutes: number): Attempt {
  if (!isOpen(attempt) || now < attempt.openedAt + expiryMinutes * 60_000) return attempt;
  return ledger.record('expired', { ...attempt, status: 'expired' });
}
