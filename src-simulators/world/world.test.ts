import { describe, expect, it } from 'vitest';
import { checkCivilNumber } from '../../src-shared/domain/civil-number.ts';
import {
  notPayableReasonSchema,
  obligationSchema,
  obligationStatusSchema,
} from '../../src-shared/domain/obligation.ts';
import { fields } from '../../src-shared/domain/field.ts';
import { partySchema } from '../../src-shared/domain/party.ts';
import { awkwardTickets } from './awkward-tickets.ts';
import { longPlaces, places } from './places.ts';
import { amountsBefore, presentAmountsFrom, settlementAmount, violationByCode } from './violation-table.ts';
import { demoIdentities, demoSeed, makeWorld, type WorldParty } from './world.ts';

const today = '2026-11-22';
const world = makeWorld({ seed: demoSeed, today });
const demoNumbers = new Set(demoIdentities.map(({ party }) => party.number));
const ordinary = world.parties.filter(({ party }) => !demoNumbers.has(party.number));
const persons = ordinary.filter(({ party }) => party.kind === 'individual');
const companies = ordinary.filter(({ party }) => party.kind === 'company');
const ticketsOf = (parties: readonly WorldParty[]) => parties.flatMap(({ obligations }) => obligations);
const partyWith = (number: string) => {
  const found = world.parties.find(({ party }) => party.number === number);
  if (found === undefined) throw new Error(`nobody has the number ${number}`);
  return found;
};

describe('the same seed', () => {
  it('gives the same world, to the last byte', () => {
    expect(JSON.stringify(makeWorld({ seed: demoSeed, today }))).toBe(JSON.stringify(world));
  });

  it('gives the same numbers, statuses and texts on another day; only dates move', () => {
    const timeless = (parties: readonly WorldParty[]) =>
      parties.map(({ party, obligations }) => [
        party.number,
        obligations
          .map(({ id, version, status, amountFils, detail }) => [id, version, status, amountFils, detail.place.en])
          .toSorted(),
      ]);
    expect(timeless(makeWorld({ seed: demoSeed, today: '2027-08-31' }).parties)).toEqual(timeless(world.parties));
  });

  it('another seed gives other people', () => {
    const others = new Set(makeWorld({ seed: demoSeed + 1, today }).parties.map(({ party }) => party.number));
    const shared = ordinary.filter(({ party }) => others.has(party.number));
    expect(shared.length).toBeLessThan(5);
  });

  it('refuses a day on which the present amounts were hardly in force', () => {
    expect(() => makeWorld({ seed: demoSeed, today: '2025-05-01' })).toThrow('2025-06-22');
  });
});

describe('the people', () => {
  it('are at least 300 persons and 20 companies with different numbers', () => {
    expect(persons.length).toBeGreaterThanOrEqual(300);
    expect(companies.length).toBeGreaterThanOrEqual(20);
    expect(new Set(world.parties.map(({ party }) => party.number)).size).toBe(world.parties.length);
    for (const { party } of world.parties) expect(() => partySchema.parse(party)).not.toThrow();
  });

  it('have civil numbers that pass the check only where future births are allowed', () => {
    const civil = world.parties.filter(({ party }) => party.numberKind === 'civil');
    expect(civil.length).toBeGreaterThanOrEqual(300);
    for (const { party } of civil) {
      expect(checkCivilNumber(party.number, { today, allowFutureBirth: true }).ok).toBe(true);
      expect(checkCivilNumber(party.number, { today, allowFutureBirth: false })).toEqual({
        ok: false,
        error: 'born_in_future',
      });
      expect(party.number).toMatch(/^39\d{10}$/);
    }
  });

  it('have unified numbers nobody can take for a civil number', () => {
    const unified = world.parties.filter(({ party }) => party.numberKind === 'unified');
    expect(unified.some(({ party }) => party.kind === 'individual')).toBe(true);
    for (const { party } of unified) {
      const rules = { today, allowFutureBirth: true, fineTypes: [] };
      expect(fields.civilOrUnified.read(party.number, rules)).toEqual({
        ok: false,
        error: 'maybe_unified',
      });
    }
  });
});

