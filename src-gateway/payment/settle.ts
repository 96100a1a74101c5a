import type { Transaction } from 'kysely';
import { sumFils, type Fils } from '../../src-shared/domain/money.ts';
import type { Capture } from '../../src-shared/payment/record.ts';
import type { ReversalReason } from '../../src-shared/payment/states.ts';
import { refundRef } from '../../src-shared/payment/refund-ref.ts';
import type { Tables } from '../db/tables.ts';
import { openCase } from './cases.ts';
import { lockItems, releaseLeases } from './leases.ts';
import { bookCapture } from './ledger.ts';
import { itemsOf, step, type Payment, type PaymentItemRow } from './payment-row.ts';
import type { PaymentDeps } from './ports.ts';
import { followRefunds, oweRefund } from './refunds.ts';

/** Money that was taken, and what is known about it. */
export interface Taken {
  readonly capture: Capture;
  /** Terminal rail: the message that took it. */
  readonly railRef?: string;
  /** Set when the kiosk knows that all of it goes back. */
  readonly goesBack?: ReversalReason;
  /** True when the ministry must not be told before people have matched the money. */
  readonly quarantined?: boolean;
}

/**
 * The money is there, and that is a fact: one transaction books it, makes it our duty to tell the ministry, and gives
 * the leases back. From here on nothing is lost even if the kiosk never comes back. An item somebody else has settled
 * already is owed back instead, and so is everything when the visitor agreed to something else than was taken.
 */
export async function settleCapture(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  payment: Payment,
  taken: Taken,
): Promise<Payment> {
  const now = deps.time.now();
  const { capture } = taken;
  const items = await itemsOf(trx, payment.pid);
  const itemIds = items.map(({ item_id: itemId }) => itemId);
  await lockItems(trx, itemIds);
  const captured = await step(trx, payment, 'captured', now, {
    captured_at: new Date(now),
    captured_fils: capture.amountFils,
    next_inquiry_at: null,
    knet: capture.knet === undefined ? null : JSON.stringify(capture.knet),
    card: capture.card === undefined ? null : JSON.stringify(capture.card),
    rail_ref: taken.railRef ?? null,
  });
  await openCasesAbout(trx, deps, payment, capture.amountFils);
  const back = whyAllGoesBack(payment, taken);
  const { settled, refused } = await addPostings(trx, deps, items, back, taken.quarantined ?? false);
  const goesBack = settled.length === 0 ? capture.amountFils : sumFils(refused.map((item) => item.amount_fils));
  await bookCapture(trx, payment, { amount: capture.amountFils, settled, goesBack }, now);
  await releaseLeases(trx, payment.pid);
  if (refused.length === 0) return captured;
  await oweRefund(trx, deps, captured, {
    ref: refundRef(payment.pid),
    itemIds: refused.map(({ item_id: itemId }) => itemId),
    amount: goesBack,
    reason: back ?? 'settled_elsewhere',
  });
  // On a hosted page the kiosk comes for its receipt first. Whoever was told "not charged" never does.
  const awaitsReceipt = payment.rail !== 'terminal' && back !== 'told_not_charged';
  return awaitsReceipt ? captured : followRefunds(trx, captured, now);
}

async function openCasesAbout(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  { pid, told_not_charged: told, total_fils: agreed }: Payment,
  taken: Fils,
): Promise<void> {
  const now = deps.time.now();
  if (told) await openCase(trx, deps.log, { pid, class: 'captured_after_not_charged', evidence: {}, now });
  if (taken !== agreed) {
    await openCase(trx, deps.log, { pid, class: 'amount_differs', evidence: { agreed, taken }, now });
  }
}

function whyAllGoesBack(payment: Payment, { goesBack, capture }: Taken): ReversalReason | null {
  if (payment.told_not_charged) return 'told_not_charged';
  if (goesBack !== undefined) return goesBack;
  return capture.amountFils === payment.total_fils ? null : 'wrong_amount';
}

/** Items in the order of their ids, as everywhere, so that two captures never wait for each other in a ring. */
async function addPostings(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  items: readonly PaymentItemRow[],
  back: ReversalReason | null,
  quarantined: boolean,
): Promise<{ settled: PaymentItemRow[]; refused: PaymentItemRow[] }> {
  const settled: PaymentItemRow[] = [];
  const refused: PaymentItemRow[] = [];
  for (const item of items) {
    const added = back === null && (await addPosting(trx, deps, item, quarantined));
    if (!added) await addRefusal(trx, deps, item, back ?? 'settled_elsewhere');
    (added ? settled : refused).push(item);
  }
  return { settled, refused };
}

/** False when the item has an active posting of another attempt: the unique index decides, not a look beforehand. */
async function addPosting(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  item: PaymentItemRow,
  quarantined: boolean,
): Promise<boolean> {
  const now = deps.time.now();
  const firstTry = quarantined ? null : new Date(now + deps.settings.receiptWaitSeconds * 1000);
  const row = { ...postingRow(item, now), active: true, state: 'pending', next_try_at: firstTry, quarantined } as const;
  const added = await trx
    .insertInto('posting')
    .values(row)
    .onConflict((conflict) => conflict.column('item_id').where('active', '=', true).doNothing())
    .returning('item_id')
    .executeTakeFirst();
  return added !== undefined;
}

async function addRefusal(
  trx: Transaction<Tables>,
  { time }: PaymentDeps,
  item: PaymentItemRow,
  why: ReversalReason,
): Promise<void> {
  const now = time.now();
  await trx
    .insertInto('posting')
    .values({
      ...postingRow(item, now),
      active: false,
      state: 'refused',
      last_problem: why,
      settled_at: new Date(now),
    })
    .execute();
}

function postingRow({ pid, item_id, amount_fils }: PaymentItemRow, now: number) {
  return { pid, item_id, amount_fils, created_at: new Date(now) };
}
