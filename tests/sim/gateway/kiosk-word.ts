import { worthOf, type Known } from '../../../src-gateway/cases/worth.ts';
import type { CaseClosure } from '../../../src-shared/payment/record.ts';
import type { NotPaidReason } from '../../../src-shared/payment/states.ts';
import type { GatewayModel } from './gateway-model.ts';
import { finishRefund } from './refunds.ts';
import type { PaymentRow } from './tables.ts';

const askedOutcome = new Set(['unresolved', 'open_too_long', 'contradiction']);

export function knownOf({ rail, state, capturedAt, toldNotCharged }: PaymentRow): Known {
  return { rail, state, captured: capturedAt !== null, told: toldNotCharged };
}

/** False when the word was filed before. */
export function fileWord({ tables }: GatewayModel, { pid }: PaymentRow, { caseId }: CaseClosure): boolean {
  const known = tables.cases.some(
    (row) => row.pid === pid && row.class === 'closed_at_kiosk' && row.subject === caseId,
  );
  if (known) return false;
  tables.openCase(pid, 'closed_at_kiosk', caseId).closed = true;
  return true;
}

/** The cases that asked for this outcome end by the same word. */
export function closeAnswered({ tables }: GatewayModel, pid: string): void {
  for (const row of tables.cases) {
    if (row.pid !== pid) continue;
    const refund = row.class === 'refund_due' || row.class === 'refund_unknown';
    const done = refund && tables.refunds.get(row.subject)?.state === 'done';
    if (done || askedOutcome.has(row.class)) row.closed = true;
  }
}

/** Two people told the payer "not charged". */
export function followNotCharged(
  model: GatewayModel,
  row: PaymentRow,
  reason: NotPaidReason,
  closure: CaseClosure,
): void {
  if (!fileWord(model, row, closure)) return;
  const worth = worthOf('not_charged', knownOf(row));
  if (worth === 'contradict') return void model.tables.openCase(row.pid, 'contradiction');
  if (worth === 'follow') {
    closeAnswered(model, row.pid);
    return model.endUncharged(row, reason, true);
  }
  row.toldNotCharged = true;
  if (worth === 'ask') row.nextInquiryAt = model.outside.now();
}

/** Two people say that the payer has the money back. */
export function followGivenBack(
  model: GatewayModel,
  row: PaymentRow,
  { ref, proof, closure }: { readonly ref: string; readonly proof: string; readonly closure: CaseClosure },
): void {
  if (!fileWord(model, row, closure)) return;
  const refund = model.tables.refunds.get(ref);
  const ownWay = refund?.state === 'sent' || (refund?.state === 'done' && refund.proof !== proof);
  if (refund?.pid !== row.pid || ownWay) return void model.tables.openCase(row.pid, 'contradiction');
  finishRefund(model, row, ref, proof);
  closeAnswered(model, row.pid);
}
