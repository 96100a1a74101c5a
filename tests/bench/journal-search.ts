// A kiosk of many years, in a process of its own: opens the journal in the folder given, folds the payments as the
// program does, and searches them. Prints how long that took (ms) and what is in memory (MB).
import { nodeJournalFs } from '../../src-main/journal/edge/node-fs.ts';
import { nodeSha256 } from '../../src-main/journal/edge/node-sha256.ts';
import { openJournal } from '../../src-main/journal/journal.ts';
import { PaymentBook } from '../../src-main/payment/payment-book.ts';
import { searchPayments } from '../../src-main/staff/payments/payment-search.ts';
import { StepTimes } from '../../src-main/payment/step-times.ts';
import { receiptNumber } from '../../src-shared/domain/receipt.ts';
import { paymentQuerySchema } from '../../src-shared/staff/payment-query.ts';

const rounds = 40;
const clock = { monotonicMs: () => performance.now(), wallMs: () => Date.now() };
const ports = { name: 'payment', fs: nodeJournalFs, sha256: nodeSha256, clock, bootId: 'bench' };

/** What is in memory once everything that is not needed is gone. */
function heapMb(): number {
  global.gc?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

const empty = heapMb();
const from = performance.now();
const opened = await openJournal({ ...ports, dir: process.argv[2] ?? '' });
if (!opened.ok) throw new Error(`the journal did not open: ${JSON.stringify(opened.error)}`);
const times = process.argv[3] === 'without-times' ? null : new StepTimes();
const book = await PaymentBook.open(opened.value, times ? [times] : []);
const openMs = performance.now() - from;
const heap = heapMb() - empty;

const payments = book.all().length;
const searchMs: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const n = 1 + Math.floor((payments * round) / rounds);
  for (const query of [
    { text: receiptNumber('K001', n) },
    { text: n.toString(16).padStart(32, '0') },
    { text: `26${String(n).padStart(8, '0')}2` },
    { text: 'in no payment' },
    { amountFils: 30_000, from: '2026-11-24', to: '2026-11-24' },
    { group: 'unknown' },
    { openFirst: true },
  ]) {
    const asked = performance.now();
    const found = searchPayments(book.all(), paymentQuerySchema.parse(query));
    searchMs.push(performance.now() - asked);
    if ('text' in query && query.text !== 'in no payment' && found.total < 1)
      throw new Error(`not found: ${query.text}`);
  }
}
console.log(JSON.stringify({ openMs, heap, searchMs, records: opened.value.head().seq, payments }));
await opened.value.close();
