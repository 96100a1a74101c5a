import { describe, expect, it } from 'vitest';
import { readArguments } from './read-arguments.ts';

const known = ['simulation', 'sweep', 'kiosk-kills'];

describe('what a run of the fault rows is asked', () => {
  it('without a word, everything as in CI', () => {
    expect(readArguments([], known)).toEqual({ ok: true, value: { profile: 'ci', rows: known, seed: null } });
  });

  it.each([
    [['--profile', 'nightly', '--row', 'kiosk-kills', '--seed', '17'], 'nightly', ['kiosk-kills'], 17],
    [['--row', 'kiosk-kills', 'simulation'], 'ci', ['simulation', 'kiosk-kills'], null],
    [['--row', 'sweep', '--row', 'simulation'], 'ci', ['simulation', 'sweep'], null],
  ])('%j', (args, profile, rows, seed) => {
    expect(readArguments(args, known)).toEqual({ ok: true, value: { profile, rows, seed } });
  });

  it.each([
    [['--profile', 'weekly'], /ci or nightly/],
    [['--row', 'printer'], /no row "printer": choose from simulation, sweep, kiosk-kills/],
    [['sweep'], /--row before "sweep"/],
    [['--seed', '17'], /name its row/],
    [['--row', 'sweep', '--seed', '1.5'], /whole number/],
    [['--shard', '1'], /shard/],
  ])('%j is refused with a sentence', (args, sentence) => {
    const read = readArguments(args, known);
    expect(read.ok ? '' : read.error).toMatch(sentence);
  });
});
