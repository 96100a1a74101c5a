import type { Obligation } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import type { PartyObligations } from '../../src-gateway/ministry/port.ts';
import { ordinaryRecipe } from '../../src-simulators/world/ordinary-tickets.ts';
import { makeRandom, type Random } from '../../src-simulators/world/random.ts';
import { makeTicket } from '../../src-simulators/world/ticket.ts';
import { makeVehicles } from '../../src-simulators/world/vehicles.ts';

/** Persons who owe something, as many as are wanted, always the same for the same seed. */
export interface SyntheticRegister {
  readonly seed: number;
  /** Persons with at least one fine. */
  readonly persons: number;
  /** Fines a person has on average, more than 1; how many one has is geometric: most have one, few have many. */
  readonly finesEach: number;
  /** What a day changes. Absent: the register as it is. */
  readonly day?: SyntheticDay;
}

/** Of persons with changes some paid all they owed, the others have a new fine in the place of one. */
export interface SyntheticDay {
  /** Persons that change, of `persons`. */
  readonly changed: number;
  /** Of these, per cent: who then owes nothing. */
  readonly paidUpPercent: number;
}

const today = '2026-11-26';
/** Births in a month 00: nobody's numbers. */
const firstNumber = 399_000_000_000;
const mostFines = 60;

export function syntheticPerson(at: number): Party {
  return { kind: 'individual', numberKind: 'civil', number: String(firstNumber + at) };
}

/** In the order of their numbers. */
export async function* syntheticParties(register: SyntheticRegister): AsyncGenerator<PartyObligations> {
  for (let at = 0; at < register.persons; at += 1) {
    const obligations = syntheticFines(register, at);
    if (obligations.length > 0) yield { party: syntheticPerson(at), obligations };
  }
}

/** What the person of that place owes. */
export function syntheticFines({ seed, persons, finesEach, day }: SyntheticRegister, at: number): Obligation[] {
  const random = makeRandom(seed * 1_000_003 + at);
  const source = { random, vehicles: makeVehicles('individual', random), today };
  const fine = (no: number): Obligation =>
    makeTicket(ordinaryRecipe(random), { ...source, nextTicketNo: () => String(10_000_000 + at * 64 + no) });
  const fines = Array.from({ length: geometric(random, finesEach) }, (_, no) => fine(no));
  if (day === undefined) return fines;
  const luck = makeRandom(seed * 7 + at);
  if (luck.int(1, persons) > day.changed) return fines;
  return luck.chance(day.paidUpPercent) ? [] : [...fines.slice(1), fine(63)];
}

/** From 1 on, with this mean. */
function geometric(random: Random, mean: number): number {
  let count = 1;
  while (count < mostFines && random.chance(100 * (1 - 1 / mean))) count += 1;
  return count;
}
