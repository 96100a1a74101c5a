import type { GatewayProblem, PaymentReport, ReversedRequest } from '../../src-shared/contract/gateway-http.ts';
import type { CaseClosure } from '../../src-shared/payment/record.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Transaction } from 'kysely';
import { closeAnswered, contradictWord, fileWord } from '../cases/kiosk-word.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { lockPayment, type Payment } from './payment-row.ts';
import { problem, type PaymentDeps } from './ports.ts';
import { finishRefund, lockRefund } from './refunds.ts';
import { reportOf } from './report.ts';

type Outcome = Result<Payment, GatewayProblem>;

/**
 * The terminal has given the money back. Idempotent, and taken also when people have the case already: that the payer
 * has the money is a fact.
 */
export async function reversed(
  deps: PaymentDeps,
  kioskCode: string,
  pid: string,
  { refundRef: ref, refundProof: proof, closure }: ReversedRequest,
): Promise<Result<PaymentReport, GatewayProblem>> {
  const answered = await inTransaction(deps.db, async (trx): Promise<Outcome> => {
    const payment = await lockPayment(trx, pid);
    if (payment?.kiosk_code !== kioskCode) return problem('not_found', 'no such attempt of this kiosk');
    if (closure) return givenBackByPeople(trx, deps, payment, { refundRef: ref, refundProof: proof, closure });
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

/** Two people at the kiosk say that the payer has the money back: booked where it is owed, and looked at where it is not. */
async function givenBackByPeople(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  payment: Payment,
  { refundRef: ref, refundProof: proof, closure }: ReversedRequest & { readonly closure: CaseClosure },
): Promise<Outcome> {
  // Restored from a backup: the kiosk says its COMMIT again, and then this.
  if (payment.captured_at === null) return problem('conflict', 'this attempt is not known as captured');
  const word = { outcome: 'refunded', closure } as const;
  if (!(await fileWord(trx, deps, payment, word))) return ok(payment);
  const refund = await lockRefund(trx, ref);
  // K-Net has been asked, or it was done before in another way: it may have been given back twice.
  const ownWay = refund?.state === 'sent' || (refund?.state === 'done' && refund.proof !== proof);
  if (refund?.pid !== payment.pid || ownWay) {
    await contradictWord(trx, deps, payment, closure);
    return ok(payment);
  }
  const after = await finishRefund(trx, deps, payment, { ref, proof });
  await closeAnswered(trx, deps, payment.pid, word);
  return ok(after);
}
