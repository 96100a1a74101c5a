import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A code that was used stays, with the key that used it: the answer to that key may have been lost. */
export const enrolment: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql.raw('alter table enrol_code add column used_by text').execute(db);
  },
};
