import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldIdSchema, fields, type FieldId } from './field.ts';

const rules = { today: '2026-11-22', allowFutureBirth: true, fineTypes: ['residency'] };
const read = (id: FieldId, typed: string) => fields[id].read(typed, rules);

describe('a civil number', () => {
  it('is taken in any script, with spaces', () => {
    expect(read('civilOrUnified', '٣٩٩١ ٢٣١٠ ٠٠١٧')).toEqual({ ok: true, value: '399123100017' });
  });

  it('that fails the check may be a unified number where the field takes both, and is wrong where it does not', () => {
    expect(read('civilOrUnified', '399123100018')).toEqual({ ok: false, error: 'maybe_unified' });
    expect(read('civilNumber', '399123100018')).toEqual({ ok: false, error: 'not_a_civil_number' });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['12345', 'wrong_length'],
    ["' OR 1=1", 'not_digits'],
    ['3991231000171', 'wrong_length'],
  ] as const)('%j is refused: %s', (typed, error) => {
    expect(read('civilOrUnified', typed)).toEqual({ ok: false, error });
  });
});

describe('other numbers', () => {
  it('of a company are never run through the civil check', () => {
    expect(read('companyNumber', '100000000001').ok).toBe(true);
  });

  it('of reference have nine to twelve digits', () => {
    const lengths = [8, 9, 12, 13].map((length) => read('referenceNumber', '1'.repeat(length)).ok);
    expect(lengths).toEqual([false, true, true, false]);
  });

  it('of a card are a civil number, or the shorter number of a receipt', () => {
    expect(read('cardNumber', '399123100017').ok).toBe(true);
    expect(read('cardNumber', '399123100018')).toEqual({ ok: false, error: 'not_a_civil_number' });
    expect(read('cardNumber', '12345678').ok).toBe(true);
  });
});

describe('a passport number', () => {
  it('becomes capitals without spaces', () => {
    expect(read('passportNumber', ' z0000 001')).toEqual({ ok: true, value: 'Z0000001' });
  });

  it.each([
    ['AB', 'wrong_length'],
    ['A'.repeat(16), 'wrong_length'],
    ['Å1234', 'not_latin'],
    ['<script>', 'not_latin'],
  ] as const)('%j is refused: %s', (typed, error) => {
    expect(read('passportNumber', typed)).toEqual({ ok: false, error });
  });
});

describe('a date', () => {
  it.each([
    ['passportExpiry', '2026-11-22', null],
    ['passportExpiry', '2026-11-21', 'expired'],
    ['passportExpiry', '2027-02-30', 'not_a_date'],
    ['passportExpiry', '0511', 'not_a_date'],
    ['nationalityDate', '2026-11-23', 'in_future'],
    ['nationalityDate', '1936-11-22', null],
    ['nationalityDate', '1936-11-21', 'too_long_ago'],
  ] as const)('%s %s: %s', (id, typed, error) => {
    expect(read(id, typed)).toEqual(error === null ? { ok: true, value: typed } : { ok: false, error });
  });
});

describe('any entry', () => {
  it('is read or refused, never thrown over, and what is read can be read again', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fieldIdSchema.options),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        (id, typed) => {
          const once = read(id, typed);
          if (once.ok) expect(read(id, once.value)).toEqual(once);
        },
      ),
      { seed: 3, numRuns: 2000 },
    );
  });
});
