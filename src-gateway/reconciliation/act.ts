import type { Transaction } from 'kysely';
import { unreachable } from '../../src-shared/result.ts';
import { gatewayEdges } from '../../src-shared/payment/states.ts';
import { openDayCase, type DayCase } from '../cases/open-day-case.ts';
import { provedBySettlement, proveCaptured, proveNotCharged } from '../cases/outcomes.ts';
import type { Tables } from '../db/tables.ts';
import { isEndedByTime, lockPayment, note, step } from '../payment/payment-row.ts';
import type { PaymentDeps } from '../payment/ports.ts';
import type { AmountDifference, Difference } from './difference.ts';
import { holdKiosk, lockEnrolment } from './holds.ts';
import type { KeptLine } from './match-input.ts';
import { endQuarantine } from './quarantine.ts';
import { release, suspend } from './suspense.ts';

/**
 * Does what a difference asks for, in the caller's transaction. Everything is looked at once more under its lock, so
 * that a difference that is not there any more changes nothing.
 */
export async function act(trx: Transaction<Tables>, deps: PaymentDeps, difference: Difference): Promise<void> {
  const now = deps.time.now();
  const toPeople = (found: Omit<DayCase, 'now' | 'evidence'>): Promise<boolean> =>
    openDayCase(trx, deps.log, { ...found, evidence: difference, now });
  switch (difference.finding) {
    case 'not_delivered': {
      const { kioskCode: pid, receiptNo: subject, overdue } = difference;
      if (overdue) await toPeople({ pid, class: 'not_delivered', subject });
      return;
    }
    case 'captured':
      return bookFound(trx, deps, difference.pid, difference.line);
    case 'not_charged':
      return endWithoutCharge(trx, deps, difference.pid);
    case 'quarantine_over':
      await endQuarantine(trx, difference.pid, now);
      return;
    case 'unopened':
      await toPeople({ pid: difference.pid, class: 'charged_unopened', subject: '' });
      return;
    case 'unknown_reference': {
      const { line } = difference;
      await suspend(trx, line, now);
      await toPeople({ pid: line.pid ?? line.transactionId, class: 'unknown_settlement', subject: line.key });
      return;
    }
    case 'reference_found':
      return release(trx, difference.line, now);
    case 'not_settled':
    case 'taken_back':
      await toPeople({ pid: difference.pid, class: 'not_settled', subject: difference.finding });
      return;
    case 'settlement':
    case 'kiosk_day':
    case 'terminal_totals':
    case 'ministry':
      return freeze(trx, deps, difference);
    case 'posted_twice': {
      const { ticketNo, pids } = difference;
      const isNew = await toPeople({ pid: pids[0] ?? '', class: 'posted_twice', subject: ticketNo });
      if (isNew)
        deps.log.error({ alarm: 'posted_twice', ticketNo, pids }, 'one ticket was settled twice: call somebody');
      return;
    }
    case 'ministry_lacks':
    case 'ministry_has_more': {
      const { pid, ticketNo, finding } = difference;
      await toPeople({ pid, class: 'ministry_differs', subject: `${finding} ${ticketNo}` });
      return;
    }
    default:
      return unreachable(difference);
  }
}

async function bookFound(trx: Transaction<Tables>, deps: PaymentDeps, pid: string, line: KeptLine): Promise<void> {
  const payment = await lockPayment(trx, pid);
  const isOpen = payment?.captured_at === null && payment.state !== 'manual';
  if (!isOpen || !gatewayEdges[payment.state].includes('captured')) return;
  await proveCaptured(trx, deps, payment, {
    amountFils: line.amountFils,
    transactionId: line.transactionId,
    ...(line.approvalCode === null ? {} : { approvalCode: line.approvalCode }),
    ...(line.railRef === null ? {} : { railRef: line.railRef }),
  });
  deps.log.warn({ alarm: 'found_by_settlement', pid }, 'a capture that only settlement knew was booked');
}

async function endWithoutCharge(trx: Transaction<Tables>, deps: PaymentDeps, pid: string): Promise<void> {
  const payment = await lockPayment(trx, pid);
  if (payment === null) return;
  const isOwed = payment.state === 'open' || payment.state === 'notified';
  if (!isOwed && !isEndedByTime(payment)) return;
  // A file may have come in since the files were read.
  const lines = await trx
    .selectFrom('settlement_line')
    .select(['kind', 'amount_fils'])
    .where('pid', '=', pid)
    .execute();
  const taken = lines.reduce((sum, { kind, amount_fils: fils }) => sum + (kind === 'charged' ? fils : -fils), 0);
  if (taken !== 0) return;
  if (isOwed) await proveNotCharged(trx, deps, payment);
  else await note(trx, pid, provedBySettlement(payment));
}

/** A kiosk whose money does not agree takes no more of it until people have closed the case. */
async function freeze(trx: Transaction<Tables>, deps: PaymentDeps, found: AmountDifference): Promise<void> {
  const now = deps.time.now();
  const pid = found.pid ?? found.kioskCode;
  const { subject, finding } = found;
  const isNew = await openDayCase(trx, deps.log, {
    ...{ pid, subject, now },
    class: 'settled_amount_differs',
    evidence: found,
  });
  if (!isNew) return;
  if (found.pid !== null) await handOver(trx, deps, found.pid);
  // What the ministry recorded is not the kiosk's doing, and when a terminal's totals begin anew is not agreed.
  if (finding === 'ministry' || finding === 'terminal_totals') return;
  const enrolment = await lockEnrolment(trx, found.kioskCode);
  if (enrolment !== null)
    await holdKiosk(trx, enrolment, { reason: 'amount_differs', subject: `${pid}/${subject}`, now });
}

/** Nobody but people can say what became of an attempt for which another amount was taken. */
async function handOver(trx: Transaction<Tables>, deps: PaymentDeps, pid: string): Promise<void> {
  const payment = await lockPayment(trx, pid);
  if (payment?.state === 'open' || payment?.state === 'notified')
    await step(trx, payment, 'manual', deps.time.now(), { next_inquiry_at: null });
}
