import type { Language } from '../../src-shared/domain/language.ts';
import type { Receipt } from '../../src-shared/domain/receipt.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { PaymentBook } from '../payment/payment-book.ts';
import type { Paper } from '../session/ports.ts';

export interface JournaledPrintPorts {
  readonly book: Pick<PaymentBook, 'recordPrint'>;
  readonly paper: Pick<Paper, 'printReceipt'>;
}

export type PrintProblem = 'journal_closed' | 'not_printed';

/** Prints a receipt. Nothing is printed that the journal does not know of. */
export async function journaledPrint(
  { book, paper }: JournaledPrintPorts,
  receipt: Receipt,
  language: Language,
): Promise<Result<null, PrintProblem>> {
  const { pid, copy, receiptNo } = receipt;
  const job = { pid, copy, ...(receiptNo ? { receiptNo } : {}) };
  if (!(await book.recordPrint({ ...job, state: 'queued' }))) return err('journal_closed');
  const printed = await paper.printReceipt(receipt, language);
  await book.recordPrint({ ...job, state: printed.ok ? 'printed' : 'failed' });
  return printed.ok ? ok(null) : err('not_printed');
}
