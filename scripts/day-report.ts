// npm run day-report -- x|z FOLDER: what a kiosk took, read from its journal. Changes nothing, so it may run beside the
// kiosk. `x`: the day that is still running. `z`: the newest Z report, as it was closed. Exit code 0: printed. 1: the
// journal is damaged. 2: there is nothing to report on.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DayReport } from '../src-shared/domain/day-report.ts';
import { kuwaitIso } from '../src-shared/domain/time.ts';
import { err, ok, type Result } from '../src-shared/result.ts';
import { DayBook } from '../src-main/end-of-day/day-book.ts';
import { nodeSha256 } from '../src-main/journal/edge/node-sha256.ts';
import type { Journal, JournalEntry } from '../src-main/journal/journal.ts';
import { segmentsOf } from '../src-main/journal/segment-name.ts';
import { verifyChain, wholeJournal } from '../src-main/journal/verify-chain.ts';
import { closedJournal } from '../src-main/payment/closed-journal.ts';
import { PaymentBook } from '../src-main/payment/payment-book.ts';

const usage = 'Say which report and of which journal: npm run day-report -- x|z FOLDER';

/** The journal in a folder, to be read only. */
async function readJournal(dir: string): Promise<Result<Journal, string>> {
  const entries: JournalEntry[] = [];
  const segments = segmentsOf('payment', await readdir(dir));
  if (segments.length === 0) return err(`${dir} holds no payment journal: name the folder with payment-000001.wj`);
  const read = async ({ file }: { file: string }) => ok(await readFile(join(dir, file)));
  const checked = await verifyChain(segments, wholeJournal, read, nodeSha256, ({ seq, payload }) => {
    entries.push({ seq, ...payload });
  });
  if (!checked.ok) return err(`The journal is damaged: npm run verify -- ${dir} names the record`);
  const { head } = checked.value;
  return ok({
    ...closedJournal,
    head: () => head,
    async *entries() {
      yield* entries;
    },
  });
}

async function report(kind: 'x' | 'z', dir: string): Promise<Result<DayReport, string>> {
  const journal = await readJournal(dir);
  if (!journal.ok) return journal;
  const days = new DayBook();
  const book = await PaymentBook.open(journal.value, [days]);
  if (kind === 'z') return days.last ? ok(days.last) : err('No day has been closed yet.');
  const kioskCode =
    days.last?.kioskCode ??
    book
      .all()
      .find((record) => record.receiptNo)
      ?.receiptNo?.slice(0, -9) ??
    '—';
  const settingsHash = days.last?.settingsHash ?? '0'.repeat(64);
  const closedAt = kuwaitIso(Date.now());
  return ok(days.report(book.head(), { kioskCode, closedAt, software: 'read from the journal', settingsHash }));
}

/** Amounts of a day may be above what one payment may be. */
function dinars(amount: number): string {
  return `${Math.trunc(amount / 1000)}.${String(amount % 1000).padStart(3, '0')}`;
}

function print(kind: 'x' | 'z', day: DayReport): void {
  console.log(`${kind.toUpperCase()} report ${day.no} of kiosk ${day.kioskCode}, ${day.closedAt}`);
  console.log(`  journal records ${day.firstSeq} to ${day.lastSeq}, head ${day.headHash.slice(0, 16)}…`);
  for (const { rail, captured, posted, notCharged, reversed } of day.rails) {
    const figure = (name: string, tally: { count: number; fils: number }): string =>
      `${name} ${tally.count} (${dinars(tally.fils)} KWD)`;
    const figures = [figure('captured', captured), figure('posted', posted), figure('not charged', notCharged)];
    console.log(`  ${rail.padEnd(8)} ${[...figures, figure('reversed', reversed)].join(', ')}`);
  }
  const { receipts } = day;
  console.log(receipts ? `  receipts ${receipts.first} to ${receipts.last} (${receipts.count})` : '  no receipts');
  console.log(`  copies ${day.copies}, grand total ${dinars(day.grandTotalFils)} KWD`);
  for (const [list, name] of [[day.uncommitted, 'uncommitted'] as const, [day.carried, 'carried'] as const]) {
    for (const { pid, rail, state, totalFils } of list) {
      console.log(`  ${name}: ${pid} ${rail} ${state} ${dinars(totalFils)} KWD`);
    }
  }
}

const [kind, dir] = process.argv.slice(2);
if ((kind !== 'x' && kind !== 'z') || dir === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const made = await report(kind, dir).catch((failure: unknown) =>
    err(`The journal cannot be read: ${failure instanceof Error ? failure.message : String(failure)}`),
  );
  if (made.ok) print(kind, made.value);
  else console.error(made.error);
  if (!made.ok) process.exitCode = made.error.startsWith('The journal is damaged') ? 1 : 2;
}
