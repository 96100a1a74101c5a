import type { Transaction } from 'kysely';
import type { GatewayProblem } from '../../src-shared/contract/gateway-http.ts';
import type { ItemPosting } from '../../src-shared/payment/record.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Tables } from '../db/tables.ts';
import { findPayment } from './payment-row.ts';
import { problem, type PaymentDeps } from './ports.ts';

/** The ministry waits for the receipt number no longer; what it was told without one stays as it is. */
export async function tellMinistryNow(
  trx: Transaction<Tables>,
  pid: string,
  receiptNo: string,
  now: number,
): Promise<void> {
  const waiting = trx
    .updateTable('posting')
    .where('pid', '=', pid)
    .where('state', '=', 'pending')
    .where('receipt_no', 'is', null);
  await waiting
    .where('quarantined', '=', false)
    .set({ next_try_at: new Date(now) })
    .execute();
  await waiting.set({ receipt_no: receiptNo }).execute();
}

/** Where each item of the attempt stands, in the order of their ids. */
export async function postingsOf(db: PaymentDeps['db'], pid: string): Promise<ItemPosting[]> {
  const rows = await db
    .selectFrom('posting')
    .select(['item_id', 'state'])
    .where('pid', '=', pid)
    .orderBy('item_id')
    .execute();
  return rows.map(({ item_id: obligationId, state }) => ({ obligationId, posting: state }));
}

/** Where each item of a kiosk's attempt stands at the ministry now. */
export async function postings(
  deps: PaymentDeps,
  kioskCode: string,
  pid: string,
): Promise<Result<{ postings: ItemPosting[] }, GatewayProblem>> {
  const payment = await findPayment(deps.db, pid);
  if (payment?.kiosk_code !== kioskCode) return problem('not_found', 'no such attempt of this kiosk');
  return ok({ postings: await postingsOf(deps.db, pid) });
}
