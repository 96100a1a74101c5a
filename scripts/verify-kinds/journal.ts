import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { claimedStart, genesis, numberAt, startsWithFrame } from '../../src-shared/contract/journal.ts';
import type { DamageReason, JournalFrame } from '../../src-shared/contract/journal.ts';
import { ok } from '../../src-shared/result.ts';
import { nodeSha256 } from '../../src-main/journal/edge/node-sha256.ts';
import { parseSegmentName, segmentsOf } from '../../src-main/journal/segment-name.ts';
import type { SegmentName } from '../../src-main/journal/segment-name.ts';
import { verifyChain, wholeJournal } from '../../src-main/journal/verify-chain.ts';
import type { ChainStart, CheckedChain, Damage } from '../../src-main/journal/verify-chain.ts';
import { AuditFold, isOfAuditLog } from './audit-fold.ts';
import type { EvidenceKind, Verdict } from './kind.ts';
import { isOfPaymentJournal, isStart, PaymentFold } from './payment-fold.ts';
import { Witnesses, type Witness } from './witness.ts';

const reasons: Record<DamageReason, string> = {
  frame: 'its length or checksum is wrong',
  sequence: 'its number is not the next one: a record is missing, repeated or out of order',
  payload: 'its content is not a record in canonical form',
  chain: 'it does not continue the record before it',
  hash: 'its hash does not fit its content',
  segment: 'the file is missing',
};

/** The journals whose records are payments, and what staff did. */
const paymentJournal = 'payment';
const auditJournal = 'audit';

/** Files of one journal, in order, and how to read them. */
interface JournalFiles {
  readonly title: string;
  readonly segments: readonly SegmentName[];
  readonly start: ChainStart;
  /** Null: an export, which tells by its first record that only one journal can hold. */
  readonly journal: string | null;
  /** What another journal saw of this one. */
  readonly seen: readonly Witness[];
  read(segment: SegmentName): Promise<Uint8Array>;
}

/** One journal file. Whether it continues the files before it cannot be told from it alone. */
export const journalKind: EvidenceKind = {
  recognises: ({ name, bytes }) => parseSegmentName(name) !== null || startsWithFrame(bytes),
  check: async ({ name, bytes }) => {
    const named = parseSegmentName(name);
    // An export may carry any name; what it continues is then what it says itself.
    const segment = named ?? { file: name, journal: name, index: 1 };
    const head = named?.index === 1 ? genesis : claimedStart(bytes);
    const { verdict } = await checkFiles({
      title: name,
      segments: [segment],
      start: { head, index: segment.index },
      journal: named?.journal ?? null,
      seen: [],
      read: async () => bytes,
    });
    return verdict;
  },
};

/** Names of the journals among the files of a folder. */
export function journalsAmong(files: readonly string[]): string[] {
  const names = files.map((file) => parseSegmentName(file)?.journal).filter((name) => name !== undefined);
  return [...new Set(names)].sort();
}

/** A whole journal: all its files in a folder, from the first record. */
export async function checkJournal(dir: string, files: readonly string[], journal: string): Promise<Verdict> {
  return (await checkWhole(dir, files, journal, [])).verdict;
}

function checkWhole(dir: string, files: readonly string[], journal: string, seen: readonly Witness[]) {
  return checkFiles({
    title: journal,
    segments: segmentsOf(journal, files),
    start: wholeJournal,
    ...{ journal, seen },
    read: ({ file }) => readFile(join(dir, file)),
  });
}

/** Every journal of a folder, and the payments and the audit log by what each saw of the other. */
export async function checkJournals(dir: string, files: readonly string[]): Promise<Verdict[]> {
  const journals = journalsAmong(files);
  if (!journals.includes(paymentJournal) || !journals.includes(auditJournal)) {
    return Promise.all(journals.map((journal) => checkJournal(dir, files, journal)));
  }
  // The audit log is by far the smaller: read for what it saw of the payments, and again for what they saw of it.
  const ofPayments = await checkWhole(dir, files, auditJournal, []);
  const payments = await checkWhole(dir, files, paymentJournal, ofPayments.noted);
  const verdicts: Verdict[] = [];
  for (const journal of journals) {
    if (journal === paymentJournal) verdicts.push(payments.verdict);
    else verdicts.push((await checkWhole(dir, files, journal, journal === auditJournal ? payments.noted : [])).verdict);
  }
  return verdicts;
}

interface Checked {
  readonly verdict: Verdict;
  /** What its records saw of the other journal. */
  readonly noted: readonly Witness[];
}

async function checkFiles(files: JournalFiles): Promise<Checked> {
  const content = new Content(files);
  return { verdict: await verdictOn(files, content), noted: content.noted() };
}

