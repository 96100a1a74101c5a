import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkJournal } from '../../../scripts/verify-kinds/journal.ts';
import type { KioskGateway } from '../../../src-main/gateway/gateway-client.ts';
import type { PaymentRecord } from '../../../src-shared/payment/record.ts';
import {
  gatewayOf,
  isUndecided,
  ministryPostings,
  moneyBook,
  readBook,
  type MinistryPosting,
  type MoneyBook,
  type Outside,
} from './truth.ts';

/** What the judge found on one kiosk. */
export interface Judgement {
  readonly violations: readonly string[];
  /** Payments for which money was taken and that did not end as posted. */
  readonly lost: number;
}

interface Books {
  readonly money: MoneyBook;
  readonly postings: readonly MinistryPosting[];
}

const paidStates: readonly string[] = ['captured', 'posted'];
const unpaidStates: readonly string[] = ['not_charged', 'cancelled'];

/**
 * Holds the journal of a kiosk that has ended against the books of everybody else: K-Net's or the terminal's,
 * the ministry's and the gateway's.
 */
export async function judge(dataFolder: string, outside: Outside): Promise<Judgement> {
  const [book, money, postings] = await Promise.all([
    readBook(dataFolder),
    moneyBook(outside),
    ministryPostings(outside.world),
  ]);
  const gateway = await gatewayOf(dataFolder, outside.world);
  const violations = [...(await journalFaults(dataFolder)), ...receiptFaults(book.all())];
  let lost = 0;
  for (const record of book.all()) {
    const found = attemptFaults(record, { money, postings });
    if (money.captures(record.pid) > 0 && record.state !== 'posted') lost += 1;
    violations.push(...found, ...(await openFaults(record, money, gateway)), ...(await gatewayFaults(record, gateway)));
  }
  return { violations, lost };
}

/** Attempts that somebody else knows of and no kiosk has in its journal. */
export async function strangers(dataFolders: readonly string[], outside: Outside): Promise<string[]> {
  const books = await Promise.all(dataFolders.map(readBook));
  const known = new Set(books.flatMap((book) => book.all().map(({ pid }) => pid)));
  const money = await moneyBook(outside);
  return money.pids
    .filter((pid) => !known.has(pid))
    .map((pid) => `${pid}: no journal has it; money was taken ${money.captures(pid)} times`);
}

async function journalFaults(dataFolder: string): Promise<string[]> {
  const folder = join(dataFolder, 'journal');
  const { intact, lines } = await checkJournal(folder, readdirSync(folder), 'payment');
  return intact ? [] : [lines.join(' ')];
}

/** Numbers are gapless and unique, in the order in which they were taken. */
function receiptFaults(records: readonly PaymentRecord[]): string[] {
  const taken = records.flatMap(({ receiptNo }) => receiptNo ?? []).sort();
  return taken.flatMap((receiptNo, index) =>
    Number(receiptNo.split('-').at(-1)) === index + 1
      ? []
      : [`receipt ${receiptNo} stands where number ${index + 1} is due`],
  );
}

function attemptFaults(record: PaymentRecord, { money, postings }: Books): string[] {
  const { pid, state, items, receiptNo } = record;
  const faults: string[] = [];
  const captures = money.captures(pid);
  const captured = captures > 0;
  if (captures > 1) faults.push(`captured ${captures} times`);
  if (captured && unpaidStates.includes(state)) faults.push(`the money was taken, the journal says ${state}`);
  if (captured && state !== 'posted') faults.push(`captured, and left as ${state}`);
  if (!captured && paidStates.includes(state)) faults.push(`the journal says ${state}, no money was taken`);
  for (const { ticketNo, amountFils } of items) {
    const mine = postings.filter((posting) => posting.pid === pid && posting.ticketNo === ticketNo);
    if (mine.length !== (captured ? 1 : 0)) faults.push(`ticket ${ticketNo} posted ${mine.length} times`);
    for (const posting of mine) {
      if (posting.result !== 'posted') faults.push(`ticket ${ticketNo} is ${posting.result} at the ministry`);
      if (posting.amountFils !== amountFils) faults.push(`ticket ${ticketNo} posted with another amount`);
      if (posting.receiptNo !== receiptNo) faults.push(`ticket ${ticketNo} posted with receipt ${posting.receiptNo}`);
    }
  }
  return faults.map((fault) => `${pid}: ${fault}`);
}

/** Nothing is left open whose outcome can be known. */
async function openFaults(record: PaymentRecord, money: MoneyBook, gateway: KioskGateway): Promise<string[]> {
  const { pid, state } = record;
  if (paidStates.includes(state) || unpaidStates.includes(state)) return [];
  return (await isUndecided(record, money, gateway))
    ? []
    : [`${pid}: its outcome can be known, and it is left as ${state}`];
}

/** The gateway's own word on an attempt that is over agrees with the journal's. */
async function gatewayFaults({ pid, state }: PaymentRecord, gateway: KioskGateway): Promise<string[]> {
  const report = await gateway.report(pid, 0, 0);
  // It never heard of an attempt that died before it was reserved.
  const said = report.ok ? report.value.state : report.error.kind === 'problem' ? 'nothing' : report.error.kind;
  const agrees =
    state === 'posted'
      ? said === 'posted' || said === 'captured'
      : state === 'not_charged' || state === 'cancelled'
        ? said === 'not_charged' || said === 'nothing' || said === 'reserved'
        : true;
  return agrees ? [] : [`${pid}: the journal says ${state}, the gateway says ${said}`];
}
