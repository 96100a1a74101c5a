import type { Transaction } from 'kysely';
import type { Fils } from '../../src-shared/domain/money.ts';
import type { Capture } from '../../src-shared/payment/record.ts';
import { refundRef } from '../../src-shared/payment/refund-ref.ts';
import type { NotPaidReason } from '../../src-shared/payment/states.ts';
import type { Tables } from '../db/tables.ts';
import { releaseLeases } from '../payment/leases.ts';
import { step, type Payment } from '../payment/payment-row.ts';
import type { PaymentDeps } from '../payment/ports.ts';
import { finishRefund } from '../payment/refunds.ts';
import { settleCapture } from '../payment/settle.ts';

/** What shows that the acquirer took the money. */
export interface AcquirersWord {
  readonly amountFils: Fils;
  readonly transactionId: string;
  readonly approvalCode?: string;
  /** `<POIID>/<ServiceID>` of a terminal's message. */
  readonly railRef?: string;
}

/** The acquirer has the money of a locked attempt: it is booked like any other capture. */
export async function proveCaptured(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  payment: Payment,
  word: AcquirersWord,
): Promise<Payment> {
  const { railRef } = word;
  const capture = captureOf(payment, word);
  return settleCapture(trx, deps, payment, { capture, ...(railRef === undefined ? {} : { railRef }) });
}

function captureOf({ rail }: Payment, { amountFils, transactionId, approvalCode, railRef }: AcquirersWord): Capture {
  if (rail !== 'terminal') {
    const knet = { result: 'CAPTURED', transactionId };
    return { amountFils, knet: approvalCode === undefined ? knet : { ...knet, authCode: approvalCode } };
  }
  const terminalId = railRef?.split('/')[0];
  return {
    amountFils,
    card: {
      transactionId,
      ...(approvalCode === undefined ? {} : { approvalCode }),
      ...(terminalId === undefined ? {} : { terminalId }),
    },
  };
}

/** The acquirer never had the money of a locked attempt: its items are free again. */
export async function proveNotCharged(trx: Transaction<Tables>, deps: PaymentDeps, payment: Payment): Promise<Payment> {
  await releaseLeases(trx, payment.pid);
  return step(trx, payment, 'not_charged', deps.time.now(), { next_inquiry_at: null, ...provedBySettlement(payment) });
}

/** What is written of an attempt the acquirer never had. Its reason is one that a kiosk believes: it names no time. */
export function provedBySettlement({ rail }: Payment) {
  const reason: NotPaidReason = rail === 'terminal' ? 'bank_unreachable' : 'page_expired';
  return { not_paid_reason: reason, no_charge_proof: 'settlement', told_not_charged: true } as const;
}

/**
 * The acquirer took the money of a locked attempt and has given it back: both are booked, and nothing of it reaches the
 * ministry.
 */
export async function proveGivenBack(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  payment: Payment,
  word: AcquirersWord,
): Promise<Payment> {
  const taken = { capture: captureOf(payment, word), goesBack: 'told_not_charged' } as const;
  const owed = await settleCapture(trx, deps, payment, taken);
  return finishRefund(trx, deps, owed, { ref: refundRef(payment.pid), proof: word.transactionId });
}
