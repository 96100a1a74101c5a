import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseDigits } from './digits.ts';
import { maskNumber } from './mask.ts';
import { readPartyNumber } from './party.ts';

const rules = { today: '2026-11-22', allowFutureBirth: true };

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

describe('the number of a person', () => {
  it('is a civil number when its check digit says so', () => {
    expect(readPartyNumber('٣٩٩١ ٢٣١٠ ٠٠١٧', 'individual', rules)).toEqual({
      ok: true,
      value: { kind: 'individual', numberKind: 'civil', number: '399123100017' },
    });
  });

  it('may be a unified number when it does not: the visitor is asked', () => {
    expect(readPartyNumber('399123100018', 'individual', rules)).toEqual({ ok: false, error: 'maybe_unified' });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['12345', 'wrong_length'],
    ["' OR 1=1", 'not_digits'],
    ['3991231000171', 'wrong_length'],
  ] as const)('%j is refused: %s', (typed, error) => {
    expect(readPartyNumber(typed, 'individual', rules)).toEqual({ ok: false, error });
  });
});

describe('the number of a company', () => {
  it('is a unified number and never run through the civil check', () => {
    expect(readPartyNumber('100000000001', 'company', rules).ok).toBe(true);
  });
});

describe('a masked number', () => {
  it('shows the last two digits only', () => {
    expect(maskNumber('399123100017')).toBe('••••••••••17');
  });
});
