import { normaliseDigits } from '../../../src-shared/domain/digits.ts';
import { isOpen } from '../../../src-shared/payment/machine.ts';
import type { PaymentRecord } from '../../../src-shared/payment/record.ts';
import { pageRows, type PaymentGroup, type PaymentQuery } from '../../../src-shared/staff/payment-query.ts';

/** One page of what was found, newest first. */
export interface FoundPayments {
  readonly payments: readonly PaymentRecord[];
  /** How many there are on all pages. */
  readonly total: number;
}

type Test = (record: PaymentRecord) => boolean;

/** Fewer digits of a track id than this fit too many payments. */
const fewestPidDigits = 6;
const fewestTicketDigits = 4;
const mostHyphens = 6;

const inGroup: Readonly<Record<PaymentGroup, Test>> = {
  all: () => true,
  open: isOpen,
  unknown: ({ state }) => state === 'sending' || state === 'unknown',
  people: ({ state }) => state === 'manual',
  paid: ({ state }) => state === 'captured' || state === 'posted',
  not_paid: ({ state }) => state === 'not_charged' || state === 'cancelled',
  returned: ({ reversal, state }) => reversal !== undefined || state === 'reversed' || state === 'closed',
};

/**
 * Looks through all payments of this kiosk. There is no index: a kiosk of many years has some hundred thousand, and
 * looking at each takes less than a tenth of a second (`npm run bench -- journal`), while an index would have to be
 * kept in memory and right.
 * @param records oldest first, as the book has them
 */
export function searchPayments(records: readonly PaymentRecord[], query: PaymentQuery): FoundPayments {
  const tests = testsOf(query);
  const { skip, openFirst } = query;
  // No more than a page can show is kept: lists of all that fits cost more than the looking.
  const enough = skip + pageRows;
  const first: PaymentRecord[] = [];
  const then: PaymentRecord[] = [];
  let total = 0;
  for (let at = records.length - 1; at >= 0; at -= 1) {
    const record = records[at];
    if (!record || !tests.every((fits) => fits(record))) continue;
    total += 1;
    const row = openFirst && isOpen(record) ? first : then;
    if (row.length < enough) row.push(record);
  }
  return { payments: [...first, ...then].slice(skip, enough), total };
}

/** The cheap questions come first. */
function testsOf({ text, from, to, amountFils, group }: PaymentQuery): Test[] {
  const tests: Test[] = [];
  // The kiosk writes every time in Kuwait's form, so it compares with a day as text.
  if (from !== undefined) tests.push(({ createdAt }) => createdAt >= from);
  if (to !== undefined) tests.push(({ createdAt }) => createdAt < to || createdAt.startsWith(to));
  if (amountFils !== undefined) tests.push((record) => record.totalFils === amountFils || taken(record) === amountFils);
  if (group !== 'all') tests.push(inGroup[group]);
  const wanted = text === undefined ? '' : normaliseDigits(text).toUpperCase();
  if (wanted !== '') tests.push(namedTest(wanted));
  return tests;
}

function taken({ capture }: PaymentRecord): number | undefined {
  return capture?.amountFils;
}

/** @param wanted upper case, without spaces and hyphens, digits 0 to 9 */
function namedTest(wanted: string): Test {
  const receipt = receiptEnd(wanted);
  const pidStart = wanted.length >= fewestPidDigits ? wanted.toLowerCase() : null;
  return (record) =>
    (receipt !== null && record.receiptNo?.endsWith(receipt) === true) ||
    (pidStart !== null && record.pid.startsWith(pidStart)) ||
    record.items.some(({ ticketNo }) => isTicket(ticketNo, wanted)) ||
    isCalled(record.caseId, wanted) ||
    isCalledByRail(record, wanted);
}

/** How the number of a receipt ends that is given in full, or by its last digits with or without the zeros before them. */
function receiptEnd(wanted: string): string | null {
  if (/^\d{1,8}$/.test(wanted)) return `-${wanted.padStart(8, '0')}`;
  return /^[A-Z0-9]{2,8}\d{8}$/.test(wanted) ? `${wanted.slice(0, -8)}-${wanted.slice(-8)}` : null;
}

function isTicket(ticketNo: string, wanted: string): boolean {
  if (!endsAlike(ticketNo, wanted)) return false;
  const ticket = plain(ticketNo);
  return ticket === wanted || (wanted.length >= fewestTicketDigits && ticket.endsWith(wanted));
}

/** Costs nothing, and most tickets fall out here. */
function endsAlike(ticketNo: string, wanted: string): boolean {
  const last = ticketNo.charAt(ticketNo.length - 1);
  return last === wanted.charAt(wanted.length - 1) || last !== last.toUpperCase();
}

/** What the bank's message or the terminal's paper calls the payment. */
function isCalledByRail({ capture, declined, terminal }: PaymentRecord, wanted: string): boolean {
  const { knet, card } = capture ?? declined ?? {};
  return (
    isCalled(terminal?.serviceId, wanted) ||
    isCalled(knet?.paymentId, wanted) ||
    isCalled(knet?.transactionId, wanted) ||
    isCalled(knet?.reference, wanted) ||
    isCalled(knet?.authCode, wanted) ||
    isCalled(card?.transactionId, wanted) ||
    isCalled(card?.approvalCode, wanted)
  );
}

/** Most names differ in length already, by more than hyphens can make. */
function isCalled(name: string | undefined, wanted: string): boolean {
  if (name === undefined || name.length < wanted.length || name.length > wanted.length + mostHyphens) return false;
  return name === wanted || plain(name) === wanted;
}

function plain(name: string): string {
  return name.replaceAll('-', '').toUpperCase();
}
