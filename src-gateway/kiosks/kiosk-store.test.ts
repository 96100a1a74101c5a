import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../db/database.ts';
import type { KioskStore, PendingCode } from './kiosk-store.ts';
import { memoryKioskStore } from './memory-kiosk-store.ts';
import { sqlKioskStore } from './sql-kiosk-store.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase('pglite:memory');
}, 60_000);
afterAll(() => database.close());

const site = { ar: 'المركز', en: 'Centre' };
const code = (hash: string, kioskCode: string): PendingCode => ({ hash, kioskCode, site, expiresAtMs: 10_000 });
const stores: readonly [string, () => KioskStore][] = [
  ['in memory', memoryKioskStore],
  ['in the database', () => sqlKioskStore(database.db)],
];

describe.each(stores)('the kiosk store %s', (_name, make) => {
  it('gives a kiosk to the first who brings its code, and to nobody after', async () => {
    const store = make();
    await store.addCode(code('a', 'KA'));
    const kiosk = { code: 'KA', site, deviceKey: 'key 1', revoked: false };
    expect(await store.redeem('a', 'key 1', 9_999)).toEqual({ ok: true, value: kiosk });
    expect(await store.redeem('a', 'key 2', 9_999)).toEqual({ ok: false, error: 'code_not_valid' });
    expect(await store.find('KA')).toEqual(kiosk);
  });

  it('knows no kiosk of a code that was made up, or came too late', async () => {
    const store = make();
    await store.addCode(code('late', 'KB'));
    expect(await store.redeem('made up', 'key', 0)).toEqual({ ok: false, error: 'code_not_valid' });
    expect(await store.redeem('late', 'key', 10_000)).toEqual({ ok: false, error: 'code_not_valid' });
    expect(await store.find('KB')).toBeNull();
  });

  it('puts the new key in the place of the old one when a kiosk is enrolled again, also after a revocation', async () => {
    const store = make();
    await store.addCode(code('c1', 'KC'));
    await store.redeem('c1', 'old', 0);
    await store.revoke('KC');
    expect(await store.find('KC')).toMatchObject({ deviceKey: 'old', revoked: true });
    await store.addCode(code('c2', 'KC'));
    await store.redeem('c2', 'new', 0);
    expect(await store.find('KC')).toMatchObject({ deviceKey: 'new', revoked: false });
  });

  it('takes a nonce once per kiosk until it is forgotten', async () => {
    const store = make();
    expect(await store.rememberNonce('KD', 'n', 1000)).toBe(true);
    expect(await store.rememberNonce('KD', 'n', 2000)).toBe(false);
    expect(await store.rememberNonce('KE', 'n', 2000)).toBe(true);
    await store.forgetNoncesBefore(2000);
    expect(await store.rememberNonce('KD', 'n', 3000)).toBe(true);
    expect(await store.rememberNonce('KE', 'n', 3000)).toBe(false);
  });

  it('gives one of two simultaneous requests with the same nonce the word', async () => {
    const store = make();
    const answers = await Promise.all([store.rememberNonce('KF', 'n', 0), store.rememberNonce('KF', 'n', 0)]);
    expect(answers.toSorted()).toEqual([false, true]);
  });
});
