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
import type { EvidenceKind, Verdict } from './kind.ts';
import { isOfPaymentJournal, PaymentFold } from './payment-fold.ts';

const reasons: Record<DamageReason, string> = {
  frame: 'its length or checksum is wrong',
  sequence: 'its number is not the next one: a record is missing, repeated or out of order',
  payload: 'its content is not a record in canonical form',
  chain: 'it does not continue the record before it',
  hash: 'its hash does not fit its content',
  segment: 'the file is missing',
};

/** The journal whose records are payments. */
const paymentJournal = 'payment';

/** Files of one journal, in order, and how to read them. */
interface JournalFiles {
  readonly title: string;
  readonly segments: readonly SegmentName[];
  readonly start: ChainStart;
  /** `unknown`: an export, which tells by its first record. */
  readonly holdsPayments: boolean | 'unknown';
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
    return checkFiles({
      title: name,
      segments: [segment],
      start: { head, index: segment.index },
      holdsPayments: named === null ? 'unknown' : named.journal === paymentJournal,
      read: async () => bytes,
    });
  },
};

/** Names of the journals among the files of a folder. */
export function journalsAmong(files: readonly string[]): string[] {
  const names = files.map((file) => parseSegmentName(file)?.journal).filter((name) => name !== undefined);
  return [...new Set(names)].sort();
}

/** A whole journal: all its files in a folder, from the first record. */
export async function checkJournal(dir: string, files: readonly string[], journal: string): Promise<Verdict> {
  return checkFiles({
    title: journal,
    segments: segmentsOf(journal, files),
    start: wholeJournal,
    holdsPayments: journal === paymentJournal,
    read: ({ file }) => readFile(join(dir, file)),
  });
}

async function checkFiles(files: JournalFiles): Promise<Verdict> {
  const { title, segments, start } = files;
  const content = new Content(files);
  const read = async (segment: SegmentName) => ok(await files.read(segment));
  const visit = (frame: JournalFrame, segment: SegmentName) => content.take(frame, segment);
  const checked = await verifyChain(segments, start, read, nodeSha256, visit);
  // Only good records were handed out, in order: one that cannot be true stands before any damage.
  if (content.wrong !== null) return wrongVerdict(title, 'WRONG', [], content.wrong);
  if (checked.ok) {
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

/** What the records say, followed as far as it can be true. */
class Content {
  /** The first record that holds as a record and whose content cannot be true. */
  wrong: Wrong | null = null;
  readonly #whole: boolean;
  #fold: PaymentFold | 'unknown' | null;

  constructor({ start, holdsPayments }: JournalFiles) {
    this.#whole = start.head.seq === 0;
    this.#fold = holdsPayments === true ? new PaymentFold(this.#whole) : holdsPayments || null;
  }

  take(frame: JournalFrame, { file }: SegmentName): void {
    if (this.wrong !== null) return;
    if (this.#fold === 'unknown') this.#fold = isOfPaymentJournal(frame) ? new PaymentFold(this.#whole) : null;
    const why = this.#fold?.take(frame) ?? null;
    if (why !== null) this.wrong = { seq: frame.seq, file, offset: frame.offset, why: `${why} (content)` };
  }

  summary(): string[] {
    return this.#fold instanceof PaymentFold ? [this.#fold.summary()] : [];
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
