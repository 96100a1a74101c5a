import { inTransaction } from '../db/transaction.ts';
import { holdLeases, holdsAllLeases } from './leases.ts';
import { lockPayment, step, type Payment } from './payment-row.ts';
import type { PaymentDeps } from './ports.ts';

/** What became of pressing Pay. Only `go` carries K-Net's address, and only the first press ever gets it. */
export type PressOutcome =
  { readonly outcome: 'go'; readonly address: string } | { readonly outcome: 'too_late' | 'already' };

/** Sooner than this K-Net's record cannot have anything to say. */
const firstInquiryMs = 5000;

/**
 * Somebody pressed Pay. It is durable that the attempt is open before K-Net's address exists, and the address is handed
 * out once: after a crash in between nobody has it, and the inquiry proves in time that nothing was charged.
 */
export async function pressPay(deps: PaymentDeps, pid: string): Promise<PressOutcome> {
  const { knet } = deps;
  if (knet === null) return { outcome: 'too_late' };
  const pressed = await inTransaction(deps.db, async (trx): Promise<Payment | PressOutcome> => {
    const payment = await lockPayment(trx, pid);
    const now = deps.time.now();
    if (payment?.state !== 'intent') return { outcome: 'already' };
    const inTime = payment.page_expires_at !== null && payment.page_expires_at.getTime() > now;
    if (!inTime || deps.moneyClosed(payment.rail) !== null || !(await holdsAllLeases(trx, pid)))
      return { outcome: 'too_late' };
    await holdLeases(trx, pid);
    return step(trx, payment, 'open', now, {
      pressed_at: new Date(now),
      next_inquiry_at: new Date(now + firstInquiryMs),
    });
  });
  if ('outcome' in pressed) return pressed;
  deps.news.tell(pid);
  const address = knet.provider.open({
    trackId: pid,
    amount: pressed.total_fils,
    language: pressed.language,
    udf2: pressed.kiosk_code,
  });
  return { outcome: 'go', address };
}
