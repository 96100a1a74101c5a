import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fils, formatKnetAmount, parseKnetAmount, sumFils } from './money.ts';

describe('money', () => {
  it('is written for K-Net with a dot and three decimals, without grouping', () => {
    expect([100, 1250, 10_000, 1_250_000].map((amount) => formatKnetAmount(fils(amount)))).toEqual([
      '0.100',
      '1.250',
      '10.000',
      '1250.000',
    ]);
  });

  it('reads back every amount it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (amount) => {
        expect(parseKnetAmount(formatKnetAmount(fils(amount)))).toEqual({ ok: true, value: amount });
      }),
      { seed: 1 },
    );
  });

  it('takes 1.25 for 1.250', () => {
    expect(parseKnetAmount('1.25')).toEqual({ ok: true, value: 1250 });
  });

  it.each(['1,250.000', '-1.000', '1e3', '1.2345', '', 'NaN', '٫5', ' 1.000'])('refuses %j as an amount', (text) => {
    expect(parseKnetAmount(text)).toEqual({ ok: false, error: 'not_an_amount' });
  });

  it.each([0.5, -1, Number.NaN, 1e309, 1_000_000_000])('refuses %s fils: that is a bug, not an input', (amount) => {
    expect(() => fils(amount)).toThrow();
  });

  it('adds up exactly where floats would not', () => {
    expect(sumFils([fils(1005), fils(1), fils(999)])).toBe(2005);
  });
});
