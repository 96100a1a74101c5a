import type { Transaction } from 'kysely';
import type { Tables } from '../db/tables.ts';
import type { Log } from '../payment/ports.ts';

/** What the end of the day has found and people have to look at. */
export type DayCaseClass =
  /** A kiosk's journal has lost or changed its past. */
  | 'fork'
  /** Two Z reports with one number. */
  | 'z_differs'
  /** A Z report does not follow from the one before it. */
  | 'z_totals'
  /** A kiosk gave a receipt number whose payment has not reached us within a day. */
  | 'not_delivered'
  /** The acquirer has money under a reference nobody knows: it stands on the suspense account. */
  | 'unknown_settlement'
  /** We have a capture that the acquirer does not have, or took back. */
  | 'not_settled'
  /** Kiosk, ledger, terminal, acquirer or ministry name different amounts. */
  | 'settled_amount_differs'
  /** One obligation was settled twice. */
  | 'posted_twice'
  /** The ministry does not have what it told us it has, or has what we never sent. */
  | 'ministry_differs'
  /** The acquirer has money for an attempt whose page nobody opened. Urgent. */
  | 'charged_unopened'
  /** An attempt has been without an outcome for more than a day. */
  | 'open_too_long'
  /** Our own books contradict themselves. */
  | 'ledger_unsound';

/** A case about an attempt, a kiosk or the books as a whole. */
export interface DayCase {
  /** The attempt; for a matter without one, the kiosk's code or another name of what it is about. */
  readonly pid: string;
  readonly class: DayCaseClass;
  /** What exactly within it; two subjects are two cases. */
  readonly subject: string;
  readonly evidence: object;
  readonly now: number;
}

/**
 * Opens a case unless there was ever one of this class and subject, and raises the alarm. The day is matched again and
 * again: what people have closed must not come back the next hour.
 * @returns false when it was there already
 */
export async function openDayCase(trx: Transaction<Tables>, log: Log, found: DayCase): Promise<boolean> {
  const { pid, subject, now } = found;
  const known = await trx
    .selectFrom('case_file')
    .select('id')
    .where('pid', '=', pid)
    .where('class', '=', found.class)
    .where('subject', '=', subject)
    .limit(1)
    .executeTakeFirst();
  if (known !== undefined) return false;
  const added = await trx
    .insertInto('case_file')
    .values({
      ...{ pid, subject, class: found.class },
      evidence: JSON.stringify(found.evidence),
      opened_at: new Date(now),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added === undefined) return false;
  log.error({ alarm: 'case', class: found.class, pid, subject }, 'a case was opened');
  return true;
}
