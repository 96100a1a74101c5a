import { settlementKey } from '../../../src-gateway/ministry/port.ts';
import { refundRef } from '../../../src-shared/payment/refund-ref.ts';
import type { GatewayModel } from './gateway-model.ts';
import type { SettlementSays } from './outside.ts';
import { followRefunds } from './refunds.ts';
import type { PostingRow } from './tables.ts';

const firstWaitMs = 5_000;
const longestWaitMs = 10 * 60_000;
const claimMs = 60_000;

/** Tells the ministry about the postings that are due; the key makes a repetition harmless. */
export function postDue(model: GatewayModel): void {
  const now = model.outside.now();
  const due = model.tables.postings.filter(({ nextTryAt }) => nextTryAt !== null && nextTryAt <= now);
  for (const posting of due) {
    posting.nextTryAt = now + claimMs;
    posting.tries += 1;
    posting.receiptNo ??= `GW-${posting.pid.slice(0, 16)}`;
    const { pid, itemId, ticketNo } = posting;
    model.outside.postSettlement({ key: settlementKey(pid, ticketNo), itemId }, (says) => {
      model.takePostingAnswer(pid, itemId, says);
    });
  }
}

export function takePostingAnswer(model: GatewayModel, pid: string, itemId: string, says: SettlementSays): void {
  const posting = model.tables.postings.find((row) => row.pid === pid && row.itemId === itemId);
  if (posting?.state !== 'pending') return;
  if (says === 'posted') {
    posting.state = 'posted';
    posting.nextTryAt = null;
  } else if (says === 'refused') {
    refuse(model, posting);
  } else {
    const wait = Math.min(firstWaitMs * 2 ** Math.min(posting.tries - 1, 10), longestWaitMs);
    posting.nextTryAt = model.outside.now() + Math.round(wait * (1 + 0.1 * model.outside.random()));
  }
}

/** The ministry said no, for example because the ticket was paid elsewhere a moment before: the money goes back. */
function refuse(model: GatewayModel, posting: PostingRow): void {
  const { pid, itemId, amountFils } = posting;
  const row = model.row(pid);
  posting.state = 'refused';
  posting.active = false;
  posting.nextTryAt = null;
  model.tables.book(`${pid}:refused:${itemId}`, pid, amountFils);
  model.tables.book(`${pid}:owed:${itemId}`, pid, -amountFils);
  const position = row.items.findIndex((item) => item.itemId === itemId);
  const owed = { ref: refundRef(pid, position), itemIds: [itemId], amountFils };
  model.oweRefund(row, { ...owed, reason: 'ministry_refused' });
  model.tables.openCase(pid, 'posting_refused', itemId);
  if (row.state !== 'captured') followRefunds(model, row);
}
