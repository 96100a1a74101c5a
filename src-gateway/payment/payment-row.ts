import type { Insertable, Kysely, Selectable, Transaction, Updateable } from 'kysely';
import { gatewayEdges, type GatewayState } from '../../src-shared/payment/states.ts';
import type { EvidenceTable, PaymentItemTable, PaymentTable, Tables } from '../db/tables.ts';

export type Payment = Selectable<PaymentTable>;
export type PaymentItemRow = Selectable<PaymentItemTable>;
export type Evidence = Selectable<EvidenceTable>;
type Facts = Omit<Updateable<PaymentTable>, 'pid' | 'state' | 'version' | 'changed_at'>;

/** Ended by time alone at a terminal: nobody has been told, and the kiosk, which may know better, goes on asking. */
export function isEndedByTime({ state, rail, told_not_charged: told }: Payment): boolean {
  return state === 'not_charged' && rail === 'terminal' && !told;
}

/** One read without a lock. */
export async function findPayment(db: Kysely<Tables>, pid: string): Promise<Payment | null> {
  return (await db.selectFrom('payment').selectAll().where('pid', '=', pid).executeTakeFirst()) ?? null;
}

/** The attempt that belongs to a page's address. */
export async function findByToken(db: Kysely<Tables>, token: string): Promise<Payment | null> {
  return (await db.selectFrom('payment').selectAll().where('page_token', '=', token).executeTakeFirst()) ?? null;
}

/** The attempt, locked until the transaction ends. The payment's row is always locked before its leases. */
export async function lockPayment(trx: Transaction<Tables>, pid: string): Promise<Payment | null> {
  return (await trx.selectFrom('payment').selectAll().where('pid', '=', pid).forUpdate().executeTakeFirst()) ?? null;
}

/** The attempt's items in the order of their ids, which is the order in which locks are taken. */
export function itemsOf(db: Kysely<Tables>, pid: string): Promise<PaymentItemRow[]> {
  return db.selectFrom('payment_item').selectAll().where('pid', '=', pid).orderBy('item_id').execute();
}

/** Everything that bears on the attempt's outcome, in the order in which it was written. */
export function evidenceOf(db: Kysely<Tables>, pid: string): Promise<Evidence[]> {
  return db.selectFrom('evidence').selectAll().where('pid', '=', pid).orderBy('id').execute();
}

/** Adds one piece of evidence. */
export async function addEvidence(trx: Transaction<Tables>, evidence: Insertable<EvidenceTable>): Promise<void> {
  await trx.insertInto('evidence').values(evidence).execute();
}

/** Changes facts of a locked attempt without changing its state. */
export async function note(trx: Transaction<Tables>, pid: string, facts: Facts): Promise<void> {
  await trx.updateTable('payment').set(facts).where('pid', '=', pid).execute();
}

/**
 * Moves a locked attempt one step along the legal edges.
 * @throws for any other step: that is a bug, and nothing may be written
 */
export async function step(
  trx: Transaction<Tables>,
  payment: Payment,
  to: GatewayState,
  now: number,
  facts: Facts = {},
): Promise<Payment> {
  if (!gatewayEdges[payment.state].includes(to)) {
    throw new Error(`payment ${payment.pid}: no step from ${payment.state} to ${to}`);
  }
  return trx
    .updateTable('payment')
    .set({ ...facts, state: to, version: payment.version + 1, changed_at: new Date(now) })
    .where('pid', '=', payment.pid)
    .where('version', '=', payment.version)
    .returningAll()
    .executeTakeFirstOrThrow();
}
