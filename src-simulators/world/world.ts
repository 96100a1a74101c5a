import type { Office, TrafficObligation } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { awkwardTickets } from './awkward-tickets.ts';
import { addMonths } from './calendar.ts';
import { demoSituations, fillTo, newcomer } from './demo-identities.ts';
import { makeCivilNumber, makeUnifiedNumber } from './numbers.ts';
import { makePersonFiles, type PersonFile } from './person-files.ts';
import { offices } from './places.ts';
import { makeRandom, type Random } from './random.ts';
import { makeTicket, type TicketRecipe, type TicketSource } from './ticket.ts';
import { makeVehicles } from './vehicles.ts';
import { presentAmountsFrom } from './violation-table.ts';

export { demoIdentities, type DemoIdentity } from './demo-identities.ts';

/** The seed the demo uses. */
export const demoSeed = 20_261;

export interface WorldParty {
  readonly party: Party;
  /** Newest offence first. */
  readonly obligations: readonly TrafficObligation[];
}

/** Everything the ministry's stand-in knows at its start. */
export interface World {
  readonly parties: readonly WorldParty[];
  /** What the other systems know about every person. */
  readonly files: readonly PersonFile[];
  /** Day in Kuwait the world is made for. */
  readonly today: string;
  readonly offices: readonly Office[];
}

export interface WorldOptions {
  /** The same seed gives the same numbers, tickets and situations for ever. */
  readonly seed: number;
  /** Day in Kuwait, YYYY-MM-DD, at least two months after the present amounts came into force. Only dates follow it. */
  readonly today: string;
}

const counts = { civilPersons: 330, personsWithoutCivilCard: 12, companies: 24 } as const;

/** Makes a country of synthetic persons and companies with tickets; throws when `today` is too early. */
export function makeWorld({ seed, today }: WorldOptions): World {
  const earliest = addMonths(presentAmountsFrom, 2);
  if (today < earliest) throw new Error(`the demo world cannot be made for a day before ${earliest}`);
  const random = makeRandom(seed);
  const nextTicketNo = ticketNumbers(random);
  const settle = (party: Party, recipes: readonly TicketRecipe[]): WorldParty => {
    const source: TicketSource = { random, today, nextTicketNo, vehicles: makeVehicles(party.kind, random) };
    return { party, obligations: recipes.map((recipe) => makeTicket(recipe, source)).toSorted(newestFirst) };
  };
  const parties = [
    ...demoSituations.map(({ party, tickets }) => settle(party, tickets(random))),
    ...ordinaryParties(random).map((party, index) => settle(party, ordinaryTickets(party, index, random))),
    settle(newcomer.party, newcomer.tickets()),
  ];
  const persons = parties.map(({ party }) => party).filter(({ kind }) => kind === 'individual');
  return { parties, files: makePersonFiles(persons, seed, today), today, offices };
}

function ticketNumbers(random: Random): () => string {
  let last = 710_000_000;
  return () => {
    last += random.int(1, 97);
    return String(last);
  };
}

function ordinaryParties(random: Random): readonly Party[] {
  const taken = new Set([...demoSituations, newcomer].map(({ party }) => party.number));
  const repeat = (count: number, make: () => Party): readonly Party[] => Array.from({ length: count }, make);
  return [
    ...repeat(counts.civilPersons, () => ({
      kind: 'individual',
      numberKind: 'civil',
      number: makeCivilNumber(random, taken),
    })),
    ...repeat(counts.personsWithoutCivilCard, () => ({
      kind: 'individual',
      numberKind: 'unified',
      number: makeUnifiedNumber(random, '8', taken),
    })),
    ...repeat(counts.companies, () => ({
      kind: 'company',
      numberKind: 'unified',
      number: makeUnifiedNumber(random, '9', taken),
    })),
  ];
}

/**
 * The first persons, and the first companies, get the counts lists break on; the next persons one awkward
 * ticket each among their ordinary ones; everybody else what people usually have.
 */
function ordinaryTickets(party: Party, index: number, random: Random): readonly TicketRecipe[] {
  const firstCompany = counts.civilPersons + counts.personsWithoutCivilCard;
  const place = party.kind === 'company' ? index - firstCompany : index;
  const count = breakingCounts[place];
  if (count !== undefined) return fillTo(count, [], random);
  const awkward = Object.values(awkwardTickets)[place - breakingCounts.length];
  if (party.kind === 'individual' && awkward !== undefined) return fillTo(random.int(1, 4), [awkward], random);
  return fillTo(usualCount(party, random), [], random);
}

const breakingCounts: readonly number[] = [0, 1, 2, 3, 11, 40, 100, 400];

function usualCount(party: Party, random: Random): number {
  if (party.kind === 'company') return random.int(2, 30);
  const among = random.int(1, 100);
  if (among <= 25) return 0;
  if (among <= 60) return 1;
  return among <= 92 ? random.int(2, 5) : random.int(6, 14);
}

function newestFirst(a: TrafficObligation, b: TrafficObligation): number {
  return (
    b.detail.occurredAt.localeCompare(a.detail.occurredAt) || Number(b.detail.ticketNo) - Number(a.detail.ticketNo)
  );
}
