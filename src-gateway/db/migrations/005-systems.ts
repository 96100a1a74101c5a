import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Until now everything that was paid was traffic. */
export const systems: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql.raw(`alter table payment_item add column system text not null default 'traffic'`).execute(db);
  },
};
