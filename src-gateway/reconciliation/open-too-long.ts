import { openDayCase } from '../cases/open-day-case.ts';
import { inTransaction } from '../db/transaction.ts';
import type { DayDeps } from './ports.ts';

/** No attempt may be without an outcome, or its kiosk without an answer, for longer than this without people knowing. */
const longestMs = 24 * 60 * 60_000;

/** Opens a case about each attempt that has stood still for a day and that nobody has a case about. */
export async function openCasesOfLongOpen({ db, time, log }: DayDeps): Promise<void> {
  const now = time.now();
  const stuck = await db
    .selectFrom('payment')
    .select(['pid', 'state', 'kiosk_code'])
    // A capture without a commit: the kiosk has not come back, and its visitor has no receipt of ours.
    .where('state', 'in', ['reserved', 'intent', 'open', 'notified', 'captured', 'refund_due', 'manual'])
    .where('changed_at', '<=', new Date(now - longestMs))
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('case_file')
            .select('case_file.id')
            .whereRef('case_file.pid', '=', 'payment.pid')
            .where('case_file.closed_at', 'is', null),
        ),
      ),
    )
    .execute();
  for (const { pid, state, kiosk_code: kioskCode } of stuck) {
    await inTransaction(db, (trx) =>
      openDayCase(trx, log, { pid, class: 'open_too_long', subject: state, evidence: { state, kioskCode }, now }),
    );
  }
}
