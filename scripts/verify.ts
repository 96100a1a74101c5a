// npm run verify -- FILE|FOLDER …: checks records offline. Exit code 0: all intact. 1: something is
// damaged, and the first bad record is named. 2: there was nothing that could be checked.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { checkJournal, journalKind, journalsAmong } from './verify-kinds/journal.ts';
import type { Evidence, EvidenceKind, Verdict } from './verify-kinds/kind.ts';

/** Asked in turn: a kind that can be told by its content alone comes before one that goes by a name. */
const kinds: readonly EvidenceKind[] = [journalKind];

async function verifyFile(path: string): Promise<Verdict | null> {
  const evidence: Evidence = { path, name: basename(path), bytes: await readFile(path) };
  const kind = kinds.find((candidate) => candidate.recognises(evidence));
  return kind === undefined ? null : kind.check(evidence);
}

/** Files of a journal are checked together, every other file by itself. */
async function verifyFolder(dir: string): Promise<Verdict[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
  const journals = journalsAmong(files);
  const verdicts: Verdict[] = [];
  for (const journal of journals) verdicts.push(await checkJournal(dir, files, journal));
  for (const file of files.filter((name) => journalsAmong([name]).length === 0)) {
    const verdict = await verifyFile(join(dir, file));
    if (verdict !== null) verdicts.push(verdict);
  }
  return verdicts;
}

async function verifyPath(path: string): Promise<Verdict[]> {
  if ((await stat(path)).isDirectory()) return verifyFolder(path);
  const verdict = await verifyFile(path);
  return verdict === null ? [] : [verdict];
}

async function main(paths: readonly string[]): Promise<number> {
  if (paths.length === 0) {
    console.error('Say what to check: npm run verify -- FILE|FOLDER');
    return 2;
  }
  let code = 0;
  for (const path of paths) {
    const verdicts = await verifyPath(path);
    for (const { intact, lines } of verdicts) {
      console.log(lines.join('\n  '));
      if (!intact) code = 1;
    }
    if (verdicts.length > 0) continue;
    console.error(`${path}: nothing here that can be checked. Give a journal file, or the folder of one.`);
    code ||= 2;
  }
  return code;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`Cannot be checked: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
