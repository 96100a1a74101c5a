import type { Transaction } from 'kysely';
import type { CaseClosure } from '../../src-shared/payment/record.ts';
import type { CaseFileTable, Tables } from '../db/tables.ts';
import { openCase } from '../payment/cases.ts';
import type { Payment } from '../payment/payment-row.ts';
import type { PaymentDeps } from '../payment/ports.ts';
import type { Known } from './worth.ts';

type Outcome = NonNullable<CaseFileTable['outcome']>;

/** The class under which the word of people at a kiosk is filed; such a case is born closed. */
export const kioskWordClass = 'closed_at_kiosk';
/** Cases that ask nothing but how an attempt ended. */
const askedOutcome = ['unresolved', 'open_too_long', 'contradiction'];

/** What is known of a row. */
export function knownOf({ rail, state, captured_at: capturedAt, told_not_charged: told }: Payment): Known {
  return { rail, state, captured: capturedAt !== null, told };
}

/**
 * Files what two people at a kiosk have decided, once.
 * @returns false when it was filed before: then it has been followed, too
 */
export async function fileWord(
  trx: Transaction<Tables>,
  deps: Pick<PaymentDeps, 'log' | 'time'>,
  { pid, kiosk_code: kiosk, state }: Payment,
  { outcome, closure }: { readonly outcome: Outcome; readonly closure: CaseClosure },
): Promise<boolean> {
  const known = await trx
    .selectFrom('case_file')
    .select('id')
    .where('pid', '=', pid)
    .where('class', '=', kioskWordClass)
    .where('subject', '=', closure.caseId)
    .executeTakeFirst();
  if (known !== undefined) return false;
  const at = new Date(deps.time.now());
  const { evidence, staff } = closure;
  await trx
    .insertInto('case_file')
    .values({
      ...{ pid, class: kioskWordClass, subject: closure.caseId, evidence: JSON.stringify({ kiosk, state }) },
      ...{ opened_at: at, closed_at: at, closed_by: JSON.stringify(staff), reason: evidence, outcome },
      reference: evidence.split(' ')[1] ?? null,
    })
    .execute();
  deps.log.info({ pid, kiosk, outcome }, 'people at a kiosk have closed a case');
  return true;
}

/** The cases that asked for this outcome, and those of refunds that are done, end by the same word. */
export async function closeAnswered(
  trx: Transaction<Tables>,
  deps: Pick<PaymentDeps, 'time'>,
  pid: string,
  { outcome, closure }: { readonly outcome: Outcome; readonly closure: CaseClosure },
): Promise<void> {
  const refundsDone = trx.selectFrom('refund').select('refund_ref').where('pid', '=', pid).where('state', '=', 'done');
  await trx
    .updateTable('case_file')
    .set({
      closed_at: new Date(deps.time.now()),
      closed_by: JSON.stringify(closure.staff),
      reason: closure.evidence,
      outcome,
    })
    .where('pid', '=', pid)
    .where('closed_at', 'is', null)
    .where((where) =>
      where.or([
        where('class', 'in', askedOutcome),
        where.and([where('class', 'in', ['refund_due', 'refund_unknown']), where('subject', 'in', refundsDone)]),
      ]),
    )
    .execute();
}

/** What people at a kiosk say is not what the books say: people at the gateway look at both. */
export async function contradictWord(
  trx: Transaction<Tables>,
  deps: Pick<PaymentDeps, 'log' | 'time'>,
  { pid, state }: Payment,
  closure: CaseClosure,
): Promise<void> {
  const evidence = { atKiosk: closure.evidence, kioskCase: closure.caseId, state };
  await openCase(trx, deps.log, { pid, class: 'contradiction', evidence, now: deps.time.now() });
}
