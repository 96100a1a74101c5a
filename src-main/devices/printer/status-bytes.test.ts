import { describe, expect, it } from 'vitest';
import type { PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import { decodeStatus } from './status-bytes.ts';

const table: readonly [said: string, bytes: readonly [number, number, number], means: PrinterStatus][] = [
  ['nothing is set', [0x12, 0x12, 0x12], 'ready'],
  ['the drawer pin is up, which means nothing here', [0x16, 0x12, 0x12], 'ready'],
  ['the near-end sensor', [0x12, 0x12, 0x1e], 'paper_near_end'],
  ['the end sensor', [0x12, 0x12, 0x72], 'out_of_paper'],
  ['printing stopped at the end of the paper', [0x1a, 0x32, 0x12], 'out_of_paper'],
  ['the cover is open', [0x1a, 0x16, 0x12], 'cover_open'],
  ['the cover is open and the paper is off its sensor', [0x1a, 0x36, 0x7e], 'cover_open'],
  ['the cutter is blocked', [0x1a, 0x52, 0x12], 'jam'],
  ['no paper and an error: paper first, it is the cause', [0x1a, 0x72, 0x7e], 'out_of_paper'],
  ['offline without a cause', [0x1a, 0x12, 0x12], 'offline'],
  ['offline with the near-end sensor', [0x1a, 0x12, 0x1e], 'offline'],
  ['bits that must be clear', [0x93, 0x12, 0x12], 'unknown'],
  ['bits that must be set', [0x12, 0x12, 0x00], 'unknown'],
];

describe('status of an ESC/POS printer', () => {
  it.each(table)('%s', (_said, bytes, means) => {
    expect(decodeStatus(...bytes)).toBe(means);
  });
});
