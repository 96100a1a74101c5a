import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../db/tables.ts';

/**
 * Takes the leases of all items for one attempt, or says which ones are held by others. The caller must undo the
 * transaction when the answer is not empty: all or nothing.
 * @param itemIds sorted, so that two kiosks never wait for each other
 */
export async function takeLeases(
  trx: Transaction<Tables>,
  lease: { pid: string; itemIds: readonly string[]; until: Date; now: Date },
): Promise<string[]> {
  const rows = lease.itemIds.map((itemId) => ({ item_id: itemId, pid: lease.pid, until: lease.until, held: false }));
  const taken = await trx
    .insertInto('lease')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('item_id')
        .doUpdateSet({ pid: lease.pid, until: lease.until, held: false })
        .where('lease.held', '=', false)
        .where('lease.until', '<=', lease.now),
    )
    .returning('item_id')
    .execute();
  const ours = new Set(taken.map(({ item_id: itemId }) => itemId));
  return lease.itemIds.filter((itemId) => !ours.has(itemId));
}

/** Locks whoever may start paying these items, in the order of their ids, before a capture is booked. */
export async function lockItems(trx: Transaction<Tables>, itemIds: readonly string[]): Promise<void> {
  await trx
    .selectFrom('lease')
    .select('item_id')
    .where('item_id', 'in', itemIds)
    .orderBy('item_id')
    .forUpdate()
    .execute();
}

/**
 * Keeps others from starting on these items while the outcome is owed, as far as nobody has begun: an attempt that
 * was forgotten has no right to them, only a claim.
 */
export async function holdFreeItems(
  trx: Transaction<Tables>,
  { pid, itemIds, now }: { pid: string; itemIds: readonly string[]; now: Date },
): Promise<void> {
  await takeLeases(trx, { pid, itemIds: itemIds.toSorted(), until: now, now });
  await holdLeases(trx, pid);
}

/** Does the attempt still hold the lease of each of its items? Locks them, so that the answer stays true. */
export async function holdsAllLeases(trx: Transaction<Tables>, pid: string): Promise<boolean> {
  const items = await trx.selectFrom('payment_item').select('item_id').where('pid', '=', pid).execute();
  const leases = await trx
    .selectFrom('lease')
    .select('item_id')
    .where('pid', '=', pid)
    .orderBy('item_id')
    .forUpdate()
    .execute();
  return items.length === leases.length;
}

/** Lets the leases last until a later moment. */
export async function extendLeases(trx: Transaction<Tables>, pid: string, until: Date): Promise<void> {
  await trx.updateTable('lease').set({ until }).where('pid', '=', pid).execute();
}

/** From now on money may move: the leases last until the outcome is known, however long that takes. */
export async function holdLeases(trx: Transaction<Tables>, pid: string): Promise<void> {
  await trx.updateTable('lease').set({ held: true }).where('pid', '=', pid).execute();
}

/** Gives the attempt's leases back. */
export async function releaseLeases(trx: Transaction<Tables>, pid: string): Promise<void> {
  await trx.deleteFrom('lease').where('pid', '=', pid).execute();
}

/** Which of these items must not be paid now: settled through us, or being paid by an attempt that is alive. */
export async function takenItems(
  db: Kysely<Tables>,
  itemIds: readonly string[],
  now: Date,
): Promise<Map<string, 'paid' | 'being_paid'>> {
  if (itemIds.length === 0) return new Map();
  const leased = await db
    .selectFrom('lease')
    .select('item_id')
    .where('item_id', 'in', itemIds)
    .where((where) => where.or([where('held', '=', true), where('until', '>', now)]))
    .execute();
  const settled = await db
    .selectFrom('posting')
    .select('item_id')
    .where('item_id', 'in', itemIds)
    .where('active', '=', true)
    .execute();
  return new Map([
    ...leased.map((row) => [row.item_id, 'being_paid'] as const),
    ...settled.map((row) => [row.item_id, 'paid'] as const),
  ]);
}
