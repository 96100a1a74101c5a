import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Staff may have to show a badge with their PIN. */
export const badges: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql.raw('alter table staff add column badge_hash text').execute(db);
  },
};
