import type { Kysely, Selectable, Transaction } from 'kysely';
import { sumFils, type Fils } from '../../src-shared/domain/money.ts';
import type { Reversal } from '../../src-shared/payment/record.ts';
import { refundRef } from '../../src-shared/payment/refund-ref.ts';
import type { GatewayState, ReversalReason } from '../../src-shared/payment/states.ts';
import type { RefundTable, Tables } from '../db/tables.ts';
import { openCase, type CaseClass } from './cases.ts';
import { bookRefund } from './ledger.ts';
import { lockPayment, step, type Payment } from './payment-row.ts';
import type { PaymentDeps } from './ports.ts';

export type Refund = Selectable<RefundTable>;

/** A kiosk that gives money back itself and has not said so within this time leaves it to people. */
const kioskRefundMs = 24 * 60 * 60_000;

/** What goes back to the payer, under which name. */
export interface Owed {
  readonly ref: string;
  readonly itemIds: readonly string[];
  readonly amount: Fils;
  readonly reason: ReversalReason;
}

/** The attempt's refunds; what was found at the capture comes first. */
export function refundsOf(db: Kysely<Tables>, pid: string): Promise<Refund[]> {
  return db.selectFrom('refund').selectAll().where('pid', '=', pid).orderBy('refund_ref').execute();
}

/**
 * Writes down that money goes back, once per reference, and who sees to it: K-Net or people for the hosted page, the
 * kiosk or people for the terminal. The caller moves the payment on with {@link followRefunds} when it is time.
 */
export async function oweRefund(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  payment: Payment,
  owed: Owed,
): Promise<void> {
  const now = deps.time.now();
  const byPeople = payment.rail === 'terminal' && !isForKiosk(deps, payment, owed);
  const added = await trx
    .insertInto('refund')
    .values({
      refund_ref: owed.ref,
      pid: payment.pid,
      item_ids: JSON.stringify(owed.itemIds),
      amount_fils: owed.amount,
      reason: owed.reason,
      state: byPeople ? 'manual' : 'due',
      next_try_at: byPeople ? null : new Date(now + waitMs(deps, payment, owed)),
      created_at: new Date(now),
    })
    .onConflict((conflict) => conflict.column('refund_ref').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (byPeople && added !== undefined) await openRefundCase(trx, deps, added, 'refund_due');
}

/** A kiosk can undo the capture as long as it follows the attempt; what the ministry refuses later is not its business. */
function isForKiosk({ settings }: PaymentDeps, { pid }: Payment, { ref }: Owed): boolean {
  return settings.terminalRefund === 'kiosk' && ref === refundRef(pid);
}

function waitMs({ settings }: PaymentDeps, payment: Payment, { reason }: Owed): number {
  if (payment.rail === 'terminal') return kioskRefundMs;
  // The kiosk first comes for its receipt, and tells the visitor what goes back.
  const awaitsReceipt = payment.receipt_no === null && reason !== 'told_not_charged';
  return awaitsReceipt ? settings.receiptWaitSeconds * 1000 : 0;
}

/** The receipt is bound: what K-Net or people give back need wait for it no longer. */
export async function hastenRefunds(trx: Transaction<Tables>, payment: Payment, now: number): Promise<void> {
  if (payment.rail === 'terminal') return;
  await trx
    .updateTable('refund')
    .set({ next_try_at: new Date(now) })
    .where('pid', '=', payment.pid)
    .where('state', '=', 'due')
    .execute();
}

/** Leaves a refund to people, for good, and opens the case in which they write down how they gave it back. */
export async function handToPeople(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  refund: Refund,
  why: Extract<CaseClass, 'refund_due' | 'refund_unknown'>,
): Promise<void> {
  await trx
    .updateTable('refund')
    .set({ state: 'manual', next_try_at: null })
    .where('refund_ref', '=', refund.refund_ref)
    .execute();
  await openRefundCase(trx, deps, refund, why);
}

async function openRefundCase(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  refund: Refund,
  why: Extract<CaseClass, 'refund_due' | 'refund_unknown'>,
): Promise<void> {
  const { pid, refund_ref: ref, amount_fils: amountFils, reason } = refund;
  const evidence = { refundRef: ref, amountFils, reason };
  await openCase(trx, deps.log, { pid, class: why, subject: ref, evidence, now: deps.time.now() });
}

/**
 * The payer has the money back: books it and moves the payment on. For the kiosk's word, for K-Net's answer, and for
 * people who close the case. Idempotent.
 * @param proof the reference that shows it
 * @throws when there is no such refund
 */
export async function finishRefund(
  trx: Transaction<Tables>,
  deps: Pick<PaymentDeps, 'time'>,
  payment: Payment,
  { ref, proof }: { readonly ref: string; readonly proof: string },
): Promise<Payment> {
  const now = deps.time.now();
  const refund = await lockRefund(trx, ref);
  if (refund?.pid !== payment.pid) throw new Error(`payment ${payment.pid}: there is no refund ${ref}`);
  if (refund.state === 'done') return payment;
  await trx
    .updateTable('refund')
    .set({ state: 'done', next_try_at: null, settled_at: new Date(now), proof })
    .where('refund_ref', '=', ref)
    .execute();
  await bookRefund(trx, refund, now);
  return followRefunds(trx, payment, now);
}

/** The refund, locked until the transaction ends. The payment's row is always locked before it. */
export async function lockRefund(trx: Transaction<Tables>, ref: string): Promise<Refund | null> {
  const row = await trx.selectFrom('refund').selectAll().where('refund_ref', '=', ref).forUpdate().executeTakeFirst();
  return row ?? null;
}

/** The refund and its payment, locked in the order in which locks are taken. */
export async function lockRefundOf(
  trx: Transaction<Tables>,
  { pid, ref }: { readonly pid: string; readonly ref: string },
): Promise<{ payment: Payment; refund: Refund }> {
  const payment = await lockPayment(trx, pid);
  const refund = await lockRefund(trx, ref);
  if (payment === null || refund === null) throw new Error('a payment and its refunds are never deleted');
  return { payment, refund };
}

/**
 * Moves a locked payment to where its refunds stand: something still due, something with people, or all done. A
 * payment that people have stays with them until every refund is done.
 */
export async function followRefunds(trx: Transaction<Tables>, payment: Payment, now: number): Promise<Payment> {
  const target = stateAfter(await refundsOf(trx, payment.pid));
  if (target === null || payment.state === target) return payment;
  if (payment.state === 'manual') return target === 'refunded' ? step(trx, payment, target, now) : payment;
  const due = payment.state === 'refund_due' ? payment : await step(trx, payment, 'refund_due', now);
  return target === 'refund_due' ? due : step(trx, due, target, now);
}

function stateAfter(refunds: readonly Refund[]): Extract<GatewayState, 'refund_due' | 'refunded' | 'manual'> | null {
  if (refunds.length === 0) return null;
  if (refunds.some(({ state }) => state === 'due' || state === 'sent')) return 'refund_due';
  return refunds.some(({ state }) => state === 'manual') ? 'manual' : 'refunded';
}

/** All that goes back for an attempt, as one; null when nothing does. */
export function reversalOf(refunds: readonly Refund[]): Reversal | null {
  const [first] = refunds;
  if (first === undefined) return null;
  return {
    refundRef: first.refund_ref,
    reason: first.reason,
    itemIds: refunds.flatMap(({ item_ids: itemIds }) => itemIds),
    amountFils: sumFils(refunds.map(({ amount_fils: amount }) => amount)),
  };
}
