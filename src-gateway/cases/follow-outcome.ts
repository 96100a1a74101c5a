import type { Transaction } from 'kysely';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Tables } from '../db/tables.ts';
import { lockPayment, step, type Payment } from '../payment/payment-row.ts';
import type { PaymentDeps } from '../payment/ports.ts';
import { finishRefund, followRefunds, lockRefund, type Refund } from '../payment/refunds.ts';
import { endQuarantine } from '../reconciliation/quarantine.ts';
import type { CaseFile } from './close-case.ts';
import type { ClosingOrder } from './closing-order.ts';
import { proveCaptured, proveGivenBack, proveNotCharged } from './outcomes.ts';

type Followed = Result<string, string>;

const noOutcome = 'Nothing waits for an outcome here: leave --outcome away.';

/** Moves the payment of a locked case as the two people say, or says why it cannot go there. */
export async function followOutcome(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  file: CaseFile,
  order: ClosingOrder,
): Promise<Followed> {
  const payment = await lockPayment(trx, file.pid);
  if (payment === null) return order.outcome === undefined ? ok('') : err(noOutcome);
  if (file.class === 'refund_due' || file.class === 'refund_unknown') {
    const refund = await lockRefund(trx, file.subject);
    if (refund !== null && refund.state !== 'done') return refunded(trx, deps, payment, refund, order);
  }
  if (payment.state === 'manual' && payment.captured_at === null) return decided(trx, deps, payment, order, file);
  if (payment.state === 'manual' && file.class === 'number_twice') return believed(trx, deps, payment, order);
  if (file.class === 'revoked_kiosk' && order.outcome === 'captured') {
    const matched = await endQuarantine(trx, payment.pid, deps.time.now());
    return matched ? ok('The ministry is told.') : err('The ministry has been told already: leave --outcome away.');
  }
  return order.outcome === undefined ? ok('') : err(noOutcome);
}

/** The case asks for the reference of a refund, and nothing else ends it. */
async function refunded(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  payment: Payment,
  refund: Refund,
  { outcome, reference }: ClosingOrder,
): Promise<Followed> {
  if (outcome !== 'refunded' || reference === undefined)
    return err('This case is about money that goes back: it is closed with --outcome refunded --reference NUMBER.');
  const after = await finishRefund(trx, deps, payment, { ref: refund.refund_ref, proof: reference });
  return ok(`The refund is booked; the payment is ${after.state}.`);
}

/** Nobody but these two can say whether money was taken. */
async function decided(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  payment: Payment,
  { outcome, reference }: ClosingOrder,
  file: CaseFile,
): Promise<Followed> {
  if (outcome === undefined) {
    return (await hasOtherCase(trx, file))
      ? ok('The payment still waits: it has another open case.')
      : err('The payment waits for an outcome: add --outcome captured, not_charged or refunded.');
  }
  if (outcome === 'not_charged') {
    const after = await proveNotCharged(trx, deps, payment);
    return ok(`The payment is ${after.state}, and its items are free.`);
  }
  if (reference === undefined) return err('This outcome needs --reference: the number that shows it.');
  const word = { amountFils: payment.total_fils, transactionId: reference };
  const prove = outcome === 'captured' ? proveCaptured : proveGivenBack;
  return ok(`The payment is ${(await prove(trx, deps, payment, word)).state}.`);
}

/** The money is booked; only the receipt number stands for another attempt. */
async function believed(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  payment: Payment,
  { outcome }: ClosingOrder,
): Promise<Followed> {
  if (outcome !== 'captured')
    return err('The money of this payment is booked: close the case with --outcome captured --reference NUMBER.');
  const now = deps.time.now();
  const after = await followRefunds(trx, await step(trx, payment, 'captured', now), now);
  return ok(`The payment is ${after.state}.`);
}

async function hasOtherCase(trx: Transaction<Tables>, { id, pid }: CaseFile): Promise<boolean> {
  const other = await trx
    .selectFrom('case_file')
    .select('id')
    .where('pid', '=', pid)
    .where('id', '!=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return other !== undefined;
}
