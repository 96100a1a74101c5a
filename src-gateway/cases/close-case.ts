import type { Selectable, Transaction } from 'kysely';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { CaseFileTable, Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import type { PaymentDeps } from '../payment/ports.ts';
import { liftHolds } from '../reconciliation/holds.ts';
import type { ClosingOrder } from './closing-order.ts';
import { followOutcome } from './follow-outcome.ts';

export type CaseFile = Selectable<CaseFileTable>;

/**
 * Two people end a case: what they say is written into it, and moves the payment that waits for their word. All of it
 * or nothing.
 * @returns what is the case now, or why nothing was changed, as a sentence
 */
export async function closeCase(deps: PaymentDeps, id: number, order: ClosingOrder): Promise<Result<string, string>> {
  const closed = await inTransaction(deps.db, async (trx) => {
    const file = await lockCase(trx, id);
    if (file === null) return err(`There is no case ${id}.`);
    if (file.closed_at !== null) return err(`Case ${id} was closed on ${file.closed_at.toISOString()}.`);
    const followed = await followOutcome(trx, deps, file, order);
    if (!followed.ok) return followed;
    const now = deps.time.now();
    await write(trx, file, order, now);
    if (file.class === 'settled_amount_differs') await liftHolds(trx, `${file.pid}/${file.subject}`, now);
    return ok({ pid: file.pid, sentence: `Case ${id} is closed. ${followed.value}`.trim() });
  });
  if (!closed.ok) return closed;
  const { pid, sentence } = closed.value;
  deps.news.tell(pid);
  deps.log.info({ case: id, outcome: order.outcome ?? null }, 'a case was closed');
  return ok(sentence);
}

async function lockCase(trx: Transaction<Tables>, id: number): Promise<CaseFile | null> {
  return (await trx.selectFrom('case_file').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()) ?? null;
}

/** A refund that is done needs nobody any more: its own case, if it has one, ends by the same word. */
async function write(trx: Transaction<Tables>, { id, pid }: CaseFile, order: ClosingOrder, now: number): Promise<void> {
  const refundsDone = trx.selectFrom('refund').select('refund_ref').where('pid', '=', pid).where('state', '=', 'done');
  await trx
    .updateTable('case_file')
    .set({
      closed_at: new Date(now),
      closed_by: JSON.stringify(order.by),
      reason: order.reason,
      outcome: order.outcome ?? null,
      reference: order.reference ?? null,
    })
    .where('closed_at', 'is', null)
    .where((where) =>
      where.or([
        where('id', '=', id),
        where.and([
          where('pid', '=', pid),
          where('class', 'in', ['refund_due', 'refund_unknown']),
          where('subject', 'in', refundsDone),
        ]),
      ]),
    )
    .execute();
}
