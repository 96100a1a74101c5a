import { CompiledQuery, Kysely, PGliteDialect, PostgresDialect, type Dialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { Durability } from './durability.ts';
import { holdFolder } from './edge/folder-lock.ts';
import { migrations } from './migrations/migrations.ts';
import type { Tables } from './tables.ts';

/** The gateway's database, migrated and ready. */
export interface Database {
  readonly db: Kysely<Tables>;
  readonly durability: Durability;
  close(): Promise<void>;
}

/**
 * Opens and migrates the database.
 * @param url `postgres://…`, `pglite:memory`, or `pglite:<folder>`
 * @throws when the address has another form, the server cannot be reached, a migration fails, or another process has the
 * folder open
 */
export async function openDatabase(url: string): Promise<Database> {
  const durability = new Durability();
  const release = await holdIfFolder(url);
  try {
    const db = new Kysely<Tables>({ dialect: await dialectFor(url, durability) });
    const close = async (): Promise<void> => {
      await db.destroy();
      await release();
    };
    await migrate(db).catch(async (error: unknown) => {
      await db.destroy();
      throw error;
    });
    return { db, durability, close };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Two programs in one PGlite folder would destroy it. PostgreSQL looks after itself. */
function holdIfFolder(url: string): Promise<() => Promise<void>> {
  const folder = /^pglite:(.+)$/.exec(url)?.[1];
  return folder === undefined || folder === 'memory' ? Promise.resolve(async () => undefined) : holdFolder(folder);
}

async function dialectFor(url: string, durability: Durability): Promise<Dialect> {
  if (/^postgres(ql)?:\/\//.test(url)) return postgres(url, durability);
  const folder = /^pglite:(.+)$/.exec(url)?.[1];
  if (folder === undefined) {
    throw new Error('the database address must be postgres://…, pglite:memory or pglite:<folder>');
  }
  const { PGlite } = await import('@electric-sql/pglite');
  return new PGliteDialect({
    pglite: () => (folder === 'memory' ? PGlite.create() : PGlite.create(folder)),
    onCreateConnection: (connection) =>
      durability.check(async (question) => (await connection.executeQuery<object>(CompiledQuery.raw(question))).rows),
  });
}

function postgres(url: string, durability: Durability): Dialect {
  // Row numbers are far below 2^53, so they are read as numbers, as PGlite does.
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    max: 20,
    connectionTimeoutMillis: 5000,
    // A statement that waits longer than this for a lock would make K-Net void a payment.
    lock_timeout: 3000,
    statement_timeout: 15_000,
    // Asked by the pool, because Kysely's hook never gives back a connection that breaks meanwhile.
    verify: (client, done) => {
      durability.check(async (question) => (await client.query<object>(question)).rows).then(() => done(), done);
    },
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  // The same for one in use, about which the pool is silent: its question fails, and that is enough.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new PostgresDialect({ pool });
}

async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('a database migration failed', { cause: error });
}
