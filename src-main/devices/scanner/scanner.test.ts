import { describe, expect, it } from 'vitest';
import { numberFromScan, ScanLines } from './scanner.ts';

function linesOf(...pieces: string[]): string[] {
  const lines: string[] = [];
  const scan = new ScanLines((text) => lines.push(text));
  for (const piece of pieces) scan.take(piece);
  return lines;
}

describe('what the scanner sends', () => {
  it('is put together from any pieces', () => {
    expect(linesOf('3991', '23100017\r', '\n39901', '0100029\n')).toEqual(['399123100017', '399010100029']);
  });

  it('is dropped when it is a flood, and the next document is read again', () => {
    expect(linesOf(`${'9'.repeat(4096)}\n399123100017\n`)).toEqual(['399123100017']);
  });

  it('is dropped when it carries control codes', () => {
    expect(linesOf('3991\u001b23100017\n')).toEqual([]);
  });
});

describe('a scan on the number screen', () => {
  it('counts when it is a civil number', () => {
    expect(numberFromScan(' 399123100017 ')).toBe('399123100017');
  });

  it.each(['https://example.com/399123100017', '{"a":[[[[', 'intent:399123100017', '39912310001', ''])(
    'is ignored when it is %s',
    (text) => {
      expect(numberFromScan(text)).toBeNull();
    },
  );
});
