import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../db/database.ts';
import { commit } from '../payment/commit.ts';
import { basket, commitOf, kiosk, pidOf, ticket, World } from '../payment/test-world.ts';
import { issueEnrolCode } from './enrol-code.ts';
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
    expect(await store.revokedCodes()).toEqual(['KC']);
    await store.addCode(code('c2', 'KC'));
    await store.redeem('c2', 'new', 0);
    expect(await store.find('KC')).toMatchObject({ deviceKey: 'new', revoked: false });
    expect(await store.revokedCodes()).toEqual([]);
  });

  it('gives the same identity again to the key whose answer was lost, also after the code has ended', async () => {
    const store = make();
    await store.addCode(code('lost', 'KG'));
    const kiosk = { ok: true, value: { code: 'KG', site, deviceKey: 'key 1', revoked: false } };
    expect(await store.redeem('lost', 'key 1', 9_999)).toEqual(kiosk);
    expect(await store.redeem('lost', 'key 1', 10_001)).toEqual(kiosk);
    expect(await store.redeem('lost', 'key 2', 9_999)).toEqual({ ok: false, error: 'code_not_valid' });
  });

  it('gives nothing again to a key that was revoked or replaced meanwhile', async () => {
    const store = make();
    await store.addCode(code('h1', 'KH'));
    await store.redeem('h1', 'key 1', 0);
    await store.revoke('KH');
    expect(await store.redeem('h1', 'key 1', 0)).toEqual({ ok: false, error: 'code_not_valid' });
    await store.addCode(code('h2', 'KH'));
    await store.redeem('h2', 'key 2', 0);
    expect(await store.redeem('h1', 'key 1', 0)).toEqual({ ok: false, error: 'code_not_valid' });
    expect(await store.find('KH')).toMatchObject({ deviceKey: 'key 2', revoked: false });
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

describe('a kiosk code under which receipts were given', () => {
  const rng = { bytes: (length: number) => new Uint8Array(length).fill(9) };
  const clock = { wallMs: () => 0, monotonicMs: () => 0 };

  it('is not given to a machine that would begin to count at 1, and its own machine is let in again', async () => {
    const world = new World(database);
    const store = sqlKioskStore(database.db);
    await store.addCode(code('first', kiosk));
    await store.redeem('first', 'key 1', 0);
    const before = await database.db.selectFrom('kiosk').select('enrolled_at').where('code', '=', kiosk).execute();
    await store.addCode(code('second', kiosk));
    const paid = basket(pidOf('a'), [ticket('T1')], { rail: 'terminal' });
    await commit(world.deps, { code: kiosk, revoked: false }, paid.pid, commitOf(paid));
    expect(await store.redeem('second', 'key 2', 1)).toEqual({ ok: false, error: 'kiosk_code_used' });
    expect(await store.redeem('second', 'key 1', 1)).toEqual({ ok: false, error: 'kiosk_code_used' });
    await expect(issueEnrolCode({ store, rng, clock }, { kioskCode: kiosk, site })).rejects.toThrow(
      'K001 has given receipts: give this machine a new kiosk code',
    );
    expect(await store.redeem('first', 'key 1', 1)).toMatchObject({ ok: true });
    const after = await database.db.selectFrom('kiosk').select('enrolled_at').where('code', '=', kiosk).execute();
    expect(after).toEqual(before);
    expect(await issueEnrolCode({ store, rng, clock }, { kioskCode: 'K002', site })).toMatch(/-/);
  });
});
