import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { claimedStart, genesis, startsWithFrame } from '../../src-shared/contract/journal.ts';
import type { DamageReason } from '../../src-shared/contract/journal.ts';
import { ok } from '../../src-shared/result.ts';
import { nodeSha256 } from '../../src-main/journal/edge/node-sha256.ts';
import { parseSegmentName, segmentsOf } from '../../src-main/journal/segment-name.ts';
import { verifyChain, wholeJournal } from '../../src-main/journal/verify-chain.ts';
import type { CheckedChain } from '../../src-main/journal/verify-chain.ts';
import type { EvidenceKind, Verdict } from './kind.ts';

const reasons: Record<DamageReason, string> = {
  frame: 'its length or checksum is wrong',
  sequence: 'its number is not the next one: a record is missing, repeated or out of order',
  payload: 'its content is not a record in canonical form',
  chain: 'it does not continue the record before it',
  hash: 'its hash does not fit its content',
  segment: 'the file is missing',
};

/** One journal file. Whether it continues the files before it cannot be told from it alone. */
export const journalKind: EvidenceKind = {
  recognises: ({ name, bytes }) => parseSegmentName(name) !== null || startsWithFrame(bytes),
  check: async ({ name, bytes }) => {
    const named = parseSegmentName(name);
    // An export may carry any name; what it continues is then what it says itself.
    const segment = named ?? { file: name, journal: name, index: 1 };
    const head = named?.index === 1 ? genesis : claimedStart(bytes);
    const read = () => Promise.resolve(ok(bytes));
    const checked = await verifyChain([segment], { head, index: segment.index }, read, nodeSha256);
    const note = head.seq > 0 ? [`begins at record ${head.seq + 1}: the records before it are in other files`] : [];
    return verdict(name, checked, note);
  },
};

/** Names of the journals among the files of a folder. */
export function journalsAmong(files: readonly string[]): string[] {
  const names = files.map((file) => parseSegmentName(file)?.journal).filter((name) => name !== undefined);
  return [...new Set(names)].sort();
}

/** A whole journal: all its files in a folder, from the first record. */
export async function checkJournal(dir: string, files: readonly string[], journal: string): Promise<Verdict> {
  const read = async ({ file }: { file: string }) => ok(await readFile(join(dir, file)));
  return verdict(journal, await verifyChain(segmentsOf(journal, files), wholeJournal, read, nodeSha256), []);
}

function verdict(title: string, checked: Awaited<ReturnType<typeof verifyChain>>, notes: readonly string[]): Verdict {
  if (checked.ok) return soundVerdict(title, checked.value, notes);
  const { error } = checked;
  if (error.kind === 'io') return { intact: false, lines: [`${title}: cannot be read (${error.code})`] };
  const { seq, file, offset, reason } = error;
  const where = `first bad record: ${seq}, in ${file} at byte ${offset}`;
  return { intact: false, lines: [`journal ${title}: DAMAGED`, where, `reason: ${reasons[reason]} (${reason})`] };
}

function soundVerdict(
  title: string,
  { head, records, segments, tornTail }: CheckedChain,
  notes: readonly string[],
): Verdict {
  const facts = [`records: ${records} in ${segments.length} file(s)`, `head: ${head.seq} ${head.hash}`, ...notes];
  if (tornTail === null) return { intact: true, lines: [`journal ${title}: intact`, ...facts] };
  const { segment, seq, offset, bytes } = tornTail;
  const where = `first bad record: ${seq}, in ${segment.file} at byte ${offset}, ${bytes.length} bytes`;
  const reason = 'reason: the last write was not finished, or the last record was changed (torn tail)';
  return { intact: false, lines: [`journal ${title}: DAMAGED at its end`, ...facts, where, reason] };
}
