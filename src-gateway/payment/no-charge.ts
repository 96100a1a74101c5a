import type { GatewayProblem, NoChargeRequest, PaymentReport } from '../../src-shared/contract/gateway-http.ts';
import { fils } from '../../src-shared/domain/money.ts';
import type { CaseClosure } from '../../src-shared/payment/record.ts';
import { ok, unreachable, type Result } from '../../src-shared/result.ts';
import type { Transaction } from 'kysely';
import type { Tables } from '../db/tables.ts';
import { closeAnswered, contradictWord, fileWord, knownOf } from '../cases/kiosk-word.ts';
import { worthOf } from '../cases/worth.ts';
import { inTransaction } from '../db/transaction.ts';
import { releaseLeases } from './leases.ts';
import { lockPayment, note, step, type Payment } from './payment-row.ts';
import { problem, type PaymentDeps } from './ports.ts';
import { reportOf } from './report.ts';

type Reply = Result<PaymentReport, GatewayProblem>;

/**
 * The kiosk has proof that its terminal took no money, or two people there have said so on any rail: the items are free
 * again. Idempotent. For a pid nobody has ever seen there is nothing to give back. What was captured stays captured, and
 * the report says so.
 */
export async function noCharge(
  deps: PaymentDeps,
  kioskCode: string,
  pid: string,
  request: NoChargeRequest,
): Promise<Reply> {
  const answered = await inTransaction(deps.db, async (trx): Promise<Result<Payment | null, GatewayProblem>> => {
    const payment = await lockPayment(trx, pid);
    if (payment === null) return ok(null);
    if (payment.kiosk_code !== kioskCode) return problem('not_found', 'no such attempt of this kiosk');
    if (request.closure) return ok(await followPeople(trx, deps, payment, { ...request, closure: request.closure }));
    if (payment.rail !== 'terminal') return problem('conflict', 'on a hosted page only K-Net can say that');
    return ok(await close(trx, deps, payment, request));
  });
  if (!answered.ok) return answered;
  if (answered.value === null) return ok(neverSeen(pid, request));
  deps.news.tell(pid);
  return ok(await reportOf(deps.db, answered.value));
}

function neverSeen(pid: string, { reason }: NoChargeRequest): PaymentReport {
  return { pid, version: 0, state: 'not_charged', totalFils: fils(0), notPaidReason: reason };
}

/**
 * Two people told the payer "not charged". What only K-Net can say it is asked; should the money turn up, all of it
 * goes back.
 */
async function followPeople(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  payment: Payment,
  { reason, proof, closure }: NoChargeRequest & { readonly closure: CaseClosure },
): Promise<Payment> {
  const word = { outcome: 'not_charged', closure } as const;
  if (!(await fileWord(trx, deps, payment, word))) return payment;
  const now = deps.time.now();
  const worth = worthOf('not_charged', knownOf(payment));
  switch (worth) {
    case 'contradict':
      await contradictWord(trx, deps, payment, closure);
      return payment;
    case 'agree':
      await note(trx, payment.pid, { told_not_charged: true });
      return payment;
    case 'ask':
      await note(trx, payment.pid, { told_not_charged: true, next_inquiry_at: new Date(now) });
      return payment;
    case 'follow': {
      await releaseLeases(trx, payment.pid);
      await closeAnswered(trx, deps, payment.pid, word);
      const facts = { not_paid_reason: reason, no_charge_proof: proof, told_not_charged: true, next_inquiry_at: null };
      return step(trx, payment, 'not_charged', now, facts);
    }
    default:
      return unreachable(worth);
  }
}

async function close(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  payment: Payment,
  { reason, proof }: NoChargeRequest,
): Promise<Payment> {
  switch (payment.state) {
    case 'reserved':
    case 'open':
      await releaseLeases(trx, payment.pid);
      return step(trx, payment, 'not_charged', deps.time.now(), {
        not_paid_reason: reason,
        no_charge_proof: proof,
        told_not_charged: true,
      });
    case 'not_charged':
      // Time had ended it; now the visitor has been told, too.
      await note(trx, payment.pid, { told_not_charged: true });
      return payment;
    default:
      deps.log.error(
        { alarm: 'no_charge_after_capture', pid: payment.pid, state: payment.state },
        'a kiosk calls a payment not charged that is not open any more',
      );
      return payment;
  }
}
