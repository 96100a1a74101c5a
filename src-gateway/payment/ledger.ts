import type { Transaction } from 'kysely';
import type { Fils } from '../../src-shared/domain/money.ts';
import type { Tables } from '../db/tables.ts';
import type { Payment, PaymentItemRow } from './payment-row.ts';

/*
 * Double entry. Positive is debit: what others owe us, or what we owe them no longer. Every call books lines whose sum
 * is 0, and every line has a reference by a fixed rule, so that nothing is ever booked twice.
 */

interface Line {
  readonly what: string;
  readonly account: Tables['entry']['account'];
  readonly amount: number;
}

/** Money was taken: the acquirer owes it to us, and we owe each part of it to the ministry or back to the payer. */
export async function bookCapture(
  trx: Transaction<Tables>,
  payment: Pick<Payment, 'pid' | 'service_charge_fils'>,
  taken: { readonly amount: Fils; readonly settled: readonly PaymentItemRow[]; readonly goesBack: Fils },
  now: number,
): Promise<void> {
  const keepsCharge = taken.settled.length > 0 && payment.service_charge_fils > 0;
  await book(trx, payment.pid, now, [
    { what: 'capture', account: 'acquirer_receivable', amount: taken.amount },
    ...taken.settled.map((item): Line => ({
      what: `item:${item.item_id}`,
      account: 'ministry_payable',
      amount: -item.amount_fils,
    })),
    ...(keepsCharge
      ? [{ what: 'charge', account: 'service_charge', amount: -payment.service_charge_fils } as const]
      : []),
    ...(taken.goesBack > 0 ? [{ what: 'owed', account: 'refunds_payable', amount: -taken.goesBack } as const] : []),
  ]);
}

/** The ministry does not take an item's money: it is owed to the payer, with the charge when nothing else was settled. */
export async function bookRefusal(
  trx: Transaction<Tables>,
  refused: { readonly pid: string; readonly itemId: string; readonly amount: Fils; readonly charge: Fils },
  now: number,
): Promise<void> {
  const { pid, itemId, amount, charge } = refused;
  await book(trx, pid, now, [
    { what: `refused:${itemId}`, account: 'ministry_payable', amount },
    ...(charge > 0 ? [{ what: 'charge:refused', account: 'service_charge', amount: charge } as const] : []),
    { what: `owed:${itemId}`, account: 'refunds_payable', amount: -(amount + charge) },
  ]);
}

/** The payer has it back: we owe it no longer, and the acquirer owes us that much less. */
export async function bookRefund(
  trx: Transaction<Tables>,
  refund: { readonly pid: string; readonly refund_ref: string; readonly amount_fils: Fils },
  now: number,
): Promise<void> {
  const { pid, refund_ref: ref, amount_fils: amount } = refund;
  await book(trx, pid, now, [
    { what: `refunded:${ref}`, account: 'refunds_payable', amount },
    { what: `given:${ref}`, account: 'acquirer_receivable', amount: -amount },
  ]);
}

async function book(trx: Transaction<Tables>, pid: string, now: number, lines: readonly Line[]): Promise<void> {
  if (lines.reduce((sum, { amount }) => sum + amount, 0) !== 0) throw new Error(`payment ${pid}: a booking must be 0`);
  await trx
    .insertInto('entry')
    .values(
      lines.map(({ what, account, amount }) => ({
        ref: `${pid}:${what}`,
        pid,
        account,
        amount_fils: amount,
        booked_at: new Date(now),
      })),
    )
    .execute();
}
