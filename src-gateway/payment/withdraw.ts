import type { GatewayProblem, PaymentReport } from '../../src-shared/contract/gateway-http.ts';
import type { NotPaidReason } from '../../src-shared/payment/states.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Transaction } from 'kysely';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { releaseLeases } from './leases.ts';
import { lockPayment, step, type Payment } from './payment-row.ts';
import { problem, type PaymentDeps } from './ports.ts';
import { reportOf } from './report.ts';

/**
 * The kiosk does not want the attempt any more. While nobody has pressed Pay, K-Net has never heard of it, and while
 * the terminal is not armed, neither has the terminal: that is the proof that nothing was charged. Afterwards this
 * changes nothing, and the report says so.
 */
export async function withdraw(
  deps: PaymentDeps,
  kioskCode: string,
  pid: string,
): Promise<Result<PaymentReport, GatewayProblem>> {
  const payment = await inTransaction(deps.db, async (trx) => {
    const locked = await lockPayment(trx, pid);
    if (locked === null || locked.kiosk_code !== kioskCode) return null;
    return closeUnpressed(trx, locked, { not_paid_reason: 'withdrawn', told_not_charged: true }, deps.time.now());
  });
  if (payment === null) return problem('not_found', 'no such attempt of this kiosk');
  deps.news.tell(pid);
  return ok(await reportOf(deps.db, payment));
}

/** Ends a locked attempt for which no money can have moved; any other is left as it is. */
async function closeUnpressed(
  trx: Transaction<Tables>,
  payment: Payment,
  facts: { readonly not_paid_reason: NotPaidReason; readonly told_not_charged: boolean },
  now: number,
): Promise<Payment> {
  if (payment.state !== 'reserved' && payment.state !== 'intent') return payment;
  await releaseLeases(trx, payment.pid);
  return step(trx, payment, 'not_charged', now, facts);
}

/** Ends reservations that ran out and pages on which nobody pressed Pay in time. An armed terminal never ends by time. */
export async function closeUnused({ db, time, news }: PaymentDeps): Promise<void> {
  const now = time.now();
  const over = await db
    .selectFrom('payment')
    .select('pid')
    .where('state', 'in', ['reserved', 'intent'])
    .where('lease_until', '<=', new Date(now))
    .limit(100)
    .execute();
  for (const { pid } of over) {
    await inTransaction(db, async (trx) => {
      const payment = await lockPayment(trx, pid);
      if (payment === null || payment.lease_until.getTime() > now) return;
      // Time alone has ended it, and told nobody anything: a kiosk that did take money by then is still believed.
      const reason = payment.state === 'intent' ? 'page_expired' : 'not_reserved';
      await closeUnpressed(trx, payment, { not_paid_reason: reason, told_not_charged: false }, now);
    });
    news.tell(pid);
  }
}
