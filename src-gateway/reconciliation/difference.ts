import type { KeptLine } from './match-input.ts';

/**
 * What two of the five sides do not agree about. Classes: a kiosk only, b acquirer only and the attempt is known,
 * c acquirer only and nobody knows the reference, d ledger only, e amounts differ, f posted twice, m ministry differs.
 * What settles itself is here too, because it has to be booked.
 */
export type Difference =
  /** The kiosk gave this receipt number, and its payment has not reached us. `overdue`: for more than a day. */
  | { class: 'a'; finding: 'not_delivered'; kioskCode: string; receiptNo: string; overdue: boolean }
  /** The acquirer took the money of an attempt that is still open, or was thought to have taken none. */
  | { class: 'b'; finding: 'captured'; pid: string; line: KeptLine }
  /** The acquirer's complete files lack an attempt that is still open: the proof that it took nothing. */
  | { class: 'b'; finding: 'not_charged'; pid: string }
  /** The acquirer confirms a capture that the ministry was not told about until now. */
  | { class: 'b'; finding: 'quarantine_over'; pid: string }
  /** The acquirer took money for a page that nobody opened. */
  | { class: 'b'; finding: 'unopened'; pid: string; line: KeptLine }
  | { class: 'c'; finding: 'unknown_reference'; line: KeptLine }
  /** A line that nobody knew has found its attempt. */
  | { class: 'c'; finding: 'reference_found'; line: KeptLine }
  | { class: 'd'; finding: 'not_settled' | 'taken_back'; pid: string; kioskCode: string }
  | AmountDifference
  | { class: 'f'; finding: 'posted_twice'; ticketNo: string; pids: readonly string[] }
  | { class: 'm'; finding: 'ministry_lacks' | 'ministry_has_more'; pid: string; ticketNo: string };

/** Two sides name different sums for the same thing. */
export interface AmountDifference {
  readonly class: 'e';
  readonly finding: 'settlement' | 'kiosk_day' | 'terminal_totals' | 'ministry';
  readonly kioskCode: string;
  /** The attempt; null when it is about a whole Z report. */
  readonly pid: string | null;
  /** Names it within the kiosk or the attempt, for the case. */
  readonly subject: string;
  readonly oursFils: number;
  readonly theirsFils: number;
}
