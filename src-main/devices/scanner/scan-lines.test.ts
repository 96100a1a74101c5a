import { beforeEach, describe, expect, it } from 'vitest';
import { longestScan, readScan } from '../../../src-shared/domain/scan.ts';
import { HandTime } from '../../payment/test-support.ts';
import { ScanDocuments, ScanLines } from './scan-lines.ts';

const card = ['IDKWTAA00000011399123100017<<<', '9912315M3001156KWT<<<<<<<<<<<4', 'TESTPERSON<<ANITA<<<<<<<<<<<<<'];
const rules = { today: '2026-11-22', allowFutureBirth: true };

describe('what the scanner sends', () => {
  let time: HandTime;
  let scans: string[];
  let lines: ScanLines;

  beforeEach(() => {
    time = new HandTime();
    scans = [];
    lines = new ScanLines(new ScanDocuments(time, (text) => scans.push(text)));
  });

  it('is put together from any pieces', async () => {
    for (const piece of ['3991', '23100017\r', '\n']) lines.take(piece);
    await time.pass(1_000);
    for (const piece of ['39901', '0100029\n']) lines.take(piece);
    expect(scans).toEqual(['399123100017', '399010100029']);
  });

  it('a card’s three lines are one document, and it comes at once', () => {
    lines.take(card.join('\r\n'));
    expect(scans).toEqual([]);
    lines.take('\r\n');
    expect(scans).toEqual([card.join('\n')]);
  });

  it('half a card is handed on to be refused, and the next document begins anew', async () => {
    lines.take(`${card[0] ?? ''}\r`);
    await time.pass(600);
    expect(scans.map((text) => readScan(text, rules))).toEqual([{ ok: false, error: 'incomplete' }]);
    await time.pass(1_000);
    lines.take('399123100017\r');
    expect(scans.at(-1)).toBe('399123100017');
  });

  it('a flood is one scan that is too long, and the next document is read again', async () => {
    lines.take(`${'9'.repeat(40_000)}\n`);
    expect(scans.map((text) => text.length)).toEqual([longestScan + 1]);
    await time.pass(1_000);
    lines.take('399123100017\n');
    expect(scans.at(-1)).toBe('399123100017');
  });

  it('a scanner gone mad is heard four times a second at most', async () => {
    for (let at = 0; at < 1_000; at += 1) lines.take(`${100_000 + at}\n`);
    expect(scans).toHaveLength(4);
    await time.pass(1_000);
    lines.take('399123100017\n');
    expect(scans).toHaveLength(5);
  });

  it('a document that is read twice is one scan, and another right after it is another', () => {
    for (const number of ['399123100017', '399123100017', '399010100029']) lines.take(`${number}\n`);
    expect(scans).toEqual(['399123100017', '399010100029']);
  });

  it('half a line of a scanner that was pulled out is not joined to the next', () => {
    lines.take('399123');
    lines.forget();
    lines.take('100017\n');
    expect(scans).toEqual(['100017']);
  });
});
