import type { Transaction } from 'kysely';
import type { System } from '../../src-shared/domain/obligation.ts';
import type { PaymentFacts, PaymentItem } from '../../src-shared/payment/record.ts';
import type { Tables } from '../db/tables.ts';
import { holdFreeItems } from './leases.ts';
import { lockPayment, type Payment } from './payment-row.ts';
import type { PaymentDeps } from './ports.ts';

/** No request of a kiosk has this as its hash: a reservation with the same pid is a conflict. */
const noRequest = 'restored';

/** Where an item is settled; a kiosk of the first version does not say, and knew traffic only. */
export function systemOf({ system }: Pick<PaymentItem, 'system'>): System {
  return system ?? 'traffic';
}

/** The row of one item, as the kiosk's visitor agreed to it. */
export function itemRow(pid: string, item: PaymentItem) {
  return {
    pid,
    item_id: item.obligationId,
    item_version: item.version,
    ticket_no: item.ticketNo,
    title: JSON.stringify(item.title),
    occurred_on: item.occurredOn,
    amount_fils: item.amountFils,
    system: systemOf(item),
  };
}

/**
 * Writes down again an attempt this gateway does not know, because it was restored from a backup: as one whose money
 * may have moved. Locked, like any other. On a hosted page K-Net is then asked; at the terminal the kiosk has the proof.
 */
export async function recreate(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  kioskCode: string,
  facts: PaymentFacts,
): Promise<Payment> {
  const { pid } = facts;
  const now = new Date(deps.time.now());
  const added = await trx
    .insertInto('payment')
    .values({
      pid,
      kiosk_code: kioskCode,
      rail: facts.rail,
      language: facts.language,
      party_kind: facts.partyKind,
      masked_number: facts.maskedNumber,
      content_hash: noRequest,
      service_charge_fils: facts.serviceChargeFils,
      total_fils: facts.totalFils,
      state: 'open',
      version: 1,
      created_at: now,
      changed_at: now,
      lease_until: now,
      pressed_at: now,
      next_inquiry_at: facts.rail === 'terminal' ? null : now,
    })
    .onConflict((conflict) => conflict.column('pid').doNothing())
    .returning('pid')
    .executeTakeFirst();
  if (added !== undefined) {
    await trx
      .insertInto('payment_item')
      .values(facts.items.map((item) => itemRow(pid, item)))
      .execute();
    await holdFreeItems(trx, { pid, itemIds: facts.items.map(({ obligationId }) => obligationId), now });
    deps.log.error({ alarm: 'payment_restored', pid, kiosk: kioskCode }, 'a kiosk brings a payment nobody knew');
  }
  const payment = await lockPayment(trx, pid);
  if (payment === null) throw new Error('a pid cannot be there and not there');
  return payment;
}
