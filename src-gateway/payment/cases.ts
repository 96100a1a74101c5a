import type { Transaction } from 'kysely';
import type { Tables } from '../db/tables.ts';
import type { Log } from './ports.ts';

/** What a person has to settle. */
export type CaseClass =
  /** Callback, inquiry or amount contradict each other. */
  | 'contradiction'
  /** K-Net reports money for an attempt whose visitor was told "not charged". */
  | 'captured_after_not_charged'
  /** A callback disagrees with an outcome that is already final. */
  | 'callback_after_end'
  /** K-Net is not asked any more and the outcome is still unknown. */
  | 'unresolved'
  /** Captured, but an obligation was already settled by somebody else: money goes back. */
  | 'refund_due'
  /** The ministry refused to record a payment. */
  | 'posting_refused';

/** Opens a case unless one of this class is open for the attempt, and raises the alarm. */
export async function openCase(
  trx: Transaction<Tables>,
  log: Log,
  found: { pid: string; class: CaseClass; evidence: object; now: number },
): Promise<void> {
  const added = await trx
    .insertInto('case_file')
    .values({
      pid: found.pid,
      class: found.class,
      evidence: JSON.stringify(found.evidence),
      opened_at: new Date(found.now),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added !== undefined) log.error({ alarm: 'case', class: found.class, pid: found.pid }, 'a case was opened');
}
