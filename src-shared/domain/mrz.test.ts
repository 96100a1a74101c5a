import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMrz } from './mrz.ts';

/** Synthetic passports of domain 4.2 and the number and expiry each carries. */
const passports = [
  [
    'P<INDTESTPERSON<<ANITA<<<<<<<<<<<<<<<<<<<<<<',
    'Z0000001<8IND9202298F3001156<<<<<<<<<<<<<<00',
    'Z0000001',
    '2030-01-15',
  ],
  [
    'P<PHLSAMPLE<<MARIA<LUZ<<<<<<<<<<<<<<<<<<<<<<',
    'P0000000A5PHL8807076F2902108<<<<<<<<<<<<<<02',
    'P0000000A',
    '2029-02-10',
  ],
  [
    'P<EGYNAMUTHAJ<<AHMED<<<<<<<<<<<<<<<<<<<<<<<<',
    'A000000000EGY7908149M2812313<<<<<<<<<<<<<<00',
    'A00000000',
    '2028-12-31',
  ],
] as const;
/** The specimens of ICAO 9303 parts 4 and 5. */
const specimenPassport = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
] as const;
const specimenCard = [
  'I<UTOD231458907<<<<<<<<<<<<<<<',
  '7408122F1204159UTO<<<<<<<<<<<6',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
] as const;

const replaced = (text: string, at: number, by: string): string => text.slice(0, at) + by + text.slice(at + 1);

describe('a passport’s machine-readable zone', () => {
  it.each(passports)('%s is read', (names, data, number, expiresOn) => {
    expect(readMrz([names, data])).toEqual({ ok: true, value: { format: 'TD3', number, expiresOn } });
  });

  it('the specimen of the standard is read, though no state has its code', () => {
    expect(readMrz(specimenPassport)).toMatchObject({
      ok: true,
      value: { number: 'L898902C3', expiresOn: '2012-04-15' },
    });
  });

  it('an empty optional field may have a filler for its sum', () => {
    const [names, data] = passports[0];
    expect(readMrz([names, replaced(data, 42, '<')]).ok).toBe(true);
  });

  it('both lines in one are the same passport', () => {
    const [names, data] = passports[0];
    expect(readMrz([names + data])).toEqual(readMrz([names, data]));
  });

  it.each([
    ['the second line alone', [passports[0][1]], 'incomplete'],
    ['the first line alone', [passports[0][0]], 'incomplete'],
    ['a third line', [passports[0][0], passports[0][1], passports[0][1]], 'incomplete'],
    ['swapped lines', [passports[0][1], passports[0][0]], 'unreadable'],
    ['lines of two passports', [passports[0][0], passports[0][1].slice(0, 43)], 'unreadable'],
    ['O read for 0 in a date', [passports[0][0], replaced(passports[0][1], 14, 'O')], 'unreadable'],
    ['a digit in the name', [replaced(passports[0][0], 8, '1'), passports[0][1]], 'unreadable'],
    ['small letters', [passports[0][0].toLowerCase(), passports[0][1]], 'unreadable'],
    ['the 31st of February', [passports[0][0], 'Z0000001<8IND9202298F3002315<<<<<<<<<<<<<<02'], 'unreadable'],
    ['a visa', [passports[0][0].replace('P', 'V'), passports[0][1]], 'other_document'],
    [
      'a small travel document',
      ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'],
      'other_document',
    ],
  ])('%s: refused', (_case, lines, problem) => {
    expect(readMrz(lines)).toEqual({ ok: false, error: problem });
  });

  it('any one misread digit of number, dates and sums is noticed', () => {
    const fields = fc.constantFrom(...Array.from({ length: 44 }, (_, at) => at).filter((at) => !isShapeOnly(at)));
    fc.assert(
      fc.property(
        fc.constantFrom(...passports),
        fields,
        fc.constantFrom(...'0123456789'),
        ([names, data], at, digit) => {
          fc.pre(/\d/.test(data[at] ?? '') && data[at] !== digit);
          expect(readMrz([names, replaced(data, at, digit)]).ok).toBe(false);
        },
      ),
      { seed: 20_261_122, numRuns: 500 },
    );
  });

  it.each([
    ['0', 'O'],
    ['1', 'I'],
    ['5', 'S'],
    ['8', 'B'],
    ['2', 'Z'],
  ])('%s read as %s in the number is noticed', (digit, letter) => {
    for (const [names, data] of [...passports, specimenPassport]) {
      const at = data.slice(0, 9).indexOf(digit);
      if (at >= 0) expect(readMrz([names, replaced(data, at, letter)])).toMatchObject({ error: 'wrong_check_digit' });
    }
  });

  it('6 and G have the same sum: the standard cannot tell, the ministry’s answer does', () => {
    const six = ['P<INDTESTPERSON<<ANITA<<<<<<<<<<<<<<<<<<<<<<', 'Z6000001<6IND9202298F3001156<<<<<<<<<<<<<<04'];
    const g = six.map((line) => line.replace('Z6', 'ZG'));
    expect([readMrz(six).ok, readMrz(g).ok]).toEqual([true, true]);
  });
});

describe('a card’s machine-readable zone', () => {
  it('the specimen of the standard is read', () => {
    const value = { format: 'TD1', issuer: 'UTO', optional: '', birth: '740812' };
    expect(readMrz(specimenCard)).toEqual({ ok: true, value });
    expect(readMrz([specimenCard.join('')])).toEqual({ ok: true, value });
  });

  it.each([
    ['one line missing', [specimenCard[0], specimenCard[1]], 'incomplete'],
    ['the middle line missing', [specimenCard[0], specimenCard[2]], 'incomplete'],
    ['swapped lines', [specimenCard[1], specimenCard[0], specimenCard[2]], 'unreadable'],
    ['the names before the dates', [specimenCard[0], specimenCard[2], specimenCard[1]], 'unreadable'],
    [
      'a wrong sum over everything',
      [specimenCard[0], replaced(specimenCard[1], 29, '5'), specimenCard[2]],
      'wrong_check_digit',
    ],
    ['a misread number', [replaced(specimenCard[0], 6, '3'), specimenCard[1], specimenCard[2]], 'wrong_check_digit'],
    [
      'something in the optional field',
      [replaced(specimenCard[0], 20, '7'), specimenCard[1], specimenCard[2]],
      'wrong_check_digit',
    ],
  ])('%s: refused', (_case, lines, problem) => {
    expect(readMrz(lines)).toEqual({ ok: false, error: problem });
  });
});

it('no text whatsoever makes it throw, and what is read has the shape it promises', () => {
  const character = fc.constantFrom(...'ABCPIKWT0123456789<');
  const line = fc.string({ unit: character, minLength: 28, maxLength: 45 });
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 4 }), (lines) => {
      const read = readMrz(lines);
      if (read.ok && read.value.format === 'TD3') expect(read.value.number).toMatch(/^[A-Z0-9]{3,9}$/);
    }),
    { seed: 20_261_122, numRuns: 1_000 },
  );
});

/** Nationality and sex are covered by no sum. */
function isShapeOnly(at: number): boolean {
  return (at >= 10 && at <= 12) || at === 20;
}
