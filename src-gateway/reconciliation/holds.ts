import type { Kysely, Transaction } from 'kysely';
import type { KioskHoldTable, Tables } from '../db/tables.ts';

type Reason = KioskHoldTable['reason'];

/** A kiosk's present enrolment. What a kiosk says about its past counts for the enrolment it said it in. */
export interface Enrolment {
  readonly code: string;
  /** Raw 32-byte Ed25519 public key, base64url. */
  readonly device_key: string;
  readonly enrolled_at: Date;
}

/** The kiosk's row, locked until the transaction ends, so that two requests of one kiosk take turns. */
export async function lockEnrolment(trx: Transaction<Tables>, kioskCode: string): Promise<Enrolment | null> {
  const row = await trx
    .selectFrom('kiosk')
    .select(['code', 'device_key', 'enrolled_at'])
    .where('code', '=', kioskCode)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** From now on the kiosk starts no payments. What it has started is still taken. */
export async function holdKiosk(
  trx: Transaction<Tables>,
  { code, enrolled_at }: Enrolment,
  hold: { readonly reason: Reason; readonly subject: string; readonly now: number },
): Promise<void> {
  await trx
    .insertInto('kiosk_hold')
    .values({ kiosk_code: code, enrolled_at, reason: hold.reason, subject: hold.subject, since: new Date(hold.now) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Ends the holds that a closed case was about. A fork has no case that ends it: only enrolling anew does. */
export async function liftHolds(trx: Transaction<Tables>, subject: string, now: number): Promise<void> {
  await trx
    .updateTable('kiosk_hold')
    .set({ lifted_at: new Date(now) })
    .where('reason', '=', 'amount_differs')
    .where('subject', '=', subject)
    .where('lifted_at', 'is', null)
    .execute();
}

const sentences: Readonly<Record<Reason, string>> = {
  fork: "this kiosk's journal does not go on where it stood: staff have to enrol it with a new kiosk code",
  amount_differs: "this kiosk's money differs from what the acquirer says: staff have to close the case",
};

/** Why this kiosk may start no payment, as a sentence for the log; null when it may. A kiosk nobody enrolled has no holds. */
export async function whyHeld(db: Kysely<Tables>, kioskCode: string): Promise<string | null> {
  const [reason] = await holdsOf(db, kioskCode);
  return reason === undefined ? null : sentences[reason];
}

/** Has this kiosk's journal lost or changed its past since it was enrolled? */
export async function isForked(db: Kysely<Tables>, kioskCode: string): Promise<boolean> {
  return (await holdsOf(db, kioskCode)).includes('fork');
}

async function holdsOf(db: Kysely<Tables>, kioskCode: string): Promise<Reason[]> {
  const rows = await db
    .selectFrom('kiosk_hold')
    .innerJoin('kiosk', (join) =>
      join.onRef('kiosk.code', '=', 'kiosk_hold.kiosk_code').onRef('kiosk.enrolled_at', '=', 'kiosk_hold.enrolled_at'),
    )
    .select('kiosk_hold.reason')
    .where('kiosk_hold.kiosk_code', '=', kioskCode)
    .where('kiosk_hold.lifted_at', 'is', null)
    .orderBy('kiosk_hold.since')
    .execute();
  return rows.map(({ reason }) => reason);
}
