import { describe, expect, it } from 'vitest';
import { cupsStatus, unreachable } from './cups-status.ts';

describe('a printer by what CUPS says of it', () => {
  it.each([
    [{ state: 3, reasons: ['none'] }, 'ready'],
    [{ state: 4, reasons: ['none'] }, 'ready'],
    [{ state: 3, reasons: ['toner-low-report'] }, 'ready'],
    [{ state: 3, reasons: ['media-low-warning'] }, 'paper_near_end'],
    [{ state: 3, reasons: ['media-empty-error'] }, 'out_of_paper'],
    [{ state: 4, reasons: ['media-needed'] }, 'out_of_paper'],
    [{ state: 3, reasons: ['media-low', 'media-empty-warning'] }, 'out_of_paper'],
    [{ state: 3, reasons: ['media-empty', 'cover-open'] }, 'cover_open'],
    [{ state: 3, reasons: ['door-open-error'] }, 'cover_open'],
    [{ state: 5, reasons: ['media-jam-error', 'paused'] }, 'jam'],
    [{ state: 3, reasons: ['offline-report'] }, 'offline'],
    [{ state: 5, reasons: ['none'] }, 'offline'],
    [{ state: 3, accepting: false, reasons: ['none'] }, 'offline'],
    [{ state: 3, reasons: ['toner-empty-error'] }, 'unknown'],
    [{ state: 3, reasons: ['spilled-coffee-error'] }, 'unknown'],
  ] as const)('%j', (words, status) => {
    expect(cupsStatus(words)).toBe(status);
  });

  it.each([
    ['The printer is not responding.', true],
    ['The printer may not exist or is unavailable at this time.', true],
    ['Waiting for printer to become available.', true],
    ['Sending data to printer.', false],
    ['', false],
  ])('"%s" while nothing comes out: unreachable %s', (message, expected) => {
    expect(unreachable(message)).toBe(expected);
  });
});
