import { inTransaction } from '../db/transaction.ts';
import type { RefundOutcome } from '../knet/refund.ts';
import type { HostedPage, PaymentDeps } from './ports.ts';
import { finishRefund, followRefunds, handToPeople, lockRefundOf, type Refund } from './refunds.ts';

/** Sees to the refunds that are due: K-Net is asked once where the acquirer allows it, all others are for people. */
export async function refundDue(deps: PaymentDeps, most: number): Promise<void> {
  const due = await deps.db
    .selectFrom('refund')
    .select(['pid', 'refund_ref'])
    .where('next_try_at', '<=', new Date(deps.time.now()))
    .orderBy('next_try_at')
    .limit(most)
    .execute();
  for (const { pid, refund_ref: ref } of due) {
    const toSend = await takeUp(deps, { pid, ref });
    if (toSend !== null) await sendOnce(deps, toSend.knet, toSend.refund);
    deps.news.tell(pid);
  }
}

/**
 * After a start: what was being sent may or may not have been done, and nobody may send it again.
 */
export async function recoverRefunds(deps: PaymentDeps): Promise<void> {
  const sent = await deps.db.selectFrom('refund').select(['pid', 'refund_ref']).where('state', '=', 'sent').execute();
  for (const { pid, refund_ref: ref } of sent) {
    await inTransaction(deps.db, async (trx) => {
      const { payment, refund } = await lockRefundOf(trx, { pid, ref });
      if (refund.state !== 'sent') return;
      await handToPeople(trx, deps, refund, 'refund_unknown');
      await followRefunds(trx, payment, deps.time.now());
    });
  }
}

/** Decides who gives the money back; what it returns is durably `sent` and is sent by the caller, by nobody else. */
async function takeUp(
  deps: PaymentDeps,
  which: { readonly pid: string; readonly ref: string },
): Promise<{ readonly knet: HostedPage; readonly refund: Refund } | null> {
  const { knet } = deps;
  const now = deps.time.now();
  return inTransaction(deps.db, async (trx) => {
    const { payment, refund } = await lockRefundOf(trx, which);
    // Another copy of the gateway may have been faster.
    if (refund.state !== 'due' || refund.next_try_at === null || refund.next_try_at.getTime() > now) return null;
    const byKnet = payment.rail !== 'terminal' && knet?.refundBy === 'api';
    if (byKnet) {
      await trx
        .updateTable('refund')
        .set({ state: 'sent', next_try_at: null })
        .where('refund_ref', '=', refund.refund_ref)
        .execute();
    } else {
      await handToPeople(trx, deps, refund, 'refund_due');
    }
    await followRefunds(trx, payment, now);
    return byKnet ? { knet, refund } : null;
  });
}

async function sendOnce(deps: PaymentDeps, knet: HostedPage, refund: Refund): Promise<void> {
  const { pid, refund_ref: ref } = refund;
  const outcome = await ask(deps, knet, refund);
  await inTransaction(deps.db, async (trx) => {
    const locked = await lockRefundOf(trx, { pid, ref });
    const said = { sent: outcome.sent, received: outcome.received };
    await trx.updateTable('refund').set(said).where('refund_ref', '=', ref).execute();
    if (locked.refund.state !== 'sent') {
      deps.log.error({ alarm: 'refund_answer_late', pid }, 'K-Net answered about a refund that people have already');
      return;
    }
    if (outcome.done) {
      await finishRefund(trx, deps, locked.payment, { ref, proof: proofOf(outcome.reference) });
      return;
    }
    await handToPeople(trx, deps, refund, 'refund_unknown');
    await followRefunds(trx, locked.payment, deps.time.now());
  });
}

/** Whatever goes wrong here, the question may have arrived. */
async function ask({ log }: PaymentDeps, knet: HostedPage, refund: Refund): Promise<RefundOutcome> {
  try {
    return await knet.provider.refund({ trackId: refund.pid, amount: refund.amount_fils });
  } catch (error) {
    log.error({ err: error, pid: refund.pid }, 'a refund could not be asked for');
    return { done: false, next: 'manual', sent: null, received: null };
  }
}

function proofOf({ result, transactionId, reference }: Extract<RefundOutcome, { done: true }>['reference']): string {
  return [transactionId, reference].filter((part) => part !== undefined).join('/') || result;
}