describe('the tickets', () => {
  it('are all valid, with numbers used once and none from the future', () => {
    const all = ticketsOf(world.parties);
    for (const ticket of all) {
      expect(obligationSchema.safeParse(ticket).success).toBe(true);
      expect(ticket.detail.occurredAt < `${today}T00:06`).toBe(true);
    }
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ detail }) => detail.ticketNo)).size).toBe(all.length);
  });

  it('cost what the table says: the sum over the offences, the step of the speed, the old amount before the new law', () => {
    for (const { amountFils, detail } of ticketsOf(world.parties)) {
      const day = detail.occurredAt.slice(0, 10);
      const excess = detail.speed === undefined ? 0 : detail.speed.measured - detail.speed.limit;
      const expected = detail.offences.reduce(
        (sum, { code }) => sum + settlementAmount(violationByCode(code), day, excess),
        0,
      );
      expect(amountFils).toBe(expected);
    }
  });

  it('name a reason whenever they cannot be paid, and an office that exists', () => {
    const officeCodes = new Set(world.offices.map(({ code }) => code));
    for (const { status, notPayableReason, officeCode } of ticketsOf(world.parties)) {
      const settled = status === 'payable' || status === 'paid' || status === 'cancelled';
      expect(notPayableReason === undefined).toBe(settled);
      if (status === 'visit_office' || status === 'referred_to_court') expect(officeCodes).toContain(officeCode);
    }
  });

  it('are to be settled within two months, or carry no day when they are older than the rule', () => {
    const byDay = new Map(
      ticketsOf(world.parties).map(({ detail }) => [detail.occurredAt.slice(0, 10), detail.settleBy]),
    );
    expect(byDay.get('2026-11-19')).toBe('2027-01-19');
    for (const [day, settleBy] of byDay) expect(settleBy === undefined).toBe(day < presentAmountsFrom);
  });

  it('for speeding happen on fast roads, for parking in streets', () => {
    const fast = new Map([...places, ...longPlaces].map((place) => [place.text.en, place.fast]));
    const roadsOf = (code: string) =>
      new Set(
        ticketsOf(world.parties)
          .filter(({ detail }) => detail.offences.length === 1 && detail.offences[0]?.code === code)
          .map(({ detail }) => fast.get(detail.place.en)),
      );
    expect(roadsOf('33bis-4')).toEqual(new Set([true]));
    expect(roadsOf('37-1')).toEqual(new Set([false]));
  });
});

describe('the speeding settlement', () => {
  it.each([
    [1, 70_000],
    [20, 70_000],
    [21, 80_000],
    [30, 80_000],
    [40, 90_000],
    [50, 100_000],
    [51, 150_000],
    [120, 150_000],
  ])('%i km/h over the limit costs %i fils', (excess, amount) => {
    expect(settlementAmount(violationByCode('33bis-4'), today, excess)).toBe(amount);
  });
});

describe('the demo identities', () => {
  it('399123100017 has six tickets, all payable but one', () => {
    const { obligations } = partyWith('399123100017');
    expect(obligations).toHaveLength(6);
    expect(obligations.filter(({ status }) => status === 'payable')).toHaveLength(5);
    expect(obligations.find(({ status }) => status !== 'payable')?.notPayableReason).toBe('camera_or_disabled_bay');
  });

  it('399010100029 owes nothing and is known', () => {
    expect(partyWith('399010100029').obligations).toEqual([]);
  });

  it('398022800028 has forty tickets with every awkward case among them', () => {
    const { obligations } = partyWith('398022800028');
    expect(obligations).toHaveLength(40);
    expectEveryAwkwardCase(obligations);
  });

  it('397061500015 has four hundred tickets', () => {
    expect(partyWith('397061500015').obligations).toHaveLength(400);
  });

  it('990000000017 is a company with payable and refused tickets', () => {
    const { party, obligations } = partyWith('990000000017');
    expect(party).toMatchObject({ kind: 'company', numberKind: 'unified' });
    expect(new Set(obligations.map(({ status }) => status))).toEqual(
      new Set(['payable', 'visit_office', 'referred_to_court', 'paid']),
    );
  });

  it('are described in Arabic and English', () => {
    for (const { description } of demoIdentities) {
      expect(description.ar).toMatch(/\p{Script=Arabic}/u);
      expect(description.en).toMatch(/^[a-z]/);
    }
  });
});

describe('among the ordinary people', () => {
  it.each([0, 1, 40, 400])('there is a person and a company with %i tickets', (count) => {
    expect(persons.some(({ obligations }) => obligations.length === count)).toBe(true);
    expect(companies.some(({ obligations }) => obligations.length === count)).toBe(true);
  });

  it('every awkward case happens to somebody', () => {
    expectEveryAwkwardCase(ticketsOf(persons));
    expect(persons.length).toBeGreaterThan(Object.keys(awkwardTickets).length * 3);
  });
});

function expectEveryAwkwardCase(tickets: WorldParty['obligations']): void {
  const details = tickets.map(({ detail }) => detail);
  const days = details.map(({ occurredAt }) => occurredAt.slice(0, 10));
  expect(new Set(tickets.map(({ status }) => status))).toEqual(new Set(obligationStatusSchema.options));
  const reasons = new Set(tickets.flatMap(({ notPayableReason }) => notPayableReason ?? []));
  expect(reasons).toEqual(new Set(notPayableReasonSchema.options));
  expect(details.some(({ offences }) => offences.length === 6)).toBe(true);
  expect(details.some(({ place }) => place.ar.length > 150)).toBe(true);
  expect(details.some(({ plate }) => plate === undefined)).toBe(true);
  expect(details.some(({ plate }) => plate !== undefined && plate.code === undefined)).toBe(true);
  expect(details.some(({ plate }) => plate?.code !== undefined && plate.governorate === undefined)).toBe(true);
  expect(details.some(({ plate }) => plate?.governorate !== undefined)).toBe(true);
  expect(details.some(({ settleBy }) => settleBy !== undefined && settleBy < today)).toBe(true);
  expect(days).toContain(today);
  expect(days).toContain('2024-02-29');
  expect(days).toContain(presentAmountsFrom);
  expect(tickets.some(({ amountFils }) => amountFils === 0)).toBe(true);
  const oldPhone = tickets.find(
    ({ detail }) => detail.occurredAt < presentAmountsFrom && detail.offences[0]?.code === '33-9',
  );
  expect(oldPhone?.amountFils).toBe(amountsBefore.get('33-9'));
}
