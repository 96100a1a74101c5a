import type { Rail } from '../../../src-shared/domain/receipt.ts';
import { makeRandom, type Random } from '../../../src-simulators/world/random.ts';

/** A process of the kiosk besides main. `page`: the one that draws the visitors' window. */
export const childKinds = ['page', 'vault', 'gpu', 'network'] as const;
export type ChildKind = (typeof childKinds)[number];

/** A point on the visitor's way to paying at which a child may be killed. */
export const stations = ['Home', 'TicketList', 'ChooseRail'] as const;
export type Station = (typeof stations)[number];

/** What the visitor does once the payment is under way. */
export type Deed = 'pay' | 'cancel';

/** How main dies: by itself at a named place, or from outside so many milliseconds after the rail was touched. */
export type Death =
  | { readonly at: string; readonly deed: Deed; readonly again?: string }
  | { readonly afterMs: number; readonly deed: Deed };

/** One visit that ends in the death of the kiosk. The same seed makes the same case. */
export interface KillCase {
  readonly seed: number;
  readonly rail: Rail;
  readonly death: Death;
  /** The child that is killed on the way. */
  readonly child: { readonly kind: ChildKind; readonly at: Station };
}

/**
 * Every place on the way of a payment at which the kiosk is killed. `again`: the place at which it is killed once
 * more, while it starts.
 */
const paying: readonly Omit<Extract<Death, { at: string }>, 'deed'>[] = [
  { at: 'journal.before:CREATED' },
  { at: 'journal.after:CREATED', again: 'journal.after:CANCELLED' },
  { at: 'send.before:reserve' },
  { at: 'send.after:reserve' },
  { at: 'journal.before:RESERVED' },
  { at: 'journal.after:RESERVED' },
  { at: 'journal.before:SENT' },
  { at: 'journal.after:SENT', again: 'journal.before:OUTCOME_UNKNOWN' },
  { at: 'send.before:open' },
  { at: 'send.after:open' },
  // The visitor has pressed Pay on the page: on the phone the payment goes on without the kiosk.
  { at: 'send.after:report#2' },
  { at: 'journal.before:OUTCOME_UNKNOWN' },
  { at: 'journal.after:OUTCOME_UNKNOWN', again: 'send.before:report' },
  { at: 'journal.before:CAPTURE_PROVED' },
  { at: 'journal.after:CAPTURE_PROVED', again: 'send.before:commit' },
  { at: 'send.before:commit' },
  { at: 'send.after:commit', again: 'journal.before:POSTED' },
  { at: 'journal.before:POSTED', again: 'journal.after:boot' },
  { at: 'journal.after:POSTED' },
  { at: 'journal.before:print' },
  { at: 'journal.after:print#2' },
];

const cancelling: typeof paying = [
  { at: 'send.before:withdraw' },
  { at: 'send.after:withdraw', again: 'journal.before:NO_CHARGE_PROVED' },
  { at: 'journal.before:NO_CHARGE_PROVED' },
  { at: 'journal.after:NO_CHARGE_PROVED' },
];

/** Where the terminal's way differs from the hosted one; what comes before it is the same on every rail. */
const atTerminal: typeof paying = [
  { at: 'send.before:arm' },
  { at: 'send.after:arm' },
  { at: 'journal.before:SENT' },
  { at: 'journal.after:SENT' },
  { at: 'terminal.before:pay' },
  { at: 'terminal.after:pay' },
  { at: 'journal.before:CAPTURE_PROVED', again: 'terminal.before:outcome' },
  { at: 'journal.after:CAPTURE_PROVED', again: 'send.before:commit' },
  { at: 'send.after:commit' },
  { at: 'journal.after:POSTED' },
];

/** The places on each rail. A rail that has places of its own, or lacks some, says so here. */
const places: Readonly<Partial<Record<Rail, readonly Death[]>>> = {
  phone: hosted(),
  screen: hosted(),
  terminal: atTerminal.map((place) => ({ ...place, deed: 'pay' })),
};

function hosted(): Death[] {
  return [
    ...paying.map((place) => ({ ...place, deed: 'pay' as const })),
    ...cancelling.map((place) => ({ ...place, deed: 'cancel' as const })),
  ];
}

/** The rails that have places. */
export const killedRails = Object.keys(places) as Rail[]; // the keys of a record by rail are rails

/** Deaths at a moment of chance, beside the named places, on each rail and lap. */
const byChance = 4;
/** Longest time from the touch of the rail to such a death; a payment takes about as long, ms. */
const latestMs = 8_000;

/** Seeds of one rail in one lap lie below this many after the first. */
const seedsPerRail = 100;
const seedsPerLap = 1_000;

/** The cases of one rail in one lap: each named place once, then the deaths by chance. */
export function casesOf(lap: number, rail: Rail): KillCase[] {
  const named = places[rail] ?? [];
  const first = lap * seedsPerLap + killedRails.indexOf(rail) * seedsPerRail;
  return Array.from({ length: named.length + byChance }, (_, index) => {
    const seed = first + index;
    const random = makeRandom(seed);
    const child = { kind: random.pick(childKinds), at: random.pick(stations) };
    return { seed, rail, child, death: named[index] ?? chance(random, rail) };
  });
}

/** The one case a seed stands for, or null. */
export function caseOf(seed: number): KillCase | null {
  const rail = killedRails[Math.floor((seed % seedsPerLap) / seedsPerRail)];
  const cases = rail ? casesOf(Math.floor(seed / seedsPerLap), rail) : [];
  return cases.find((one) => one.seed === seed) ?? null;
}

/** For the log and for violations. */
export function nameOf({ seed, rail, death, child }: KillCase): string {
  const how =
    'at' in death
      ? [death.at, ...(death.again ? [`then ${death.again}`] : [])].join(' ')
      : `${death.afterMs} ms after the touch`;
  return `case ${seed} (${rail}, ${death.deed}, ${how}; ${child.kind} killed at ${child.at})`;
}

function chance(random: Random, rail: Rail): Death {
  return { afterMs: random.int(0, latestMs), deed: rail !== 'terminal' && random.chance(20) ? 'cancel' : 'pay' };
}
