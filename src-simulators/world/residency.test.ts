import { describe, expect, it } from 'vitest';
import { readMrz } from '../../src-shared/domain/mrz.ts';
import { obligationStatusSchema, residencyObligationSchema } from '../../src-shared/domain/obligation.ts';
import { documentOf } from './documents.ts';
import { fineAfter, fineRule } from './residency-rates.ts';
import { demoIdentities, demoSeed, makeWorld } from './world.ts';

const today = '2026-11-22';
const world = makeWorld({ seed: demoSeed, today });
const fileOf = (number: string) => {
  const file = world.files.find(({ party }) => party.number === number);
  if (file === undefined) throw new Error(`nobody has the number ${number}`);
  return file;
};

describe('a residency fine', () => {
  const expired = fineRule('permit_expired');
  it.each([
    ['2 then 4 KD', expired, 1, 2_000],
    ['2 then 4 KD', expired, 30, 60_000],
    ['2 then 4 KD', expired, 31, 64_000],
    ['2 then 4 KD', expired, 45, 120_000],
    ['2 then 4 KD', expired, 100, 340_000],
    ['2 then 4 KD', expired, 314, 1_196_000],
    ['2 then 4 KD, at its cap', expired, 315, 1_200_000],
    ['2 then 4 KD, beyond its cap', expired, 900, 1_200_000],
    ['a newborn, before its cap', fineRule('newborn_not_reported'), 514, 1_996_000],
    ['a newborn, at its cap', fineRule('newborn_not_reported'), 515, 2_000_000],
    ['domestic, flat 2 KD', fineRule('permit_expired', true), 299, 598_000],
    ['domestic, at its cap', fineRule('permit_expired', true), 300, 600_000],
    ['a visit, 10 KD', fineRule('overstayed_visit'), 37, 370_000],
    ['a visit, at its cap', fineRule('overstayed_visit'), 200, 2_000_000],
  ])('%s: day %i', (_what, rule, days, fils) => {
    expect(fineAfter(rule, days)).toEqual({ amount: fils, capReached: fils === rule.cap });
  });
});

describe('the files', () => {
  it('hold valid fines and cases under numbers used once, beside the tickets', () => {
    const items = world.files.flatMap(({ fines, cases }) => [...fines, ...cases].map(({ obligation }) => obligation));
    for (const item of items) residencyObligationSchema.parse(item);
    const numbers = [
      ...items.map(({ detail }) => detail.ticketNo),
      ...world.parties.flatMap(({ obligations }) => obligations.map(({ detail }) => detail.ticketNo)),
    ];
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(items.length).toBeGreaterThan(60);
  });

  it('give every person one reference number of nine to twelve digits', () => {
    const references = world.files.map(({ referenceNumber }) => referenceNumber);
    expect(new Set(references).size).toBe(references.length);
    for (const one of references) expect(one).toMatch(/^\d{9,12}$/);
    expect(new Set(references.map(({ length }) => length))).toEqual(new Set([9, 10, 11, 12]));
  });

  it('leave citizens without residency fines', () => {
    const citizens = world.files.filter(({ nationalityDate }) => nationalityDate !== null);
    expect(citizens.length).toBeGreaterThan(20);
    expect(citizens.flatMap(({ fines }) => fines)).toEqual([]);
  });

  it('of the demo identities show every state a fine can be in', () => {
    const states = fileOf('398022800028').fines.map(({ obligation }) => obligation.status);
    expect(new Set(states)).toEqual(new Set(obligationStatusSchema.options));
    expect(fileOf('399010100029').fines).toEqual([]);
    expect(fileOf('399123100017').fines[0]?.obligation).toMatchObject({ amountFils: 88_000, status: 'payable' });
  });

  it('bring passports a scanner can read, with the number and the expiry the file has', () => {
    const scanned = demoIdentities.flatMap(({ party }) => documentOf(party.number) ?? []).filter(({ mrz }) => mrz);
    expect(scanned.map(({ passportNumber }) => passportNumber)).toEqual(['Z0000001', 'P0000000A', 'A00000000']);
    for (const { mrz, passportNumber, passportExpiry } of scanned) {
      const read = JSON.stringify(readMrz((mrz ?? '').split('\r\n')));
      expect(read).toContain(passportNumber);
      expect(read).toContain(passportExpiry);
    }
  });
});
