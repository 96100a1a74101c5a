import { describe, expect, it } from 'vitest';
import type { RowFigures, RowOutcome } from './row.ts';
import { complaintsOf, countRows, summaryOf, type RowReport } from './summary.ts';

const need = { required: true, least: {} };
const ran = (figures: RowFigures, violations: string[] = []): RowOutcome => ({ ran: true, figures, violations });
const sync = { interruptions: 9, corruptions: 8, wipes: 7, mixedEditions: 0 };
const report = (name: string, outcome: RowOutcome, complaints: string[] = []): RowReport => ({
  name,
  title: name,
  outcome,
  complaints,
  seconds: 1,
});

describe('what keeps a row from passing', () => {
  it('a row that ran and found nothing passes', () => {
    expect(complaintsOf(ran({ seeds: 5, mutants: { total: 3, killed: 3 } }), need)).toEqual([]);
  });

  it.each([
    ['a violation', ran({}, ['charged twice']), /charged twice/],
    ['a mutant that survived', ran({ mutants: { total: 40, killed: 39 } }), /1 of 40 mutants/],
    ['an edge nobody walked', ran({ edges: { legal: 20, reached: 18 } }), /2 of 20 edges/],
    ['a mixed edition', ran({ sync: { ...sync, mixedEditions: 1 } }), /1 times editions were mixed/],
    ['a lost answer', ran({ lostAcks: 1 }), /1 acknowledged/],
  ])('%s', (_what, outcome, sentence) => {
    expect(complaintsOf(outcome, need)).toEqual([expect.stringMatching(sentence)]);
  });

  it('a count below its minimum fails, and a figure that is missing counts as none', () => {
    const demand = { required: true, least: { kills: 60, powerCuts: 50 } };
    expect(complaintsOf(ran({ kills: 59 }), demand)).toEqual([
      'kills: 59, at least 60 are needed',
      'powerCuts: 0, at least 50 are needed',
    ]);
    expect(complaintsOf(ran({ kills: 60, powerCuts: 50 }), demand)).toEqual([]);
    expect(complaintsOf(ran({ sync }), { ...need, least: { wipes: 8 } })).toEqual(['wipes: 7, at least 8 are needed']);
  });

  it('a row that cannot run fails only where it is required', () => {
    const outcome: RowOutcome = { ran: false, why: 'no loop device' };
    expect(complaintsOf(outcome, need)).toEqual([expect.stringContaining('no loop device')]);
    expect(complaintsOf(outcome, { ...need, required: false })).toEqual([]);
  });
});

describe('the rows together', () => {
  const rows = [
    report('one', ran({ seeds: 10, crashes: 2, edges: { legal: 4, reached: 4 } })),
    report('two', ran({ seeds: 5, kills: 7, sync, mutants: { total: 3, killed: 2 } }, ['a']), ['a', '1 of 3 mutants']),
    report('three', { ran: false, why: 'no loop device' }),
  ];

  it('figures are added, and every complaint counts as a violation', () => {
    expect(summaryOf('ci', rows, 12.5)).toEqual({
      profile: 'ci',
      seeds: 15,
      crashes: 2,
      violations: 2,
      sweepRuns: 0,
      mutants: { total: 3, killed: 2 },
      edges: { legal: 4, reached: 4 },
      kills: 7,
      lostAcks: 0,
      powerCuts: 0,
      networkFaults: 0,
      sync: { interruptions: 9, corruptions: 8, wipes: 7, mixedEditions: 0 },
      seconds: 12.5,
    });
  });

  it('a row that did not run is neither passed nor failed', () => {
    expect(countRows(rows)).toEqual({ passed: 1, failed: 1 });
  });
});
