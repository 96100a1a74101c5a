import { describe, expect, it } from 'vitest';
import { logLine } from './log-line.ts';

const at = '2026-11-22T06:00:00.000Z';

describe('a line of the log', () => {
  it('has time, level, event and fields', () => {
    expect(JSON.parse(logLine('printer-status', { state: 'paper_out' }, at))).toEqual({
      at,
      level: 'trace',
      event: 'printer-status',
      state: 'paper_out',
    });
  });

  it('does not write what the catalogue does not list, whatever was handed in', () => {
    const line = logLine('printer-status', { state: 'ready', civilNumber: '399123100017', name: 'A' }, at);
    expect(line).not.toContain('399123100017');
    expect(Object.keys(JSON.parse(line) as object)).toEqual(['at', 'level', 'event', 'state']);
  });

  it('leaves out a field of the wrong kind and cuts one that is too long', () => {
    const line = logLine('day-report-refused', { no: '7', why: 'x'.repeat(10_000) }, at);
    expect(JSON.parse(line)).not.toHaveProperty('no');
    expect(line.length).toBeLessThan(800);
  });

  it('is one line, also with a stack trace in it', () => {
    expect(logLine('main-failed', { what: 'Error\n  at here\n  at there' }, at)).not.toContain('\n');
  });
});
