import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseDigits } from './digits.ts';
import { maskNumber } from './mask.ts';

describe('digits of any script', () => {
  it.each([
    '٣٩٩١٢٣١٠٠٠١٧',
    '۳۹۹۱۲۳۱۰۰۰۱۷',
    '৩৯৯১২৩১০০০১৭',
    '३९९१२३१०००१७',
    '3991 2310-0017',
    '\u202b399123100017\u202c',
    '\ufeff3991\u200b23100017',
  ])('%j become 399123100017', (typed) => {
    expect(normaliseDigits(typed)).toBe('399123100017');
  });

  it('never let an invisible mark through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (typed) => {
        expect(normaliseDigits(typed)).not.toMatch(/[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
      }),
      { seed: 1 },
    );
  });
});

describe('a masked number', () => {
  it('shows the last two digits only', () => {
    expect(maskNumber('399123100017')).toBe('••••••••••17');
  });
});
