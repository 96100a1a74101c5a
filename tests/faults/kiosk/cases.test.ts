import { describe, expect, it } from 'vitest';
import { readFailpoint } from '../../../src-main/payment/failpoints/failpoint.ts';
import { caseOf, casesOf, killedRails, nameOf } from './cases.ts';
import { hands } from './hands.ts';

const laps = [0, 1, 9];
const all = laps.flatMap((lap) => killedRails.flatMap((rail) => casesOf(lap, rail)));

describe('the cases in which the kiosk is killed', () => {
  it('have a seed each, which brings back the very same case', () => {
    expect(new Set(all.map(({ seed }) => seed)).size).toBe(all.length);
    for (const one of all) expect(caseOf(one.seed)).toEqual(one);
    expect(caseOf(99)).toBeNull();
    expect(caseOf(999)).toBeNull();
  });

  it('name only places the program can read, and rails somebody has hands for', () => {
    for (const { death, rail } of all) {
      expect(hands[rail]).toBeDefined();
      if (!('at' in death)) continue;
      for (const place of [death.at, death.again ?? death.at]) expect(readFailpoint(place)).not.toBeNull();
    }
  });

  it('have at least as many places and moments on every rail as on the shortest way', () => {
    for (const rail of killedRails) {
      const cases = casesOf(0, rail);
      expect(cases.filter(({ death }) => 'at' in death).length).toBeGreaterThanOrEqual(10);
      expect(cases.filter(({ death }) => 'afterMs' in death)).toHaveLength(4);
    }
  });

  it('are named so that one can be found again', () => {
    const [first] = casesOf(0, 'phone');
    expect(first && nameOf(first)).toMatch(/^case 0 \(phone, pay, journal\.before:CREATED; \w+ killed at \w+\)$/);
  });
});
