import { inTransaction } from '../db/transaction.ts';
import { holdLeases } from './leases.ts';
import { lockPayment, step } from './payment-row.ts';
import type { PaymentDeps } from './ports.ts';
import { followRefunds, handToPeople, lockRefundOf } from './refunds.ts';

/** What was done before a restored gateway serves again. */
export interface AfterRestore {
  /** Attempts whose page may have been paid since the backup: K-Net is asked about each. */
  readonly askedAbout: number;
  /** Refunds that may have been sent since the backup: people look before money goes back. */
  readonly withPeople: number;
}

/**
 * Makes a database restored from a backup safe to serve from, before the gateway starts. Nobody knows whose page was
 * opened since the backup, nor what was asked of K-Net: without this a page that was paid could be withdrawn as
 * "nobody pressed Pay", and a refund could be sent a second time. Idempotent.
 */
export async function afterRestore(deps: PaymentDeps): Promise<AfterRestore> {
  return { askedAbout: await reopenPages(deps), withPeople: await stopRefunds(deps) };
}

async function reopenPages(deps: PaymentDeps): Promise<number> {
  const unused = await deps.db
    .selectFrom('payment')
    .select('pid')
    .where('rail', '!=', 'terminal')
    .where('state', 'in', ['reserved', 'intent'])
    .execute();
  for (const { pid } of unused) {
    await inTransaction(deps.db, async (trx) => {
      const payment = await lockPayment(trx, pid);
      if (payment?.state !== 'reserved' && payment?.state !== 'intent') return;
      const now = new Date(deps.time.now());
      await holdLeases(trx, pid);
      await step(trx, payment, 'open', now.getTime(), { pressed_at: now, next_inquiry_at: now });
    });
  }
  return unused.length;
}

/** The terminal's refunds are the kiosk's to do, and its journal remembers whether they were done. */
async function stopRefunds(deps: PaymentDeps): Promise<number> {
  const open = await deps.db
    .selectFrom('refund')
    .innerJoin('payment', 'payment.pid', 'refund.pid')
    .select(['refund.pid', 'refund.refund_ref'])
    .where('payment.rail', '!=', 'terminal')
    .where('refund.state', 'in', ['due', 'sent'])
    .execute();
  for (const { pid, refund_ref: ref } of open) {
    await inTransaction(deps.db, async (trx) => {
      const { payment, refund } = await lockRefundOf(trx, { pid, ref });
      if (refund.state !== 'due' && refund.state !== 'sent') return;
      await handToPeople(trx, deps, refund, 'refund_unknown');
      await followRefunds(trx, payment, deps.time.now());
    });
  }
  return open.length;
}
