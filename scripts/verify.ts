// npm run verify -- [--key KEY | --key-file FILE] FILE|FOLDER …: checks journals and receipts offline. Exit code
// 0: all intact. 1: something is damaged or cannot be true, and the first bad record is named. 2: there was nothing that
// could be checked.
// Receipts need the gateway's public receipt key: base64url, or a kiosk's identity.json, or a file with the key.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkJournals, journalKind, journalsAmong } from './verify-kinds/journal.ts';
import { exportKind } from './verify-kinds/export.ts';
import type { Evidence, EvidenceKind, Verdict } from './verify-kinds/kind.ts';
import { readReceiptKey, receiptKind } from './verify-kinds/receipt.ts';

const usage = 'Say what to check: npm run verify -- [--key KEY | --key-file FILE] FILE|FOLDER';

/** Asked in turn: journals first, because they hold receipts. */
type Kinds = readonly EvidenceKind[];

async function verifyFile(path: string, kinds: Kinds): Promise<Verdict | null> {
  const evidence: Evidence = { path, name: basename(path), bytes: await readFile(path) };
  const kind = kinds.find((candidate) => candidate.recognises(evidence));
  return kind === undefined ? null : kind.check(evidence);
}

/** Files of a journal are checked together, every other file by itself. */
async function verifyFolder(dir: string, kinds: Kinds): Promise<Verdict[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
  const verdicts = await checkJournals(dir, files);
  for (const file of files.filter((name) => journalsAmong([name]).length === 0)) {
    const verdict = await verifyFile(join(dir, file), kinds);
    if (verdict !== null) verdicts.push(verdict);
  }
  return verdicts;
}

async function verifyPath(path: string, kinds: Kinds): Promise<Verdict[]> {
  if ((await stat(path)).isDirectory()) return verifyFolder(path, kinds);
  const verdict = await verifyFile(path, kinds);
  return verdict === null ? [] : [verdict];
}

async function main(args: string[]): Promise<number> {
  const options = { key: { type: 'string' }, 'key-file': { type: 'string' } } as const;
  const { values, positionals: paths } = parseArgs({ args, options, allowPositionals: true });
  if (paths.length === 0 || (values.key !== undefined && values['key-file'] !== undefined)) {
    console.error(usage);
    return 2;
  }
  const keyText = values['key-file'] === undefined ? values.key : await readFile(values['key-file'], 'utf8');
  const kinds = [exportKind, journalKind, receiptKind(keyText === undefined ? null : readReceiptKey(keyText))];
  let code = 0;
  for (const path of paths) {
    const verdicts = await verifyPath(path, kinds);
    for (const { intact, lines } of verdicts) {
      console.log(lines.join('\n  '));
      if (intact === false) code = 1;
      if (intact === null) code ||= 2;
    }
    if (verdicts.length > 0) continue;
    console.error(
      `${path}: nothing here that can be checked. Give a journal file or its folder, or a text with a receipt's code.`,
    );
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
