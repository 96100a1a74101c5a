import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Stretched names of the feed: a cache, which may be emptied at any time. */
export const feed: Migration = {
  up: async (db: Kysely<unknown>) => {
    await sql
      .raw(
        `create table feed_stretched (
          epoch integer not null,
          mark bytea not null,
          covered bytea not null,
          primary key (epoch, mark)
        )`,
      )
      .execute(db);
  },
};
