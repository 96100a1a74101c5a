import type { Transaction } from 'kysely';
import type { Tables } from '../db/tables.ts';

/**
 * The money of a kiosk that is not trusted any more was matched: the ministry is told now.
 * @returns false when nothing was held back
 */
export async function endQuarantine(trx: Transaction<Tables>, pid: string, now: number): Promise<boolean> {
  const freed = await trx
    .updateTable('posting')
    .set({ quarantined: false, next_try_at: new Date(now) })
    .where('pid', '=', pid)
    .where('quarantined', '=', true)
    .returning('item_id')
    .execute();
  return freed.length > 0;
}
