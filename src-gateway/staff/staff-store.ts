import type { Kysely, Transaction } from 'kysely';
import type { StaffMember } from '../../src-shared/staff/directory.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';

/** Everybody who may open the staff screen of a kiosk. */
export interface StaffStore {
  /** The list with the number that rises whenever it changes. */
  read(): Promise<{ readonly version: number; readonly staff: readonly StaffMember[] }>;
  /** Adds somebody, or changes whoever has this id. Without a word of a badge it stays as it was; null takes it away. */
  put(member: Omit<StaffMember, 'badge'> & { readonly badge?: StaffMember['badge'] | null }): Promise<void>;
  /** False when there is nobody of that id. */
  remove(id: string): Promise<boolean>;
}

export function sqlStaffStore(db: Kysely<Tables>): StaffStore {
  return {
    // One transaction, so that no list goes out under the number of another.
    read: () =>
      inTransaction(db, async (trx) => {
        const { version } = await trx
          .selectFrom('staff_version')
          .select('version')
          .forShare()
          .executeTakeFirstOrThrow();
        const rows = await trx.selectFrom('staff').selectAll().orderBy('id').execute();
        const staff = rows.map(({ id, name, role, pin_salt: salt, pin_hash: hash, badge_hash: badge }) => ({
          ...{ id, name, role },
          pin: { salt, hash },
          ...(badge === null ? {} : { badge: { hash: badge } }),
        }));
        return { version, staff };
      }),
    put: ({ id, name, role, pin, badge }) =>
      inTransaction(db, async (trx) => {
        await raise(trx);
        const facts = {
          ...{ name, role, pin_salt: pin.salt, pin_hash: pin.hash },
          ...(badge === undefined ? {} : { badge_hash: badge?.hash ?? null }),
        };
        await trx
          .insertInto('staff')
          .values({ id, ...facts })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(facts))
          .execute();
      }),
    remove: (id) =>
      inTransaction(db, async (trx) => {
        const gone = await trx.deleteFrom('staff').where('id', '=', id).returning('id').executeTakeFirst();
        if (gone !== undefined) await raise(trx);
        return gone !== undefined;
      }),
  };
}

async function raise(trx: Transaction<Tables>): Promise<void> {
  await trx
    .updateTable('staff_version')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .execute();
}
