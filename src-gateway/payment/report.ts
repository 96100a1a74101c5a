import type { GatewayProblem, PaymentReport } from '../../src-shared/contract/gateway-http.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { findPayment, type Payment } from './payment-row.ts';
import { problem, type PaymentDeps } from './ports.ts';

/** Another copy of the gateway may have made the change: the database is looked at this often while somebody waits. */
const lookEveryMs = 1000;

/** What the kiosk is told about an attempt. */
export function reportOf(payment: Payment): PaymentReport {
  return {
    pid: payment.pid,
    version: payment.version,
    state: payment.state,
    totalFils: payment.total_fils,
    ...(payment.knet === null ? {} : { knet: payment.knet }),
    ...(payment.not_paid_reason === null ? {} : { notPaidReason: payment.not_paid_reason }),
  };
}

/**
 * Answers at once when the attempt has moved on since version `seen`, else as soon as it does or after `waitSeconds`.
 * A pid of another kiosk is not found.
 */
export async function report(
  deps: PaymentDeps,
  kioskCode: string,
  question: { pid: string; seen: number; waitSeconds: number },
): Promise<Result<PaymentReport, GatewayProblem>> {
  const deadline = deps.time.now() + question.waitSeconds * 1000;
  for (;;) {
    // The ear is at the door before the look inside, so that no change falls between the two.
    const remaining = deadline - deps.time.now();
    const change = remaining > 0 ? deps.news.wait(question.pid, Math.min(lookEveryMs, remaining)) : null;
    const payment = await findPayment(deps.db, question.pid);
    if (payment === null || payment.kiosk_code !== kioskCode)
      return problem('not_found', 'no such attempt of this kiosk');
    if (payment.version > question.seen || change === null || deps.news.closed) return ok(reportOf(payment));
    await change;
  }
}