async function verdictOn(files: JournalFiles, content: Content): Promise<Verdict> {
  const { title, segments, start } = files;
  const read = async (segment: SegmentName) => ok(await files.read(segment));
  const visit = (frame: JournalFrame, segment: SegmentName) => content.take(frame, segment);
  const checked = await verifyChain(segments, start, read, nodeSha256, visit);
  // Only good records were handed out, in order: one that cannot be true stands before any damage.
  if (content.wrong !== null) return wrongVerdict(title, 'WRONG', [], content.wrong);
  if (checked.ok) {
    const missing = content.missing(checked.value.head.seq);
    if (missing !== null) return wrongVerdict(title, 'WRONG', [], { ...missing, ...endOf(checked.value) });
    const { seq } = start.head;
    const note = seq > 0 ? [`begins at record ${seq + 1}: the records before it are in other files`] : [];
    return soundVerdict(title, checked.value, [...note, ...content.summary()]);
  }
  const { error } = checked;
  if (error.kind === 'io') return { intact: false, lines: [`${title}: cannot be read (${error.code})`] };
  return wrongVerdict(title, 'DAMAGED', [], { ...error, why: await explain(error, files) });
}

/** A bad record: where it is or should be, and a sentence. */
interface Wrong extends Pick<Damage, 'seq' | 'file' | 'offset'> {
  readonly why: string;
}

/** Where a next record would be. */
function endOf({ segments }: CheckedChain): Pick<Wrong, 'file' | 'offset'> {
  const last = segments.findLast(({ used }) => used > 0) ?? segments.at(-1);
  return { file: last?.name.file ?? '', offset: last?.used ?? 0 };
}

/** What the records say, followed as far as it can be true. */
class Content {
  /** The first record that holds as a record and whose content cannot be true. */
  wrong: Wrong | null = null;
  readonly #whole: boolean;
  readonly #witnesses: Witnesses;
  #fold: PaymentFold | AuditFold | 'unknown' | null;
  #started = false;

  constructor({ start, journal, seen }: JournalFiles) {
    this.#whole = start.head.seq === 0;
    this.#witnesses = new Witnesses(seen);
    this.#fold = journal === null ? 'unknown' : this.#foldOf(journal);
  }

  take(frame: JournalFrame, { file }: SegmentName): void {
    if (this.wrong !== null) return;
    if (this.#fold === 'unknown') this.#fold = this.#guess(frame);
    const { seq, offset, payload } = frame;
    const told = this.#fold === 'unknown' ? null : (this.#fold?.take(frame) ?? null);
    const why = this.#witnesses.contradict(seq, payload.hash) ?? told;
    if (why !== null) this.wrong = { seq, file, offset, why: `${why} (content)` };
  }

  /** The first record that another journal saw and that is not there any more. */
  missing(lastSeq: number): Pick<Wrong, 'seq' | 'why'> | null {
    const why = this.#witnesses.miss(lastSeq);
    return why === null ? null : { seq: lastSeq + 1, why: `${why} (content)` };
  }

  noted(): readonly Witness[] {
    return this.#followed()?.noted ?? [];
  }

  summary(): string[] {
    const fold = this.#followed();
    return fold ? [fold.summary()] : [];
  }

  #followed(): PaymentFold | AuditFold | null {
    return this.#fold === 'unknown' ? null : this.#fold;
  }

  #foldOf(journal: string): PaymentFold | AuditFold | null {
    if (journal === paymentJournal) return new PaymentFold(this.#whole);
    return journal === auditJournal ? new AuditFold() : null;
  }

  /** A start of the program is written the same in both journals: what comes after it tells. */
  #guess(frame: JournalFrame): PaymentFold | AuditFold | 'unknown' | null {
    if (isOfAuditLog(frame)) return new AuditFold();
    if (isStart(frame)) {
      this.#started = true;
      return 'unknown';
    }
    return this.#started || isOfPaymentJournal(frame) ? new PaymentFold(this.#whole) : null;
  }
}

/** The reason in words, and where to look when whole files were exchanged. */
async function explain({ file, offset, seq, reason }: Damage, files: JournalFiles): Promise<string> {
  const at = files.segments.findIndex((segment) => segment.file === file);
  const segment = files.segments[at];
  const before = files.segments[at - 1];
  const sentences = [`${reasons[reason]} (${reason})`];
  if (segment && reason === 'sequence') {
    sentences.push(`record ${numberAt(await files.read(segment), offset)} stands where record ${seq} belongs`);
  }
  if (before && offset === 0 && reason !== 'segment') {
    sentences.push(`if a file was exchanged for an older one, cut or renamed, it is this one or ${before.file}`);
  }
  return sentences.join('; ');
}

function wrongVerdict(
  title: string,
  what: string,
  facts: readonly string[],
  { seq, file, offset, why }: Wrong,
): Verdict {
  const where = `first bad record: ${seq}, in ${file} at byte ${offset}`;
  return { intact: false, lines: [`journal ${title}: ${what}`, ...facts, where, `reason: ${why}`] };
}

function soundVerdict(
  title: string,
  { head, records, segments, tornTail }: CheckedChain,
  notes: readonly string[],
): Verdict {
  const facts = [`records: ${records} in ${segments.length} file(s)`, `head: ${head.seq} ${head.hash}`, ...notes];
  if (tornTail === null) return { intact: true, lines: [`journal ${title}: intact`, ...facts] };
  const { segment, seq, offset, bytes } = tornTail;
  const why = `the last write, of ${bytes.length} bytes, was not finished, or the last record was changed (torn tail)`;
  return wrongVerdict(title, 'DAMAGED at its end', facts, { seq, file: segment.file, offset, why });
}
