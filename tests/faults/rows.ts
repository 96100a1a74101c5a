import type { FaultProfile, FaultRow } from './row.ts';
import type { Least } from './summary.ts';

/** A row as the runner knows it before it is loaded. */
export interface ListedRow {
  readonly name: string;
  /** Loaded when its turn comes, so that one broken row keeps no other from running. */
  readonly load: () => Promise<{ readonly row: FaultRow }>;
  /** Profiles in which not having run is a failure. */
  readonly required: readonly FaultProfile[];
  /** Counts that a whole run of the row must reach; only ever lowered by a commit. */
  readonly least: Readonly<Record<FaultProfile, Least>>;
}

const everywhere = ['ci', 'nightly'] as const;

/** All rows, the cheap and telling ones first. */
export const ROWS: readonly ListedRow[] = [
  {
    name: 'simulation',
    load: () => import('../sim/row-simulation.ts'),
    required: everywhere,
    least: { ci: { seeds: 10_000 }, nightly: { seeds: 1_000_000 } },
  },
  {
    name: 'sweep',
    load: () => import('../sim/row-sweep.ts'),
    required: everywhere,
    least: { ci: { sweepRuns: 10_000 }, nightly: { sweepRuns: 300_000 } },
  },
  {
    name: 'mutants',
    load: () => import('../sim/row-mutants.ts'),
    required: everywhere,
    least: { ci: {}, nightly: {} },
  },
  {
    name: 'differential',
    load: () => import('../sim/row-differential.ts'),
    required: everywhere,
    least: { ci: { seeds: 300 }, nightly: { seeds: 10_000 } },
  },
  {
    name: 'sync',
    load: () => import('./sync.ts'),
    required: everywhere,
    least: {
      ci: { interruptions: 500, corruptions: 300, wipes: 50 },
      nightly: { interruptions: 20_000, corruptions: 15_000, wipes: 50 },
    },
  },
  {
    name: 'kiosk-kills',
    load: () => import('./kiosk-kills.ts'),
    required: everywhere,
    least: { ci: { kills: 60 }, nightly: { kills: 1_000 } },
  },
  {
    name: 'gateway-kills',
    load: () => import('./gateway-kills.ts'),
    // Needs a PostgreSQL on the machine.
    required: ['nightly'],
    least: { ci: { kills: 30 }, nightly: { kills: 1_000 } },
  },
  {
    name: 'postgres-kills',
    load: () => import('./postgres-kills.ts'),
    // Needs a PostgreSQL on the machine.
    required: ['nightly'],
    least: { ci: { kills: 22 }, nightly: { kills: 200 } },
  },
  {
    name: 'network',
    load: () => import('./network-faults.ts'),
    required: everywhere,
    least: { ci: { networkFaults: 400 }, nightly: { networkFaults: 2_000 } },
  },
  {
    name: 'power-cuts',
    load: () => import('./power-cuts.ts'),
    // Needs the right to mount a loop device.
    required: ['nightly'],
    least: { ci: { powerCuts: 2_050 }, nightly: { powerCuts: 201_000 } },
  },
];
