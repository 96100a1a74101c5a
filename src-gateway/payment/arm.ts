import type { ArmReply, GatewayProblem } from '../../src-shared/contract/gateway-http.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { inTransaction } from '../db/transaction.ts';
import { whyHeld } from '../reconciliation/holds.ts';
import { holdLeases, holdsAllLeases } from './leases.ts';
import { lockPayment, step } from './payment-row.ts';
import { problem, type PaymentDeps } from './ports.ts';

/** The longest payment at a terminal, from card to answer. */
const longestPaymentSeconds = 200;

/**
 * The kiosk is about to send PAY to its terminal. From here on money may move, so the items are held until the kiosk
 * or the settlement says what became of it, however long that takes. Idempotent.
 */
export async function arm(
  deps: PaymentDeps,
  kioskCode: string,
  pid: string,
): Promise<Result<ArmReply, GatewayProblem>> {
  const leaseSeconds = Math.max(longestPaymentSeconds, deps.settings.leaseSeconds);
  return inTransaction(deps.db, async (trx): Promise<Result<ArmReply, GatewayProblem>> => {
    const payment = await lockPayment(trx, pid);
    if (payment?.kiosk_code !== kioskCode) return problem('not_found', 'no such attempt of this kiosk');
    if (payment.rail !== 'terminal') return problem('conflict', 'only a payment at the terminal is armed');
    if (payment.state === 'open') return ok({ leaseSeconds });
    if (payment.state !== 'reserved') return problem('conflict', `the attempt is ${payment.state}, it cannot be armed`);
    const closed = deps.moneyClosed('terminal') ?? (await whyHeld(trx, kioskCode));
    if (closed !== null) return problem('payments_closed', closed);
    if (!(await holdsAllLeases(trx, pid)))
      return problem('conflict', 'the reservation has ended: reserve again with a new pid');
    await holdLeases(trx, pid);
    const now = deps.time.now();
    await step(trx, payment, 'open', now, {
      pressed_at: new Date(now),
      lease_until: new Date(now + leaseSeconds * 1000),
    });
    return ok({ leaseSeconds });
  });
}
