import type { Kysely } from 'kysely';
import { err, ok } from '../../src-shared/result.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import type { EnrolledKiosk, KioskStore } from './kiosk-store.ts';

/** Kiosks in the gateway's database. */
export function sqlKioskStore(db: Kysely<Tables>): KioskStore {
  return {
    find: (code) => find(db, code),
    hasReceipts: (code) => hasReceipts(db, code),
    addCode: async (code) => {
      const row = { code_hash: code.hash, kiosk_code: code.kioskCode, expires_at: new Date(code.expiresAtMs) };
      await db
        .insertInto('enrol_code')
        .values({ ...row, site: JSON.stringify(code.site) })
        .execute();
    },
    redeem: (codeHash, deviceKey, nowMs) => redeem(db, codeHash, deviceKey, new Date(nowMs)),
    enrolledWith: (code) => enrolledWith(db, code),
    revoke: async (code) => {
      await db.updateTable('kiosk').set({ revoked: true }).where('code', '=', code).execute();
    },
    revokedCodes: async () => {
      const rows = await db.selectFrom('kiosk').select('code').where('revoked', '=', true).orderBy('code').execute();
      return rows.map(({ code }) => code);
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
    // The lock lets the second of two requests see what the first has done.
    const code = await trx
      .selectFrom('enrol_code')
      .selectAll()
      .where('code_hash', '=', codeHash)
      .forUpdate()
      .executeTakeFirst();
    if (code === undefined) return err('code_not_valid');
    if (code.used_by !== null)
      return code.used_by === deviceKey ? again(trx, code.kiosk_code, deviceKey) : err('code_not_valid');
    if (code.expires_at.getTime() <= now.getTime()) return err('code_not_valid');
    if (await hasReceipts(trx, code.kiosk_code)) return err('kiosk_code_used');
    await trx.updateTable('enrol_code').set({ used_by: deviceKey }).where('code_hash', '=', codeHash).execute();
    const facts = { device_key: deviceKey, site: JSON.stringify(code.site), enrolled_at: now, revoked: false };
    await trx
      .insertInto('kiosk')
      .values({ code: code.kiosk_code, ...facts })
      .onConflict((conflict) => conflict.column('code').doUpdateSet(facts))
      .execute();
    return ok({ code: code.kiosk_code, site: code.site, deviceKey, revoked: false });
  });

/** The answer that was lost. It changes nothing, so a kiosk that was revoked or replaced since does not get it. */
async function again(db: Kysely<Tables>, kioskCode: string, deviceKey: string): ReturnType<KioskStore['redeem']> {
  const kiosk = await find(db, kioskCode);
  return kiosk?.deviceKey === deviceKey && !kiosk.revoked ? ok(kiosk) : err('code_not_valid');
}

async function find(db: Kysely<Tables>, code: string): Promise<EnrolledKiosk | null> {
  const row = await db.selectFrom('kiosk').selectAll().where('code', '=', code).executeTakeFirst();
  if (row === undefined) return null;
  return { code: row.code, site: row.site, deviceKey: row.device_key, revoked: row.revoked };
}

/** One key may have used several codes: the one that was good for longest was made last. */
async function enrolledWith(db: Kysely<Tables>, kioskCode: string): Promise<string | null> {
  const row = await db
    .selectFrom('enrol_code')
    .innerJoin('kiosk', 'kiosk.code', 'enrol_code.kiosk_code')
    .select('enrol_code.code_hash')
    .where('kiosk.code', '=', kioskCode)
    .whereRef('enrol_code.used_by', '=', 'kiosk.device_key')
    .orderBy('enrol_code.expires_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.code_hash ?? null;
}

async function hasReceipts(db: Kysely<Tables>, kioskCode: string): Promise<boolean> {
  const receipt = await db
    .selectFrom('payment')
    .select('pid')
    .where('kiosk_code', '=', kioskCode)
    .where('receipt_no', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return receipt !== undefined;
}
