import { sqlState } from '../db/transaction.ts';

const uniqueViolation = '23505';

/** The numbers that stand for one attempt, by the constraint that sees to it. */
const numbers: Readonly<Record<string, string>> = {
  payment_receipt_no_key: 'receipt number',
  payment_rail_ref: 'message to a terminal',
};

/** Which number the database refused to give to a second attempt; null for any other error. */
export function brokenNumber(error: unknown): string | null {
  if (sqlState(error) !== uniqueViolation || !(error instanceof Error) || !('constraint' in error)) return null;
  return numbers[String(error.constraint)] ?? null;
}
