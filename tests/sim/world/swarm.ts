import type { Rail } from '../../../src-shared/domain/receipt.ts';
import type { Chance } from '../engine/chance.ts';

/** Everything that can go wrong in a run, and how likely a seed switches it on. */
const likelihood = {
  /** The kiosk's program dies. */
  process_crash: 0.35,
  /** The kiosk loses power. */
  power_cut: 0.35,
  /** The kiosk is gone for good, disk and all. */
  kiosk_destroyed: 0.04,
  loss: 0.35,
  duplicate: 0.25,
  delay: 0.3,
  partition: 0.25,
  gateway_restart: 0.25,
  gateway_restored: 0.05,
  /** Inquiries unanswered, or "not found" for a while after the money was taken. */
  knet_doubt: 0.35,
  /** K-Net answers no inquiry until it is not asked any more. */
  knet_silent: 0.06,
  /** Results of K-Net that come late, twice, never, or from somebody else. */
  callbacks: 0.4,
  ministry_down: 0.2,
  other_payers: 0.35,
  /** The gateway holds no items for anybody: two may pay the same. */
  no_lease: 0.2,
  /** A kiosk's key is revoked while it pays: what it brings still counts. */
  revoked: 0.05,
  /** A second kiosk with an eye on the same items. */
  second_kiosk: 0.3,
  disk_full: 0.08,
  disk_error: 0.12,
  lying_sync: 0.03,
  clock_jump: 0.15,
  visitor_leaves: 0.25,
  visitor_cancels: 0.25,
  terminal_silent: 0.3,
  terminal_reboot: 0.2,
  terminal_amnesia: 0.08,
  terminal_wrong: 0.12,
} as const;

/** Who works at the kiosk; drawn last, so that seeds from before there were staff keep their luck. */
const staffing = {
  /** Staff come to the kiosk and do what they can. */
  staff: 0.25,
  /** Among them two people who close cases without having looked. */
  staff_wrong: 0.06,
} as const;

export type Fault = keyof typeof likelihood | keyof typeof staffing;

/** Is this the name of a fault? */
export function isFault(name: string): name is Fault {
  return name in likelihood || name in staffing;
}

/** What a seed has chosen before anything happens. */
export interface Swarm {
  readonly rail: Rail;
  readonly faults: ReadonlySet<Fault>;
  /** Of each message that may meet it. */
  readonly loss: number;
  readonly duplicate: number;
  readonly delay: number;
  /** Which profile the acquirer has. */
  readonly reversal: 'auto' | 'once' | 'counter';
  readonly knetRefunds: 'manual' | 'once';
  readonly knetDelivery: 'notification' | 'browser';
  /** K-Net is asked for a short time only, and then people have it. */
  readonly givesUpSoon: boolean;
}

/** Draws the faults of a run, besides those it needs. Few seeds have none, few have nearly all. */
export function drawSwarm(chance: Chance, rail: Rail, needs: readonly Fault[] = []): Swarm {
  const appetite = chance.pick([0.3, 0.7, 1, 1.4]);
  const faults = new Set<Fault>([...drawn(likelihood, chance, appetite), ...needs]);
  const rate = (fault: Fault, most: number): number => (faults.has(fault) ? chance.next() * most : 0);
  const swarm: Swarm = {
    rail,
    faults,
    loss: rate('loss', 0.4),
    duplicate: rate('duplicate', 0.4),
    delay: rate('delay', 0.4),
    reversal: chance.pick(['auto', 'once', 'counter'] as const),
    knetRefunds: chance.pick(['manual', 'once'] as const),
    knetDelivery: chance.flip(0.8) ? 'notification' : 'browser',
    givesUpSoon: faults.has('knet_silent'),
  };
  for (const name of drawn(staffing, chance, 1)) faults.add(name);
  // Neither the kiosk nor a gateway that has forgotten says a second time what was said wrongly before.
  if (faults.has('gateway_restored')) faults.delete('staff_wrong');
  if (faults.has('staff_wrong')) faults.add('staff');
  return swarm;
}

function drawn<T extends string>(of: Readonly<Record<T, number>>, chance: Chance, appetite: number): T[] {
  const names = Object.keys(of) as T[]; // the keys of our own literals
  return names.filter((name) => chance.flip(of[name] * appetite));
}

/** A run in which nothing goes wrong by itself. */
export function calmSwarm(rail: Rail, change: Partial<Swarm> = {}): Swarm {
  return {
    ...{ rail, faults: new Set<Fault>(), loss: 0, duplicate: 0, delay: 0, reversal: 'counter', knetRefunds: 'manual' },
    ...{ knetDelivery: 'notification', givesUpSoon: false },
    ...change,
  };
}
