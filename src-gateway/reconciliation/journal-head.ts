import type { Transaction } from 'kysely';
import type { GatewayProblem, JournalHead, JournalHeadReply } from '../../src-shared/contract/gateway-http.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { openDayCase } from '../cases/open-day-case.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { problem } from '../payment/ports.ts';
import { holdKiosk, isForked, lockEnrolment, type Enrolment } from './holds.ts';
import type { DayDeps } from './ports.ts';

/**
 * A kiosk says where its journal stands. A journal that is shorter than we know, or has another record at the same
 * place, is not the one that took the money before: the kiosk starts no payments until staff have enrolled it anew.
 * @returns the furthest head we had been told before this one
 */
export async function takeJournalHead(
  deps: DayDeps,
  kioskCode: string,
  head: JournalHead,
): Promise<Result<JournalHeadReply, GatewayProblem>> {
  return inTransaction(deps.db, async (trx) => {
    const enrolment = await lockEnrolment(trx, kioskCode);
    if (enrolment === null) return problem('unknown_kiosk', 'no kiosk with this code is enrolled');
    const known = await knownHead(trx, enrolment);
    const now = deps.time.now();
    if (known === null || head.seq > known.seq) {
      await remember(trx, enrolment, head, now);
    } else if (head.seq < known.seq || head.hash !== known.hash) {
      await holdKiosk(trx, enrolment, { reason: 'fork', subject: '', now });
      const subject = enrolment.enrolled_at.toISOString();
      await openDayCase(trx, deps.log, {
        pid: kioskCode,
        class: 'fork',
        subject,
        evidence: { known, told: head },
        now,
      });
    }
    return ok({ known, forked: await isForked(trx, kioskCode) });
  });
}

async function knownHead(trx: Transaction<Tables>, { code, enrolled_at }: Enrolment): Promise<JournalHead | null> {
  const row = await trx
    .selectFrom('journal_head')
    .select(['seq', 'hash'])
    .where('kiosk_code', '=', code)
    .where('enrolled_at', '=', enrolled_at)
    .executeTakeFirst();
  return row ?? null;
}

async function remember(
  trx: Transaction<Tables>,
  { code, enrolled_at }: Enrolment,
  { seq, hash }: JournalHead,
  now: number,
): Promise<void> {
  const facts = { seq, hash, told_at: new Date(now) };
  await trx
    .insertInto('journal_head')
    .values({ kiosk_code: code, enrolled_at, ...facts })
    .onConflict((conflict) => conflict.columns(['kiosk_code', 'enrolled_at']).doUpdateSet(facts))
    .execute();
}
