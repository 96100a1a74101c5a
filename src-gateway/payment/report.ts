import type { GatewayProblem, PaymentReport } from '../../src-shared/contract/gateway-http.ts';
import type { GatewayState } from '../../src-shared/payment/states.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { closureOf } from '../cases/closure.ts';
import { caseOf } from './cases.ts';
import { findPayment, type Payment } from './payment-row.ts';
import { problem, type PaymentDeps } from './ports.ts';
import { refundsOf, reversalOf, type Refund } from './refunds.ts';

/** Another copy of the gateway may have made the change: the database is looked at this often while somebody waits. */
const lookEveryMs = 1000;

/** Longest text that shows a refund. */
const mostProofLetters = 200;

/** What the kiosk is told about an attempt. */
export async function reportOf(db: PaymentDeps['db'], payment: Payment): Promise<PaymentReport> {
  return {
    pid: payment.pid,
    version: payment.version,
    state: payment.state,
    totalFils: payment.total_fils,
    ...(payment.knet === null ? {} : { knet: payment.knet }),
    ...(payment.captured_fils === null ? {} : { capturedFils: payment.captured_fils }),
    ...(payment.state === 'not_charged' && payment.not_paid_reason !== null
      ? { notPaidReason: payment.not_paid_reason }
      : {}),
    ...(goesBack.has(payment.state) ? await aboutRefunds(db, payment) : {}),
    ...(await aboutPeople(db, payment)),
  };
}

const goesBack: ReadonlySet<GatewayState> = new Set(['refund_due', 'refunded', 'manual']);

async function aboutRefunds(
  db: PaymentDeps['db'],
  { pid, state }: Payment,
): Promise<Pick<PaymentReport, 'reversal' | 'refundProof' | 'caseId'>> {
  const refunds = await refundsOf(db, pid);
  const reversal = reversalOf(refunds);
  const caseId = state === 'manual' ? await caseOf(db, pid) : null;
  return {
    ...(reversal === null ? {} : { reversal }),
    ...(state === 'refunded' ? { refundProof: proofOf(refunds) } : {}),
    ...(caseId === null ? {} : { caseId }),
  };
}

/** What people decided, once the state is the one they decided on. */
async function aboutPeople(db: PaymentDeps['db'], { pid, state }: Payment): Promise<Pick<PaymentReport, 'closure'>> {
  const closure = undecided.has(state) ? null : await closureOf(db, pid);
  return closure === null ? {} : { closure };
}

const undecided: ReadonlySet<GatewayState> = new Set(['reserved', 'intent', 'open', 'notified', 'manual']);

function proofOf(refunds: readonly Refund[]): string {
  return refunds
    .map(({ proof }) => proof ?? '')
    .join(' ')
    .slice(0, mostProofLetters);
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
    if (payment.version > question.seen || change === null || deps.news.closed)
      return ok(await reportOf(deps.db, payment));
    await change;
  }
}
