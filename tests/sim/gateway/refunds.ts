import { fils, sumFils } from '../../../src-shared/domain/money.ts';
import type { Reversal } from '../../../src-shared/payment/record.ts';
import { refundRef } from '../../../src-shared/payment/refund-ref.ts';
import type { ReversalReason } from '../../../src-shared/payment/states.ts';
import type { GatewayModel } from './gateway-model.ts';
import type { PaymentRow, RefundRow } from './tables.ts';

export interface Owed {
  readonly ref: string;
  readonly itemIds: readonly string[];
  readonly amountFils: number;
  readonly reason: ReversalReason;
}

/** Writes down that money goes back, once per reference, and who sees to it. */
export function oweRefund(model: GatewayModel, row: PaymentRow, owed: Owed): void {
  const { tables, settings, outside } = model;
  if (tables.refunds.has(owed.ref)) return;
  const forKiosk = settings.terminalRefund === 'kiosk' && owed.ref === refundRef(row.pid);
  const byPeople = row.rail === 'terminal' && !forKiosk;
  const awaitsReceipt = row.receiptNo === null && owed.reason !== 'told_not_charged';
  const waitMs = row.rail === 'terminal' ? settings.kioskRefundMs : awaitsReceipt ? settings.receiptWaitMs : 0;
  const { ref: refundRefOf, ...what } = owed;
  tables.refunds.set(refundRefOf, {
    ...{ refundRef: refundRefOf, pid: row.pid, ...what, proof: null },
    state: byPeople ? 'manual' : 'due',
    nextTryAt: byPeople ? null : outside.now() + waitMs,
  });
  if (byPeople) tables.openCase(row.pid, 'refund_due', refundRefOf);
}

export function refundsOf(model: GatewayModel, pid: string): RefundRow[] {
  const rows = [...model.tables.refunds.values()].filter((row) => row.pid === pid);
  return rows.toSorted((a, b) => (a.refundRef < b.refundRef ? -1 : 1));
}

/** All that goes back for an attempt, as one. */
export function reversalOf(model: GatewayModel, pid: string): Reversal | null {
  const refunds = refundsOf(model, pid);
  const [first] = refunds;
  if (!first) return null;
  return {
    refundRef: first.refundRef,
    reason: first.reason,
    itemIds: refunds.flatMap(({ itemIds }) => itemIds),
    amountFils: sumFils(refunds.map(({ amountFils }) => fils(amountFils))),
  };
}

/** Moves a payment to where its refunds stand. One that people have stays with them until every refund is done. */
export function followRefunds(model: GatewayModel, row: PaymentRow): void {
  const target = stateAfter(refundsOf(model, row.pid));
  if (target === null || row.state === target) return;
  if (row.state === 'manual') {
    if (target === 'refunded') model.step(row, target);
    return;
  }
  if (row.state !== 'refund_due') model.step(row, 'refund_due');
  if (target !== 'refund_due') model.step(row, target);
}

function stateAfter(refunds: readonly RefundRow[]): 'refund_due' | 'refunded' | 'manual' | null {
  if (refunds.length === 0) return null;
  if (refunds.some(({ state }) => state === 'due' || state === 'sent')) return 'refund_due';
  return refunds.some(({ state }) => state === 'manual') ? 'manual' : 'refunded';
}

/** The payer has the money back: books it and moves the payment on. Idempotent. */
export function finishRefund(model: GatewayModel, row: PaymentRow, ref: string, proof: string): void {
  const refund = model.tables.refunds.get(ref);
  if (refund?.pid !== row.pid) throw new Error(`no refund ${ref}`);
  if (refund.state === 'done') return;
  refund.state = 'done';
  refund.nextTryAt = null;
  refund.proof = proof;
  model.tables.book(`${row.pid}:refunded:${ref}`, row.pid, refund.amountFils);
  model.tables.book(`${row.pid}:given:${ref}`, row.pid, -refund.amountFils);
  followRefunds(model, row);
}

export function handToPeople(model: GatewayModel, refund: RefundRow, why: 'refund_due' | 'refund_unknown'): void {
  refund.state = 'manual';
  refund.nextTryAt = null;
  model.tables.openCase(refund.pid, why, refund.refundRef);
}

/** Sees to the refunds that are due: K-Net is asked once where the acquirer allows it, all others are for people. */
export function refundDue(model: GatewayModel): void {
  const now = model.outside.now();
  for (const refund of model.tables.refunds.values()) {
    if (refund.state !== 'due' || refund.nextTryAt === null || refund.nextTryAt > now) continue;
    const row = model.row(refund.pid);
    const byKnet = row.rail !== 'terminal' && model.settings.refundBy === 'api';
    if (byKnet) {
      refund.state = 'sent';
      refund.nextTryAt = null;
    } else {
      handToPeople(model, refund, 'refund_due');
    }
    followRefunds(model, row);
    if (byKnet) model.sendRefund(refund);
  }
}

/** K-Net's answer to the one request. */
export function takeRefundAnswer(model: GatewayModel, ref: string, done: boolean): void {
  const refund = model.tables.refunds.get(ref);
  // Nothing to do where people have it already, or where the database was put back to before it was sent.
  if (refund?.state !== 'sent') return;
  const row = model.row(refund.pid);
  if (done) finishRefund(model, row, ref, `T-${ref}`);
  else {
    handToPeople(model, refund, 'refund_unknown');
    followRefunds(model, row);
  }
}

/** After a start: what was being sent may have been done, and nobody may send it again. */
export function recoverRefunds(model: GatewayModel): void {
  for (const refund of model.tables.refunds.values()) {
    if (refund.state !== 'sent') continue;
    handToPeople(model, refund, 'refund_unknown');
    followRefunds(model, model.row(refund.pid));
  }
}
