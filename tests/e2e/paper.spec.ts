import { execFileSync } from 'node:child_process';
import { verify } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { inRepository } from '../../scripts/prepare/paths.ts';
import { requirePrograms } from '../../scripts/prepare/system-packages.ts';
import { verifyReceiptProof } from '../../src-shared/domain/receipt-proof.ts';
import { paperWordsOf } from '../../src-renderer/language/paper/words.ts';
import { papers, receiptKey, statement } from '../paper/documents.ts';
import { difference, smallPng } from '../paper/golden.ts';
import { printPapers, type Printed } from '../paper/print-papers.ts';

/*
 * Paper as it leaves the printer: drawn by the real Electron, sent as bytes, decoded by the simulated printer, and
 * judged by programs that share no code with the product. `WAFA_RENEW_PAPER=1 npm run test:e2e -- paper` takes what
 * comes out now as the new golden pictures; look at them before you commit them.
 */

const goldenFolder = inRepository('tests', 'paper', 'golden');
const outFolder = inRepository('out', 'paper');
const renew = process.env['WAFA_RENEW_PAPER'] === '1';
// The same picture comes out every time; a second try would print everything again.
test.describe.configure({ retries: 0 });
let printed = new Map<string, Printed>();

function paper(name: string): Printed {
  const found = printed.get(name);
  if (!found) throw new Error(`${name} was not printed`);
  return found;
}

const goldenFile = (name: string): string => join(goldenFolder, `${name}.png`);
const pictureFile = (name: string): string => join(outFolder, `${name}.png`);

test.beforeAll(async () => {
  test.setTimeout(300_000);
  await requirePrograms(['zbarimg', 'pdftotext']);
  printed = await printPapers(papers, outFolder);
  mkdirSync(goldenFolder, { recursive: true });
  for (const [name, { picture }] of printed) {
    writeFileSync(pictureFile(name), picture);
    if (renew) writeFileSync(goldenFile(name), smallPng(picture));
  }
});

for (const { name } of papers) {
  test(`${name} looks as it did`, () => {
    expect(existsSync(goldenFile(name)), 'there is a golden picture').toBe(true);
    expect(difference(paper(name).picture, readFileSync(goldenFile(name)))).toBeNull();
  });
}

for (const { name } of papers.filter(({ document }) => document.kind === 'receipt' && document.receipt.proof)) {
  test(`the code on ${name} is read by a stranger and holds`, async () => {
    const read = execFileSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', pictureFile(name)], {
      stdio: ['ignore', 'pipe', 'ignore'], // it looks for a bus that no test machine has
    });
    const proof = read.toString().trim();
    const proved = await verifyReceiptProof(proof, (signed, signature) => verify(null, signed, receiptKey, signature));
    expect(proved).toEqual({ ok: true, value: statement });
  });
}

for (const { name, document } of papers.filter(({ pdf }) => pdf)) {
  test(`the PDF of ${name} holds text, in the order in which it is read`, () => {
    const text = execFileSync('pdftotext', [paper(name).pdf, '-'])
      .toString()
      .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
    // Reversed letters or words would not be found. Words with ligatures are left out: pdftotext turns those round.
    for (const part of ['وزارة', 'تم الدفع', 'طريقة الدفع', 'رقم التتبع', 'بعد إجراء عملية الدفع', 'مخالفات']) {
      expect(text).toContain(part);
    }
    expect(text).toContain('K001-00000012');
    expect(text).toMatch(/22\/11\/2026 21:26/);
    if (document.language === 'en' || document.language === 'fil') {
      const words = paperWordsOf(document.language);
      for (const word of ['title.receipt', 'paid.result', 'label.receiptNo', 'label.total'] as const) {
        expect(text).toContain(words[word]);
      }
    }
  });
}
