import { describe, expect, it } from 'vitest';
import { add, countsIn, settle } from './counts.ts';

describe('how many tests a run counts', () => {
  it('both kinds of report are read', () => {
    expect(countsIn({ numPassedTests: 4, numFailedTests: 1, testResults: [] })).toEqual({ passed: 4, failed: 1 });
    expect(countsIn({ stats: { expected: 3, flaky: 1, unexpected: 2, skipped: 9 } })).toEqual({ passed: 4, failed: 2 });
  });

  it('something else is no report', () => {
    expect(countsIn({})).toBeUndefined();
    expect(countsIn([1])).toBeUndefined();
  });

  it('a step that failed without a failed test counts as one failure', () => {
    expect(settle(undefined, false)).toEqual({ passed: 0, failed: 1 });
    expect(settle({ passed: 7, failed: 0 }, false)).toEqual({ passed: 7, failed: 1 });
    expect(settle({ passed: 7, failed: 3 }, false)).toEqual({ passed: 7, failed: 3 });
    expect(settle(undefined, true)).toEqual({ passed: 0, failed: 0 });
  });

  it('sums are taken part by part', () => {
    expect(add({ passed: 1, failed: 2 }, { passed: 3, failed: 4 })).toEqual({ passed: 4, failed: 6 });
  });
});
