import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { CommitReply, GatewayProblem } from '../../src-shared/contract/gateway-http.ts';
import { itemsDigestInput, type ReceiptStatement } from '../../src-shared/domain/receipt.ts';
import type { ItemPosting } from '../../src-shared/payment/record.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction, sqlState } from '../db/transaction.ts';
import { findPayment, itemsOf, lockPayment, note, step, type Payment, type PaymentItemRow } from './payment-row.ts';
import { problem, type PaymentDeps } from './ports.ts';

/** What the kiosk brings: its own receipt number, and when it issued it (printed, never compared). */
export interface Commit {
  readonly pid: string;
  readonly receiptNo: string;
  readonly issuedAt: string;
}

type Reply = Result<CommitReply, GatewayProblem>;

const uniqueViolation = '23505';

/**
 * Binds the kiosk's receipt number to a captured attempt and signs the receipt. A capture is a fact: this is taken
 * however late it comes, and said again word for word as often as it is asked.
 */
export async function commit(deps: PaymentDeps, kioskCode: string, request: Commit): Promise<Reply> {
  if (!request.receiptNo.startsWith(`${kioskCode}-`))
    return problem('bad_request', 'this is not a receipt number of this kiosk');
  try {
    const answered = await inTransaction(deps.db, (trx) => bind(trx, deps, kioskCode, request));
    if (answered.ok) deps.news.tell(request.pid);
    return answered;
  } catch (error) {
    if (sqlState(error) !== uniqueViolation) throw error;
    deps.log.error(
      { alarm: 'receipt_number_twice', pid: request.pid, kiosk: kioskCode },
      'a kiosk used a receipt number twice',
    );
    return problem('conflict', 'this receipt number belongs to another attempt');
  }
}

async function bind(trx: Transaction<Tables>, deps: PaymentDeps, kioskCode: string, request: Commit): Promise<Reply> {
  const payment = await lockPayment(trx, request.pid);
  if (payment === null || payment.kiosk_code !== kioskCode)
    return problem('not_found', 'no such attempt of this kiosk');
  if (payment.captured_at === null)
    return problem('conflict', `the attempt is ${payment.state}, there is nothing to receipt`);
  if (payment.proof !== null && payment.commit_postings !== null) {
    return payment.receipt_no === request.receiptNo
      ? ok({ proof: payment.proof, postings: [...payment.commit_postings] })
      : problem('conflict', 'this attempt has another receipt number');
  }
  const items = await itemsOf(trx, payment.pid);
  const proof = deps.signReceipt(statementOf(deps, payment, items, request));
  await tellMinistryNow(trx, deps, request);
  const postings = await postingsOf(trx, payment.pid);
  const facts = {
    receipt_no: request.receiptNo,
    issued_at: request.issuedAt,
    proof,
    commit_postings: JSON.stringify(postings),
  };
  if (payment.state === 'captured') {
    const to = postings.some(({ posting }) => posting === 'refused') ? 'refund_due' : 'posted';
    await step(trx, payment, to, deps.time.now(), facts);
  } else {
    await note(trx, payment.pid, facts);
  }
  return ok({ proof, postings });
}

/** What the signature says: this much was paid for these tickets. It says nothing about postings, which change. */
function statementOf(
  deps: PaymentDeps,
  payment: Payment,
  items: readonly PaymentItemRow[],
  { receiptNo, issuedAt }: Commit,
): ReceiptStatement {
  const lines = items.map((item) => ({ ticketNo: item.ticket_no, amountFils: item.amount_fils }));
  return {
    v: 1,
    n: receiptNo,
    t: issuedAt,
    k: payment.kiosk_code,
    p: payment.pid,
    a: payment.total_fils,
    c: items.length,
    h: createHash('sha256').update(itemsDigestInput(lines)).digest('hex').slice(0, 32),
    m: payment.masked_number,
    ...(deps.settings.demo ? { d: 1 as const } : {}),
  };
}

/** The ministry waits for the receipt number no longer; what it was told without one stays as it is. */
async function tellMinistryNow(trx: Transaction<Tables>, deps: PaymentDeps, { pid, receiptNo }: Commit): Promise<void> {
  await trx
    .updateTable('posting')
    .set({ receipt_no: receiptNo, next_try_at: new Date(deps.time.now()) })
    .where('pid', '=', pid)
    .where('state', '=', 'pending')
    .where('receipt_no', 'is', null)
    .execute();
}

async function postingsOf(db: PaymentDeps['db'], pid: string): Promise<ItemPosting[]> {
  const rows = await db
    .selectFrom('posting')
    .select(['item_id', 'state'])
    .where('pid', '=', pid)
    .orderBy('item_id')
    .execute();
  return rows.map(({ item_id: obligationId, state }) => ({ obligationId, posting: state }));
}

/** Where each item of the attempt stands at the ministry now. */
export async function postings(
  deps: PaymentDeps,
  kioskCode: string,
  pid: string,
): Promise<Result<{ postings: ItemPosting[] }, GatewayProblem>> {
  const payment = await findPayment(deps.db, pid);
  if (payment?.kiosk_code !== kioskCode) return problem('not_found', 'no such attempt of this kiosk');
  return ok({ postings: await postingsOf(deps.db, pid) });
}
