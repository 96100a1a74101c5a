// One start of a kiosk's payment room, in a process of its own because a real start is cold: opens the journal in
// the folder given, proves it, folds the payments, and prints how long that took (ms, by the clock
// and of the processor) and what it found.
import { nodeJournalFs } from '../../src-main/journal/edge/node-fs.ts';
import { nodeSha256 } from '../../src-main/journal/edge/node-sha256.ts';
import { openJournal } from '../../src-main/journal/journal.ts';
import { PaymentBook } from '../../src-main/payment/payment-book.ts';

const clock = { monotonicMs: () => performance.now(), wallMs: () => Date.now() };
const ports = { name: 'payment', fs: nodeJournalFs, sha256: nodeSha256, clock, bootId: 'bench' };

const from = performance.now();
const fromCpu = process.cpuUsage();
const opened = await openJournal({ ...ports, dir: process.argv[2] ?? '' });
if (!opened.ok) throw new Error(`the journal did not open: ${JSON.stringify(opened.error)}`);
const book = await PaymentBook.open(opened.value);
const ms = performance.now() - from;
const { user, system } = process.cpuUsage(fromCpu);
const found = { records: opened.value.head().seq, payments: book.all().length };
console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000, ...found }));
await opened.value.close();
