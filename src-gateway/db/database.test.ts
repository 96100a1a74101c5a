import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { whyMoneyIsClosed } from '../money-gate.ts';
import { openDatabase, type Database } from './database.ts';
import { sqlState } from './transaction.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase('pglite:memory');
}, 60_000);
afterAll(() => database.close());

const payment = (pid: string) => ({
  pid,
  kiosk_code: 'K001',
  rail: 'phone' as const,
  language: 'ar' as const,
  party_kind: 'individual' as const,
  masked_number: '••••••••••17',
  content_hash: 'x',
  service_charge_fils: fils(0),
  total_fils: fils(5000),
  state: 'reserved' as const,
  version: 1,
  created_at: new Date(0),
  changed_at: new Date(0),
  lease_until: new Date(0),
});

describe('the database', () => {
  it('of the embedded kind says that it cannot be trusted with money, and gets none outside a demo', () => {
    const { durability } = database;
    expect(durability.unsafe).toContain('fsync=off');
    const gate = { hostedPage: true, durability, knetClosed: () => false };
    expect(whyMoneyIsClosed({ ...gate, demo: false }, 'phone')).toContain('fsync=off');
    expect(whyMoneyIsClosed({ ...gate, demo: true }, 'phone')).toBeNull();
  });

  it('refuses a second active posting of one obligation, and takes it once the first is no longer active', async () => {
    await database.db
      .insertInto('payment')
      .values([payment('a'), payment('b')])
      .execute();
    const posting = (pid: string) => ({
      pid,
      item_id: 'T-1',
      amount_fils: fils(5000),
      active: true,
      state: 'pending' as const,
      created_at: new Date(0),
    });
    const add = (pid: string) => database.db.insertInto('posting').values(posting(pid)).execute();
    await add('a');
    const refusal = await add('b').catch((error: unknown) => sqlState(error));
    expect(refusal).toBe('23505');
    await database.db.updateTable('posting').set({ active: false }).where('pid', '=', 'a').execute();
    await add('b');
  });

  it('gives back JSON, moments, bytes and row numbers as they were put in', async () => {
    const row = {
      source: 'knet_notify' as const,
      content_hash: 'h',
      body: new Uint8Array([0, 255, 10]),
      first_at: new Date(1234567890123),
      last_at: new Date(0),
    };
    const { id } = await database.db.insertInto('inbox').values(row).returning('id').executeTakeFirstOrThrow();
    const inbox = await database.db.selectFrom('inbox').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(Array.from(inbox.body)).toEqual([0, 255, 10]);
    expect(inbox.first_at).toEqual(row.first_at);
    const file = { pid: 'a', class: 'test', evidence: JSON.stringify([1, { x: 'ü' }]), opened_at: new Date(5) };
    await database.db.insertInto('case_file').values(file).execute();
    const back = await database.db.selectFrom('case_file').selectAll().executeTakeFirstOrThrow();
    expect(back.evidence).toEqual([1, { x: 'ü' }]);
    expect(typeof back.id).toBe('number');
  });

  it('refuses an address it does not know', async () => {
    await expect(openDatabase('mysql://x')).rejects.toThrow('postgres://');
  });
});
