import type { Kysely } from 'kysely';
import type { LocalText } from '../src-shared/domain/language.ts';
import type { Tables } from './db/tables.ts';
import { enrolCodeHash } from './kiosks/enrol-code.ts';

const demoSite: LocalText = { ar: 'مركز خدمة العرض التجريبي', en: 'Demo service centre' };
const hoursValid = 24;

/** Demo only: makes codes that are known beforehand good for one enrolment each, of kiosks K001, K002 and so on. */
export async function acceptDemoCodes(db: Kysely<Tables>, codes: readonly string[], nowMs: number): Promise<void> {
  for (const [index, code] of codes.entries()) {
    const facts = {
      kiosk_code: `K${String(index + 1).padStart(3, '0')}`,
      site: JSON.stringify(demoSite),
      expires_at: new Date(nowMs + hoursValid * 3_600_000),
    };
    await db
      .insertInto('enrol_code')
      .values({ code_hash: enrolCodeHash(code), ...facts })
      .onConflict((conflict) => conflict.column('code_hash').doNothing())
      .execute();
  }
}
