import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCivilNumber } from './civil-number.ts';

const today = '2026-11-22';
const strict = { today, allowFutureBirth: false };
const demo = { today, allowFutureBirth: true };

describe('a civil number', () => {
  it.each([
    '285010190006',
    '292022990006',
    '300123190005',
    '277091590019',
    '299123190018',
    '301063090006',
    '305070490006',
    '268110590002',
  ])('%s is accepted', (number) => {
    expect(checkCivilNumber(number, strict)).toEqual({ ok: true, value: number });
  });

  it.each([
    ['285010190007', 'wrong_checksum'],
    ['290022990007', 'no_such_date'],
    ['285013290002', 'no_such_date'],
    ['285013290001', 'wrong_checksum'],
    ['28501019000', 'wrong_length'],
    ['000000000000', 'wrong_checksum'],
    ['285010190030', 'wrong_checksum'],
    ['2850101900O6', 'not_digits'],
  ] as const)('%s is refused: %s', (number, error) => {
    expect(checkCivilNumber(number, strict)).toEqual({ ok: false, error });
  });

  it.each(['399123100017', '399010100029', '398022800028', '397061500015'])(
    'the demo identity %s is nobody alive: refused, except in demo mode',
    (number) => {
      expect(checkCivilNumber(number, strict)).toEqual({ ok: false, error: 'born_in_future' });
      expect(checkCivilNumber(number, demo).ok).toBe(true);
    },
  );

  it('with one wrong digit is always refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 1, max: 9 }), (position, shift) => {
        const digits = [...'285010190006'];
        digits[position] = String((Number(digits[position]) + shift) % 10);
        expect(checkCivilNumber(digits.join(''), demo).ok).toBe(false);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
