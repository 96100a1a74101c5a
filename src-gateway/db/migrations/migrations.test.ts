import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { expect, it } from 'vitest';
import { migrations } from './migrations.ts';

it('R02 a migration that fails half-way drops nothing: every payment is still there, and so is the old version', async () => {
  const db = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite: await PGlite.create() }) });
  const broken = {
    up: async (inside: Kysely<unknown>) => {
      await sql`alter table payment rename to payment_old`.execute(inside);
      await sql`drop table entry`.execute(inside);
      throw new Error('the power went');
    },
  };
  const known = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  expect((await known.migrateToLatest()).error).toBeUndefined();
  const moment = '2026-11-24T06:00:00Z';
  await sql`insert into payment (pid, kiosk_code, rail, language, party_kind, masked_number, content_hash,
      service_charge_fils, total_fils, state, version, created_at, changed_at, lease_until)
    values ('a', 'K001', 'phone', 'ar', 'individual', '•17', 'h', 0, 5000, 'open', 3, ${moment}, ${moment}, ${moment})`.execute(
    db,
  );
  await sql`insert into entry values ('a:capture', 'a', 'acquirer_receivable', 5000, ${moment})`.execute(db);
  const next = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations, '999-broken': broken }) } });
  expect((await next.migrateToLatest()).error).toBeInstanceOf(Error);
  const { rows } = await sql`select pid, state from payment`.execute(db);
  expect(rows).toEqual([{ pid: 'a', state: 'open' }]);
  expect((await sql`select ref from entry`.execute(db)).rows).toEqual([{ ref: 'a:capture' }]);
  await db.destroy();
}, 60_000);

it('a database of the first version keeps its money through every later migration', async () => {
  const db = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite: await PGlite.create() }) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  expect((await migrator.migrateTo('001-start')).error).toBeUndefined();
  const moment = '2026-11-22T06:00:00Z';
  await sql`insert into payment (pid, kiosk_code, rail, language, party_kind, masked_number, content_hash,
      service_charge_fils, total_fils, state, version, created_at, changed_at, lease_until, captured_at, proof, commit_postings)
    values ('a', 'K001', 'phone', 'ar', 'individual', '•17', 'h', 0, 5000, 'refund_due', 5, ${moment}, ${moment},
      ${moment}, ${moment}, 'WAFA1.x.y', '[{"obligationId":"T1","posting":"refused"}]')`.execute(db);
  await sql`insert into refund values ('a:T1', 'a', '["T1"]', 5000, 'due', ${moment})`.execute(db);
  await sql`insert into entry values ('a:capture', 'a', 'knet_receivable', 5000, ${moment}),
    ('a:item:T1', 'a', 'refunds_payable', -5000, ${moment})`.execute(db);

  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  const read = async (query: ReturnType<typeof sql>) => (await query.execute(db)).rows;
  expect(await read(sql`select state, captured_fils, commit_result, told_not_charged from payment`)).toEqual([
    { state: 'refund_due', captured_fils: 5000, commit_result: 'part', told_not_charged: false },
  ]);
  // What was owed is taken up by the refund worker.
  expect(await read(sql`select state, reason, next_try_at is not null as due from refund`)).toEqual([
    { state: 'due', reason: 'settled_elsewhere', due: true },
  ]);
  expect(await read(sql`select account, amount_fils from entry order by ref`)).toEqual([
    { account: 'acquirer_receivable', amount_fils: 5000 },
    { account: 'refunds_payable', amount_fils: -5000 },
  ]);
  await db.destroy();
}, 60_000);
