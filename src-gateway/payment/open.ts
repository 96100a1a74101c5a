import type { GatewayProblem, OpenReply } from '../../src-shared/contract/gateway-http.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { inTransaction } from '../db/transaction.ts';
import { extendLeases, holdsAllLeases } from './leases.ts';
import { lockPayment, step, type Payment } from './payment-row.ts';
import { problem, type PaymentDeps } from './ports.ts';

const tokenBytes = 16;
/** The items stay reserved a little longer than Pay can be pressed. */
const leaseMarginMs = 60_000;

/**
 * Stores the intent and hands out the page's address. Nothing can be paid by that: K-Net's address comes into being
 * when somebody presses Pay. Asked again before that (the first answer was lost), it gives the same address.
 */
export async function openPage(
  deps: PaymentDeps,
  kioskCode: string,
  pid: string,
): Promise<Result<OpenReply, GatewayProblem>> {
  const opened = await inTransaction(deps.db, async (trx): Promise<Result<Payment, GatewayProblem>> => {
    const payment = await lockPayment(trx, pid);
    if (payment === null || payment.kiosk_code !== kioskCode)
      return problem('not_found', 'no such attempt of this kiosk');
    if (payment.rail === 'terminal') return problem('conflict', 'a payment at the terminal has no page: arm it');
    const now = deps.time.now();
    if (payment.state === 'intent' && payment.page_expires_at !== null && payment.page_expires_at.getTime() > now)
      return ok(payment);
    if (payment.state !== 'reserved')
      return problem('conflict', `the attempt is ${payment.state}, its page cannot be opened`);
    const closed = deps.moneyClosed(payment.rail);
    if (closed !== null) return problem('payments_closed', closed);
    if (!(await holdsAllLeases(trx, pid)))
      return problem('conflict', 'the reservation has ended: reserve again with a new pid');
    const expiresAt = now + deps.settings.pageSeconds * 1000;
    await extendLeases(trx, pid, new Date(expiresAt + leaseMarginMs));
    const token = Buffer.from(deps.rng.bytes(tokenBytes)).toString('base64url');
    const until = new Date(expiresAt);
    return ok(
      await step(trx, payment, 'intent', now, { page_token: token, page_expires_at: until, lease_until: until }),
    );
  });
  if (!opened.ok) return opened;
  deps.news.tell(pid);
  return ok(replyFor(deps, opened.value));
}

function replyFor(deps: PaymentDeps, payment: Payment): OpenReply {
  if (payment.page_token === null || payment.page_expires_at === null) throw new Error('an intent has a page');
  const expiresInSeconds = Math.max(1, Math.floor((payment.page_expires_at.getTime() - deps.time.now()) / 1000));
  return { pageUrl: `${deps.settings.publicUrl}/p/${payment.page_token}`, expiresInSeconds };
}
