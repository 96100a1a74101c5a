import { describe, expect, it } from 'vitest';
import { tightest } from './network-faults-run.ts';

const about = (digit: string, at: number) => ({ line: `GET /v1/payments/${digit.repeat(32)}?seen=0 HTTP/1.1`, at });

describe('the most requests within a second', () => {
  it('are counted per attempt, whatever else is asked meanwhile', () => {
    const requests = [
      about('a', 0),
      about('b', 10),
      about('a', 500),
      { line: 'GET /v1/status HTTP/1.1', at: 600 },
      about('a', 999),
    ];
    expect(tightest(requests)).toBe(3);
  });

  it('are not those of a whole second later', () => {
    expect(tightest([about('a', 0), about('a', 1_000)])).toBe(1);
    expect(tightest([])).toBe(0);
  });
});
