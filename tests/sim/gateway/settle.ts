import { refundRef } from '../../../src-shared/payment/refund-ref.ts';
import type { Capture } from '../../../src-shared/payment/record.ts';
import type { ReversalReason } from '../../../src-shared/payment/states.ts';
import type { GatewayModel } from './gateway-model.ts';
import { followRefunds } from './refunds.ts';
import type { ItemRow, PaymentRow } from './tables.ts';

/** Money that was taken, and what is known about it. */
export interface Taken {
  readonly capture: Capture;
  readonly railRef?: string;
  /** Set when the kiosk knows that all of it goes back. */
  readonly goesBack?: ReversalReason;
}

/**
 * The money is there: one transaction books it, makes it our duty to tell the ministry, and gives the leases back. An
 * item that somebody else has settled goes back, and so does everything when the visitor agreed to something else.
 */
export function settleCapture(model: GatewayModel, row: PaymentRow, taken: Taken): void {
  const { capture } = taken;
  const { tables } = model;
  model.step(row, 'captured');
  row.capturedAt = model.outside.now();
  row.capture = capture;
  row.nextInquiryAt = null;
  row.notPaidReason = null;
  row.knet = capture.knet ?? null;
  row.railRef = taken.railRef ?? null;
  if (row.toldNotCharged) tables.openCase(row.pid, 'captured_after_not_charged');
  if (capture.amountFils !== row.totalFils) tables.openCase(row.pid, 'amount_differs');
  const back = model.whyAllGoesBack(row, taken);
  const refused = row.items.filter((item) => !settleItem(model, row, item, back));
  const settled = row.items.filter((item) => !refused.includes(item));
  const goesBack = settled.length === 0 ? capture.amountFils : sumOf(refused);
  tables.book(`${row.pid}:capture`, row.pid, capture.amountFils);
  for (const item of settled) tables.book(`${row.pid}:item:${item.itemId}`, row.pid, -item.amountFils);
  if (goesBack > 0) tables.book(`${row.pid}:owed`, row.pid, -goesBack);
  model.releaseLeases(row.pid);
  if (refused.length === 0) return;
  const owed = { itemIds: refused.map(({ itemId }) => itemId), amountFils: goesBack };
  model.oweRefund(row, { ...owed, ref: refundRef(row.pid), reason: back ?? 'settled_elsewhere' });
  if (back === 'told_not_charged') followRefunds(model, row);
}

function settleItem(model: GatewayModel, row: PaymentRow, item: ItemRow, back: ReversalReason | null): boolean {
  const mine = back === null && model.mayPost(item);
  model.tables.postings.push({
    ...{ pid: row.pid, itemId: item.itemId, ticketNo: item.ticketNo, amountFils: item.amountFils },
    ...{ active: mine, state: mine ? 'pending' : 'refused', tries: 0, receiptNo: null },
    nextTryAt: mine ? model.outside.now() + model.settings.receiptWaitMs : null,
  });
  return mine;
}

function sumOf(items: readonly ItemRow[]): number {
  return items.reduce((sum, { amountFils }) => sum + amountFils, 0);
}
