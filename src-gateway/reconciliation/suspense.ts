import type { Transaction } from 'kysely';
import type { Tables } from '../db/tables.ts';
import type { KeptLine } from './match-input.ts';

/*
 * Money the acquirer has under a reference nobody knows stands on the suspense account, so that the books show it,
 * until its attempt is found. Positive is debit, as everywhere.
 */

/** Books a line nobody knows; once, however often it is found. */
export function suspend(trx: Transaction<Tables>, line: KeptLine, now: number): Promise<void> {
  return book(trx, line, '', signed(line), now);
}

/** The line's attempt is found, and its capture is booked there: takes the line off the suspense account again. */
export function release(trx: Transaction<Tables>, line: KeptLine, now: number): Promise<void> {
  return book(trx, line, ':found', -signed(line), now);
}

/** What the line adds to the acquirer's debt. */
function signed({ kind, amountFils }: KeptLine): number {
  return kind === 'charged' ? amountFils : -amountFils;
}

async function book(
  trx: Transaction<Tables>,
  { key }: KeptLine,
  suffix: string,
  amount: number,
  now: number,
): Promise<void> {
  const common = { pid: `line ${key}`, booked_at: new Date(now) };
  await trx
    .insertInto('entry')
    .values([
      { ...common, ref: `${key}:receivable${suffix}`, account: 'acquirer_receivable', amount_fils: amount },
      { ...common, ref: `${key}:suspense${suffix}`, account: 'suspense', amount_fils: -amount },
    ])
    .onConflict((conflict) => conflict.column('ref').doNothing())
    .execute();
}
