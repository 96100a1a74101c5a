import type { Migration } from 'kysely/migration';
import { start } from './001-start.ts';

/** Every migration, in the order of their names. The same list runs on PostgreSQL and on PGlite. */
export const migrations: Readonly<Record<string, Migration>> = {
  '001-start': start,
};
