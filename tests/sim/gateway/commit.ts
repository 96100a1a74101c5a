import type { CommitReply, CommitRequest } from '../../../src-shared/contract/gateway-http.ts';
import { worthOf } from '../../../src-gateway/cases/worth.ts';
import type { CaseClosure } from '../../../src-shared/payment/record.ts';
import { ok } from '../../../src-shared/result.ts';
import { newRow, problem, type GatewayModel, type Reply } from './gateway-model.ts';
import { closeAnswered, fileWord, knownOf } from './kiosk-word.ts';
import { followRefunds, refundsOf, reversalOf } from './refunds.ts';
import { settleCapture } from './settle.ts';
import type { PaymentRow } from './tables.ts';

/** At the terminal the kiosk has the proof; on a hosted page K-Net has to confirm it first. */
export function takeCommit(model: GatewayModel, kiosk: string, request: CommitRequest): Reply<CommitReply> {
  const row = model.tables.payments.get(request.facts.pid) ?? recreate(model, kiosk, request);
  if (row.kiosk !== kiosk) return problem('not_found');
  if (row.committed) return row.receiptNo === request.receiptNo ? ok(row.committed) : problem('conflict');
  if (request.closure) return takeWord(model, row, request, request.closure);
  if (row.capturedAt !== null) return ok(bindReceipt(model, row, request));
  if (row.rail !== 'terminal') {
    askFirst(model, row);
    return problem('conflict');
  }
  return ok(bookAndBind(model, row, request));
}

function bookAndBind(model: GatewayModel, row: PaymentRow, request: CommitRequest): CommitReply {
  const { capture, railRef, reversal } = request;
  settleCapture(model, row, { capture, railRef, ...(reversal ? { goesBack: reversal.reason } : {}) });
  return bindReceipt(model, row, request);
}

/** Not the rail but two people at the kiosk say that the money was taken. */
function takeWord(
  model: GatewayModel,
  row: PaymentRow,
  request: CommitRequest,
  closure: CaseClosure,
): Reply<CommitReply> {
  const fresh = fileWord(model, row, closure);
  const worth = worthOf('captured', knownOf(row));
  if (worth === 'agree') return ok(bindReceipt(model, row, request));
  if (worth === 'follow' && (fresh || row.state !== 'manual')) {
    const reply = bookAndBind(model, row, request);
    closeAnswered(model, row.pid);
    return ok(reply);
  }
  if (worth === 'ask') askFirst(model, row);
  if (worth === 'contradict') {
    model.tables.openCase(row.pid, 'contradiction');
    model.step(row, 'manual');
  }
  return problem('conflict');
}

/** Writes down again an attempt that a restored gateway does not know, as one whose money may have moved. */
function recreate(model: GatewayModel, kiosk: string, { facts }: CommitRequest): PaymentRow {
  const now = model.outside.now();
  const row = newRow(kiosk, facts, 'restored', now);
  row.state = 'open';
  row.pressedAt = now;
  row.nextInquiryAt = facts.rail === 'terminal' ? null : now;
  model.tables.payments.set(facts.pid, row);
  for (const { itemId } of row.items) {
    const held = model.tables.leases.get(itemId);
    if (held && (held.held || held.until > now)) continue;
    model.tables.leases.set(itemId, { pid: row.pid, until: now, held: true });
  }
  return row;
}

function askFirst(model: GatewayModel, row: PaymentRow): void {
  const now = model.outside.now();
  if (row.state === 'reserved' || row.state === 'intent') {
    model.holdLeases(row.pid);
    row.pressedAt ??= now;
    row.nextInquiryAt = now;
    model.step(row, 'open');
  } else if (row.state === 'not_charged' && row.nextInquiryAt === null) {
    row.pressedAt ??= now;
    row.nextInquiryAt = now;
  }
}

/** Binds the kiosk's receipt number to a captured attempt; the answer is kept and said again word for word. */
function bindReceipt(model: GatewayModel, row: PaymentRow, request: CommitRequest): CommitReply {
  const now = model.outside.now();
  for (const posting of model.tables.postings) {
    if (posting.pid !== row.pid || posting.state !== 'pending' || posting.receiptNo !== null) continue;
    posting.receiptNo = request.receiptNo;
    posting.nextTryAt = now;
  }
  if (row.rail !== 'terminal') {
    for (const refund of refundsOf(model, row.pid)) if (refund.state === 'due') refund.nextTryAt = now;
  }
  const postings = model.tables
    .postingsOf(row.pid)
    .map(({ itemId, state }) => ({ obligationId: itemId, posting: state }));
  const reversal = reversalOf(model, row.pid);
  const result = !reversal ? 'posted' : reversal.itemIds.length === row.items.length ? 'duplicate' : 'part';
  row.receiptNo = request.receiptNo;
  row.committed = {
    result,
    proof: `WAFA1.${request.receiptNo}.${row.pid}`,
    postings,
    ...(reversal ? { reversal } : {}),
  };
  if (row.state === 'captured' && !reversal) model.step(row, 'posted');
  else followRefunds(model, row);
  return row.committed;
}
