import type { Kysely } from 'kysely';
import { err, ok } from '../../src-shared/result.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import type { KioskStore } from './kiosk-store.ts';

/** Kiosks in the gateway's database. */
export function sqlKioskStore(db: Kysely<Tables>): KioskStore {
  return {
    find: async (code) => {
      const row = await db.selectFrom('kiosk').selectAll().where('code', '=', code).executeTakeFirst();
      if (row === undefined) return null;
      return { code: row.code, site: row.site, deviceKey: row.device_key, revoked: row.revoked };
    },
    addCode: async (code) => {
      const row = { code_hash: code.hash, kiosk_code: code.kioskCode, expires_at: new Date(code.expiresAtMs) };
      await db
        .insertInto('enrol_code')
        .values({ ...row, site: JSON.stringify(code.site) })
        .execute();
    },
    redeem: (codeHash, deviceKey, nowMs) => redeem(db, codeHash, deviceKey, new Date(nowMs)),
    revoke: async (code) => {
      await db.updateTable('kiosk').set({ revoked: true }).where('code', '=', code).execute();
    },
    rememberNonce: async (kioskCode, nonce, nowMs) => {
      const row = { kiosk_code: kioskCode, nonce, seen_at: new Date(nowMs) };
      const added = await db
        .insertInto('nonce')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .returning('nonce')
        .executeTakeFirst();
      return added !== undefined;
    },
    forgetNoncesBefore: async (ms) => {
      await db.deleteFrom('nonce').where('seen_at', '<', new Date(ms)).execute();
    },
  };
}

const redeem = (db: Kysely<Tables>, codeHash: string, deviceKey: string, now: Date): ReturnType<KioskStore['redeem']> =>
  inTransaction(db, async (trx) => {
    // Deleting is using: the second of two requests finds nothing to delete.
    const code = await trx
      .deleteFrom('enrol_code')
      .where('code_hash', '=', codeHash)
      .where('expires_at', '>', now)
      .returning(['kiosk_code', 'site'])
      .executeTakeFirst();
    if (code === undefined) return err('code_not_valid');
    const facts = { device_key: deviceKey, site: JSON.stringify(code.site), enrolled_at: now, revoked: false };
    await trx
      .insertInto('kiosk')
      .values({ code: code.kiosk_code, ...facts })
      .onConflict((conflict) => conflict.column('code').doUpdateSet(facts))
      .execute();
    return ok({ code: code.kiosk_code, site: code.site, deviceKey, revoked: false });
  });
