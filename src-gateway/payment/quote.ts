import type { QuoteChange } from '../../src-shared/contract/gateway-http.ts';
import type { InquiryAnswer } from '../../src-shared/domain/inquiry.ts';
import { isPayable, type Obligation } from '../../src-shared/domain/obligation.ts';
import type { PaymentItem } from '../../src-shared/payment/record.ts';
import { systemOf } from './recreate.ts';

/** What differs between the list the visitor agreed to and the list as it is now; empty when nothing does. */
export function compareQuote(items: readonly PaymentItem[], fresh: InquiryAnswer): QuoteChange[] {
  const byId = new Map(fresh.obligations.map((obligation) => [obligation.id, obligation]));
  return items.map((item) => changeOf(item, byId.get(item.obligationId))).filter((change) => change !== null);
}

function changeOf(item: PaymentItem, now: Obligation | undefined): QuoteChange | null {
  const was = { obligationId: item.obligationId, ticketNo: item.ticketNo, wasFils: item.amountFils };
  if (now === undefined) return { ...was, why: 'not_payable' };
  if (now.notPayableReason === 'being_paid') return { ...was, why: 'being_paid' };
  if (now.status === 'paid' || now.status === 'payment_pending_posting') return { ...was, why: 'paid' };
  if (!isPayable(now)) return { ...was, why: 'not_payable' };
  // A new version at the same amount is asked again too: the visitor agreed to something else.
  if (now.amountFils !== item.amountFils || now.version !== item.version)
    return { ...was, nowFils: now.amountFils, why: 'amount' };
  return now.detail.ticketNo === item.ticketNo && now.system === systemOf(item) ? null : { ...was, why: 'not_payable' };
}
