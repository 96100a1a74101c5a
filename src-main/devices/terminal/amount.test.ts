import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fils } from '../../../src-shared/domain/money.ts';
import { fromMajorUnits, toMajorUnits } from './amount.ts';

const amounts = fc.integer({ min: 0, max: 999_999_999 }).map(fils);

it('every amount goes out as the exact decimal text and comes back as itself', () => {
  fc.assert(
    fc.property(amounts, (amount) => {
      const text = JSON.stringify(toMajorUnits(amount));
      const [whole, part = ''] = text.split('.');
      expect(`${whole ?? ''}${part.padEnd(3, '0')}`.replace(/^0+(?=\d)/, '')).toBe(String(amount));
      expect(fromMajorUnits(JSON.parse(text) as number)).toBe(amount);
    }),
    { numRuns: 20_000, seed: 11 },
  );
});

it('an amount between two fils is refused, one off by the noise of a float is not', () => {
  fc.assert(
    fc.property(amounts, fc.double({ min: 0.000_01, max: 0.999_99, noNaN: true }), (amount, part) => {
      expect(fromMajorUnits((Math.min(amount, 999_999) + part) / 1000)).toBeNull();
    }),
    { numRuns: 5_000, seed: 12 },
  );
  expect(fromMajorUnits(0.1 + 0.2)).toBe(300);
  expect(fromMajorUnits(1.0005)).toBeNull();
});

it.each([1_000_000, 1e300, -0.001, NaN, Infinity])('%s KWD is no amount of one payment', (amount) => {
  expect(fromMajorUnits(amount)).toBeNull();
});
