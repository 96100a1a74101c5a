import { isPayable, type Obligation } from '../../src-shared/domain/obligation.ts';
import { kuwaitDay } from '../../src-shared/domain/time.ts';
import { demoSeed, makeWorld } from '../../src-simulators/world/world.ts';

/** Somebody of the demo world and what they owe. */
export interface Person {
  readonly number: string;
  readonly payable: readonly Obligation[];
}

/** The demo identities, for tests that do not pay. */
export const demo = {
  mixed: '399123100017',
  nothing: '399010100029',
  awkward: '398022800028',
  fourHundred: '397061500015',
} as const;

/**
 * Hands out persons nobody has paid for yet, so that tests sharing one world do not stand in each other's way:
 * a ticket paid by one test stays paid for the next.
 */
export class People {
  readonly #left: Person[];
  /** Who owes a residency fine that can be paid. */
  readonly #fined: ReadonlySet<string>;

  constructor() {
    const named = new Set<string>(Object.values(demo));
    const { parties, files } = makeWorld({ seed: demoSeed, today: kuwaitDay(Date.now()) });
    const fined = files.filter(({ fines }) => fines.some(({ obligation }) => isPayable(obligation)));
    this.#fined = new Set(fined.map(({ party }) => party.number));
    this.#left = parties
      .filter(({ party }) => party.kind === 'individual' && party.numberKind === 'civil' && !named.has(party.number))
      .map(({ party, obligations }) => ({ number: party.number, payable: obligations.filter(isPayable) }));
  }

  /** Somebody who can pay a few tickets and a residency fine. */
  nextWithBoth(): Person {
    const at = this.#left.findIndex(
      ({ number, payable }) => this.#fined.has(number) && payable.length >= 1 && payable.length <= 4,
    );
    const [person] = at < 0 ? [] : this.#left.splice(at, 1);
    if (!person) throw new Error('nobody is left who owes for traffic and residency');
    return person;
  }

  /** Somebody with between `least` and `most` tickets that can be paid. */
  next(least: number, most = 8): Person {
    const at = this.#left.findIndex(({ payable }) => payable.length >= least && payable.length <= most);
    const [person] = at < 0 ? [] : this.#left.splice(at, 1);
    if (!person) throw new Error(`nobody is left with ${least} to ${most} tickets to pay`);
    return person;
  }
}
