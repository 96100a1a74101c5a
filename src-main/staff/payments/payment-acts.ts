import type { Language } from '../../../src-shared/domain/language.ts';
import { closableAs, evidenceText, type Closing } from '../../../src-shared/payment/closing.ts';
import { isOpen } from '../../../src-shared/payment/machine.ts';
import type { PaymentRecord } from '../../../src-shared/payment/record.ts';
import type { Timers } from '../../../src-shared/ports.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { journaledPrint, type PrintProblem } from '../../paper/journaled-print.ts';
import type { PaymentBook } from '../../payment/payment-book.ts';
import type { PaymentDesk } from '../../payment/payment-desk.ts';
import { receiptOf, type ReceiptSetting } from '../../payment/receipt.ts';
import { inTime } from '../../platform/waits.ts';
import type { Paper } from '../../session/ports.ts';

/*
 * What staff can do about one payment, with or without a network. Who may do it was asked before.
 */

export interface PaymentActPorts {
  readonly book: PaymentBook;
  readonly payments: Pick<PaymentDesk, 'courseOf' | 'postings'>;
  readonly paper: Pick<Paper, 'printReceipt'>;
  /** What the paper says of this machine. */
  readonly place: () => Pick<ReceiptSetting, 'kioskCode' | 'site' | 'demo'>;
  /** Null until the kiosk knows who it is. */
  readonly kioskCode: () => string | null;
  readonly timers: Timers;
}

/** Longer than a question to the gateway may be held open, ms. */
const askLimitMs = 35_000;

type NoSuch = 'no_such_payment';

/** Prints the paper of a payment, marked as a copy when it has been printed before. */
export async function reprint(
  ports: PaymentActPorts,
  pid: string,
  language: Language,
): Promise<Result<null, NoSuch | 'no_paper' | PrintProblem>> {
  const { book, payments, place } = ports;
  const record = book.get(pid);
  if (!record) return err('no_such_payment');
  const postings = payments.postings(pid);
  const copy = book.wasPrinted(pid, record.receiptNo);
  const receipt = receiptOf(record, { ...place(), copy, ...(postings ? { postings } : {}) });
  return receipt ? journaledPrint(ports, receipt, language) : err('no_paper');
}

/** Asks the other side now. The answer may be that nothing has changed. */
export async function askOutcome(
  { book, payments, timers }: PaymentActPorts,
  pid: string,
): Promise<Result<PaymentRecord, NoSuch | 'nothing_to_ask' | 'no_answer'>> {
  const record = book.get(pid);
  if (!record) return err('no_such_payment');
  const course = payments.courseOf(pid);
  if (!course || !isOpen(record)) return err('nothing_to_ask');
  if ((await inTime(timers, askLimitMs, course.askNow())) !== true) return err('no_answer');
  return ok(course.record);
}

/**
 * Makes an attempt whose outcome is not known a case for people, under a number made here, and prints the paper with it.
 * The case is there even when the paper is not: it can be printed again.
 */
export async function handOver(
  ports: PaymentActPorts,
  pid: string,
  language: Language,
): Promise<Result<{ caseId: string; printed: boolean }, NoSuch | 'not_unknown' | 'not_enrolled' | 'journal_closed'>> {
  const course = ports.payments.courseOf(pid);
  if (!course) return err('no_such_payment');
  if (course.record.state !== 'unknown') return err('not_unknown');
  const kioskCode = ports.kioskCode();
  if (kioskCode === null) return err('not_enrolled');
  const caseId = `${kioskCode}-${pid.slice(0, 8).toUpperCase()}`;
  // The answer may have come while this waited for its turn.
  const turn = { late: false };
  const noted = await course.note(() => {
    turn.late = course.record.state !== 'unknown';
    return turn.late ? [] : [{ type: 'HANDED_TO_STAFF', caseId }];
  });
  if (turn.late) return err('not_unknown');
  if (!noted) return err('journal_closed');
  return ok({ caseId, printed: (await reprint(ports, pid, language)).ok });
}

export type CloseProblem =
  NoSuch | 'not_with_people' | 'outcome_not_possible' | 'same_person' | 'not_enrolled' | 'journal_closed';

/** Two people end a case with what they saw. The gateway hears of it as soon as it can be reached. */
export async function closeCase(
  ports: PaymentActPorts,
  pid: string,
  { closing, staff }: { readonly closing: Closing; readonly staff: readonly [string, string] },
): Promise<Result<PaymentRecord, CloseProblem>> {
  const course = ports.payments.courseOf(pid);
  if (!course) return err('no_such_payment');
  const { record } = course;
  if (record.state !== 'manual' || record.caseId === undefined) return err('not_with_people');
  if (!closableAs(record).includes(closing.outcome)) return err('outcome_not_possible');
  const [one, other] = staff;
  if (one === other) return err('same_person');
  if (closing.outcome === 'captured' && ports.kioskCode() === null) return err('not_enrolled');
  const evidence = evidenceText(closing);
  const closed = await course.close(closing, { caseId: record.caseId, evidence, staff: [one, other], atKiosk: true });
  return closed ? ok(course.record) : err('journal_closed');
}
