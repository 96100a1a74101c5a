import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `create table staff (
    id text primary key,
    name text not null,
    role text not null,
    pin_salt text not null,
    pin_hash text not null
  )`,
  `create table staff_version (one boolean primary key default true check (one), version integer not null)`,
  `insert into staff_version (version) values (0)`,
];

/** Who may open the staff screen of a kiosk, and a number that rises with every change. */
export const staff: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
