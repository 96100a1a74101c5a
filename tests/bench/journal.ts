import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { inRepository } from '../../scripts/prepare/paths.ts';
import { genesis } from '../../src-shared/contract/journal.ts';
import { nodeJournalFs } from '../../src-main/journal/edge/node-fs.ts';
import { nodeSha256 } from '../../src-main/journal/edge/node-sha256.ts';
import { defaultJournalSettings, openJournal } from '../../src-main/journal/journal.ts';
import { segmentName } from '../../src-main/journal/segment-name.ts';
import { frameOf, paymentEvents, recordsPerPayment } from './journal-records.ts';
import { end, startUntil } from './processes.ts';
import { quantile, report, type BenchRow } from './report.ts';

/** Many, because the slowest hundredth is looked at. */
const paymentsAppended = 1_000;
const paymentsToDexie = 320;
const paymentsReplayed = 12_500;
const replays = 5;
/** Aim of opening, proving and folding 100,000 records, ms. */
const replayAimMs = 2_000;

/** A million records, in ten files. */
const paymentsSearched = 125_000;
const searchAimMs = 100;

/** The journal beside the least a durable write can cost, beside Dexie, and at the start of a kiosk of some years. */
export async function benchJournal(): Promise<void> {
  // Not in the system's temporary folder: that may be memory, where a sync costs nothing.
  mkdirSync(inRepository('out', 'bench'), { recursive: true });
  const folder = mkdtempSync(inRepository('out', 'bench', 'journal-'));
  try {
    const { journal, bare } = await appendBesideBare(folder);
    const dexie = await addToDexie(folder);
    report('journal', [
      beside('journal.append.p50', journal, bare, 0.5, 'bare write + fdatasync of as many bytes (aim ≤ 1.3×)'),
      beside('journal.append.p99', journal, bare, 0.99, 'bare write + fdatasync of as many bytes (aim ≤ 1.3×)'),
      beside('journal.append.p50.dexie', journal, dexie, 0.5, 'Dexie with strict durability'),
      beside('journal.append.p99.dexie', journal, dexie, 0.99, 'Dexie with strict durability'),
      ...replayRows(folder),
      ...searchRows(folder),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function beside(metric: string, own: number[], peer: number[], p: number, reference: string): BenchRow {
  return { metric, unit: 'ms', value: quantile(own, p), reference, referenceValue: quantile(peer, p) };
}

/** Every record once through the journal and once, as the same bytes, into an allocated file; they take turns to go first. */
async function appendBesideBare(folder: string): Promise<{ journal: number[]; bare: number[] }> {
  const clock = { monotonicMs: () => 1_000_000 + performance.now(), wallMs: () => Date.now() };
  const ports = { dir: join(folder, 'append'), name: 'payment', fs: nodeJournalFs, sha256: nodeSha256, clock };
  const opened = await openJournal({ ...ports, bootId: 'ab'.repeat(16) });
  if (!opened.ok) throw new Error(`the journal did not open: ${JSON.stringify(opened.error)}`);
  const file = await allocated(join(folder, 'bare'), defaultJournalSettings.segmentBytes);
  const journal: number[] = [];
  const bare: number[] = [];
  let offset = 0;
  for (const event of eventsOf(paymentsAppended)) {
    const { bytes } = frameOf(event);
    const append = async (): Promise<void> => {
      const from = performance.now();
      const answer = await opened.value.append([event]);
      journal.push(performance.now() - from);
      if (!answer.ok) throw new Error(`not recorded: ${answer.error}`);
    };
    const write = async (): Promise<void> => {
      const from = performance.now();
      await file.write(bytes, 0, bytes.length, offset);
      await file.datasync();
      bare.push(performance.now() - from);
      offset += bytes.length;
    };
    for (const turn of journal.length % 2 === 0 ? [append, write] : [write, append]) await turn();
  }
  await opened.value.close();
  await file.close();
  return { journal, bare };
}

/** A file whose `size` bytes are on the disk as zeros, as the journal's are. */
async function allocated(path: string, size: number): Promise<FileHandle> {
  const file = await open(path, 'w');
  await file.write(new Uint8Array(size));
  await file.sync();
  return file;
}

/** The same records in a page of the Electron in use, each in a transaction of its own. */
async function addToDexie(folder: string): Promise<number[]> {
  const data = join(folder, 'dexie');
  const records = join(folder, 'records.json');
  mkdirSync(data);
  writeFileSync(records, JSON.stringify(eventsOf(paymentsToDexie)));
  const environment = { DEXIE_DATA: data, DEXIE_RECORDS: records };
  await end(await startUntil('tests/bench/journal-dexie', 'DEXIE-DONE', environment));
  return z.array(z.number()).parse(JSON.parse(readFileSync(join(data, 'figures.json'), 'utf8')));
}

const replaySchema = z.object({ ms: z.number(), cpuMs: z.number(), records: z.number(), payments: z.number() });

function replayRows(folder: string): BenchRow[] {
  const dir = join(folder, 'replay');
  mkdirSync(dir);
  writePayments(dir, paymentsReplayed);
  startOnce(dir); // allocates the reserve of space, which a journal in use already has
  const starts = Array.from({ length: replays }, () => startOnce(dir));
  const row = (metric: string, figures: number[], what: string): BenchRow => {
    const reference = `aim: open, prove and fold 100,000 records, ${what}, median of ${replays} starts`;
    return { metric, unit: 'ms', value: quantile(figures, 0.5), reference, referenceValue: replayAimMs };
  };
  return [
    row(
      'journal.replay.100k',
      starts.map(({ ms }) => ms),
      'by the clock',
    ),
    row(
      'journal.replay.100k.cpu',
      starts.map(({ cpuMs }) => cpuMs),
      'processor time, whatever else runs',
    ),
  ];
}

function startOnce(dir: string): z.infer<typeof replaySchema> {
  const script = inRepository('tests', 'bench', 'journal-replay.ts');
  const found = replaySchema.parse(JSON.parse(execFileSync(process.execPath, [script, dir], { encoding: 'utf8' })));
  const { records, payments } = found;
  if (records !== paymentsReplayed * recordsPerPayment || payments !== paymentsReplayed)
    throw new Error(`replayed ${records} records and ${payments} payments`);
  return found;
}

/** A full page of results, and the slowest of them, from a journal of a million records. */
function searchRows(folder: string): BenchRow[] {
  const dir = join(folder, 'search');
  mkdirSync(dir);
  writePayments(dir, paymentsSearched);
  const found = searchOnce(dir);
  const plain = searchOnce(dir, 'without-times');
  rmSync(dir, { recursive: true });
  const aim = (p: string): string => `aim: a search of staff over 1,000,000 records, ${p} of ${found.searchMs.length}`;
  const row = (metric: string, value: number, reference: string, referenceValue: number): BenchRow => {
    return { metric, unit: 'ms', value, reference, referenceValue };
  };
  return [
    row('journal.search.1m.p50', quantile(found.searchMs, 0.5), aim('median'), searchAimMs),
    row('journal.search.1m.p95', quantile(found.searchMs, 0.95), aim('p95'), searchAimMs),
    row('journal.search.1m.open', found.openMs, 'the same opening without the times of steps', plain.openMs),
    {
      ...row('journal.search.1m.memory', found.heap, 'the same payments without the times of steps', plain.heap),
      unit: 'MB',
    },
  ];
}

const searchSchema = z.object({
  openMs: z.number(),
  heap: z.number(),
  searchMs: z.array(z.number()),
  records: z.number(),
  payments: z.number(),
});

function searchOnce(dir: string, ...how: string[]): z.infer<typeof searchSchema> {
  const script = inRepository('tests', 'bench', 'journal-search.ts');
  const answer = execFileSync(process.execPath, ['--expose-gc', script, dir, ...how], { encoding: 'utf8' });
  const found = searchSchema.parse(JSON.parse(answer));
  if (found.records !== paymentsSearched * recordsPerPayment || found.payments !== paymentsSearched)
    throw new Error(`searched ${found.records} records and ${found.payments} payments`);
  return found;
}

/** The records of so many payments as the journal writes them, in files of its size. */
function writePayments(dir: string, payments: number): void {
  let file = new Uint8Array(defaultJournalSettings.segmentBytes);
  let head = genesis;
  let offset = 0;
  let number = 1;
  const keep = (): void => writeFileSync(join(dir, segmentName('payment', number).file), file);
  for (let n = 1; n <= payments; n += 1) {
    for (const event of paymentEvents(n)) {
      const frame = frameOf(event, head);
      if (offset + frame.bytes.length > file.length) {
        keep();
        [file, offset, number] = [new Uint8Array(file.length), 0, number + 1];
      }
      file.set(frame.bytes, offset);
      offset += frame.bytes.length;
      head = frame.head;
    }
  }
  keep();
}

function eventsOf(payments: number): ReturnType<typeof paymentEvents> {
  return Array.from({ length: payments }, (_, index) => paymentEvents(index + 1)).flat();
}
