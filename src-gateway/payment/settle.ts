import type { Transaction } from 'kysely';
import { sumFils, type Fils } from '../../src-shared/domain/money.ts';
import type { KnetReference } from '../../src-shared/domain/receipt.ts';
import type { Tables } from '../db/tables.ts';
import { openCase } from './cases.ts';
import { releaseLeases } from './leases.ts';
import { itemsOf, step, type Payment, type PaymentItemRow } from './payment-row.ts';
import type { PaymentDeps } from './ports.ts';

/**
 * The money is there: one transaction books it, makes it our duty to tell the ministry, and gives the leases back.
 * From here on nothing is lost even if the kiosk never comes back. An item somebody else has settled already is
 * refunded instead.
 */
export async function settleCapture(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  payment: Payment,
  knet: KnetReference | null,
): Promise<Payment> {
  const now = deps.time.now();
  const captured = await step(trx, payment, 'captured', now, {
    captured_at: new Date(now),
    next_inquiry_at: null,
    knet: knet === null ? null : JSON.stringify(knet),
  });
  const items = await itemsOf(trx, payment.pid);
  const duplicates: PaymentItemRow[] = [];
  for (const item of items) {
    if (!(await addPosting(trx, deps, item, now))) duplicates.push(item);
  }
  await book(trx, payment, items, duplicates, now);
  if (duplicates.length > 0) await oweRefund(trx, deps, payment.pid, duplicates, now);
  await releaseLeases(trx, payment.pid);
  return captured;
}

/** False when the item has an active posting of another attempt: the unique index decides, not a look beforehand. */
async function addPosting(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  item: PaymentItemRow,
  now: number,
): Promise<boolean> {
  const row = { pid: item.pid, item_id: item.item_id, amount_fils: item.amount_fils, created_at: new Date(now) };
  const firstTry = new Date(now + deps.settings.receiptWaitSeconds * 1000);
  const added = await trx
    .insertInto('posting')
    .values({ ...row, active: true, state: 'pending', next_try_at: firstTry })
    .onConflict((conflict) => conflict.column('item_id').where('active', '=', true).doNothing())
    .returning('item_id')
    .executeTakeFirst();
  if (added !== undefined) return true;
  await trx
    .insertInto('posting')
    .values({
      ...row,
      active: false,
      state: 'refused',
      last_problem: 'settled by another attempt',
      settled_at: new Date(now),
    })
    .execute();
  return false;
}

async function book(
  trx: Transaction<Tables>,
  payment: Payment,
  items: readonly PaymentItemRow[],
  duplicates: readonly PaymentItemRow[],
  now: number,
): Promise<void> {
  const { pid } = payment;
  const entry = (ref: string, account: Tables['entry']['account'], amount: number) => ({
    ref: `${pid}:${ref}`,
    pid,
    account,
    amount_fils: amount,
    booked_at: new Date(now),
  });
  const rows = [
    entry('capture', 'knet_receivable', payment.total_fils),
    ...items.map((item) =>
      entry(
        `item:${item.item_id}`,
        duplicates.includes(item) ? 'refunds_payable' : 'ministry_payable',
        -item.amount_fils,
      ),
    ),
    ...(payment.service_charge_fils > 0 ? [entry('charge', 'service_charge', -payment.service_charge_fils)] : []),
  ];
  await trx.insertInto('entry').values(rows).execute();
}

/** Writes down that these items' money goes back. One reference per attempt and first item, so that it cannot come twice. */
export async function oweRefund(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  pid: string,
  items: readonly { readonly item_id: string; readonly amount_fils: Fils }[],
  now: number,
): Promise<void> {
  const itemIds = items.map(({ item_id: itemId }) => itemId);
  await trx
    .insertInto('refund')
    .values({
      refund_ref: `${pid}:${itemIds[0] ?? ''}`,
      pid,
      item_ids: JSON.stringify(itemIds),
      amount_fils: sumFils(items.map(({ amount_fils: amount }) => amount)),
      state: 'due',
      created_at: new Date(now),
    })
    .onConflict((conflict) => conflict.column('refund_ref').doNothing())
    .execute();
  await openCase(trx, deps.log, { pid, class: 'refund_due', evidence: { itemIds }, now });
}
