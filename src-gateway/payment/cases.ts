import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from '../db/tables.ts';
import type { Log } from './ports.ts';

/** What a person has to settle. */
export type CaseClass =
  /** Callback, inquiry or amount contradict each other. */
  | 'contradiction'
  /** Money was taken for an attempt whose visitor may have been told "not charged". Urgent. */
  | 'captured_after_not_charged'
  /** A callback disagrees with an outcome that is already final. */
  | 'callback_after_end'
  /** K-Net is not asked any more and the outcome is still unknown. */
  | 'unresolved'
  /** The terminal took another amount than the one that was agreed. */
  | 'amount_differs'
  /** A kiosk that is not trusted any more brings a capture: to be matched with the acquirer's settlement. */
  | 'revoked_kiosk'
  /** A receipt number, or a message to a terminal, stands for two attempts. */
  | 'number_twice'
  /** People have to give money back, and write down the reference. */
  | 'refund_due'
  /** K-Net was asked to give money back and did not say that it did: look before anything is sent. */
  | 'refund_unknown'
  /** The ministry refused to record a payment. */
  | 'posting_refused';

/**
 * Opens a case unless one of this class and subject is open for the attempt, and raises the alarm.
 * @param found `subject`: what within the attempt it is about; without it the whole attempt
 */
export async function openCase(
  trx: Transaction<Tables>,
  log: Log,
  found: { pid: string; class: CaseClass; subject?: string; evidence: object; now: number },
): Promise<void> {
  const added = await trx
    .insertInto('case_file')
    .values({
      pid: found.pid,
      class: found.class,
      subject: found.subject ?? '',
      evidence: JSON.stringify(found.evidence),
      opened_at: new Date(found.now),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added !== undefined) log.error({ alarm: 'case', class: found.class, pid: found.pid }, 'a case was opened');
}

/** The case a person with this attempt in hand is asked for: the last one opened that is still open, else the last. */
export async function caseOf(db: Kysely<Tables>, pid: string): Promise<string | null> {
  const found = await db
    .selectFrom('case_file')
    .select('id')
    .where('pid', '=', pid)
    .orderBy(sql`closed_at is null`, 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found === undefined ? null : String(found.id);
}
