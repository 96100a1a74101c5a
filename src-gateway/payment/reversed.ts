import type { GatewayProblem, PaymentReport, ReversedRequest } from '../../src-shared/contract/gateway-http.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { inTransaction } from '../db/transaction.ts';
import { lockPayment, type Payment } from './payment-row.ts';
import { problem, type PaymentDeps } from './ports.ts';
import { finishRefund, lockRefund } from './refunds.ts';
import { reportOf } from './report.ts';

/**
 * The terminal has given the money back. Idempotent, and taken also when people have the case already: that the payer
 * has the money is a fact.
 */
export async function reversed(
  deps: PaymentDeps,
  kioskCode: string,
  pid: string,
  { refundRef: ref, refundProof: proof }: ReversedRequest,
): Promise<Result<PaymentReport, GatewayProblem>> {
  const answered = await inTransaction(deps.db, async (trx): Promise<Result<Payment, GatewayProblem>> => {
    const payment = await lockPayment(trx, pid);
    if (payment?.kiosk_code !== kioskCode) return problem('not_found', 'no such attempt of this kiosk');
    if (payment.rail !== 'terminal') return problem('conflict', 'the gateway itself sees to refunds of a hosted page');
    const refund = await lockRefund(trx, ref);
    if (refund?.pid !== pid) return problem('conflict', 'no refund of this attempt has this reference');
    if (refund.state === 'done' && refund.proof !== proof) {
      deps.log.error({ alarm: 'refunded_twice', pid }, 'a kiosk gave money back that had been given back before');
      return problem('conflict', 'this refund is done already, with another proof');
    }
    return ok(await finishRefund(trx, deps, payment, { ref, proof }));
  });
  if (!answered.ok) return answered;
  deps.news.tell(pid);
  return ok(await reportOf(deps.db, answered.value));
}
