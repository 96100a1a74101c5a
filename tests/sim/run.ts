import type { Rail } from '../../src-shared/domain/receipt.ts';
import { checkAll } from './invariants.ts';
import { plan } from './world/mischief.ts';
import { shipped, type Parts } from './world/parts.ts';
import { closeCases as closeAtKiosk } from './world/staff-moves.ts';
import { closeCases } from './world/staff.ts';
import type { Fault, Swarm } from './world/swarm.ts';
import { settlementLines } from './world/truth.ts';
import { World, type Violation } from './world/world.ts';

/** What one seed came to. */
export interface RunResult {
  readonly seed: number;
  readonly rail: Rail;
  readonly hash: string;
  readonly violations: readonly Violation[];
  readonly crashes: number;
  readonly payments: number;
  readonly met: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
  readonly crashedIn: ReadonlySet<string>;
  readonly lines: readonly string[];
  readonly events: number;
}

export interface RunOptions {
  readonly parts?: Parts;
  readonly keepTrace?: boolean;
  readonly swarm?: Swarm;
  /** Faults that are on besides those the seed has drawn. */
  readonly needs?: readonly Fault[];
  /** Changes the plan before the run begins. */
  readonly prepare?: (world: World) => void;
}

const hourMs = 60 * 60_000;
/** D+1, D+2 and D+3 come soon: nothing but polling happens in between, and it would be most of the run. */
const settlementHours = [2, 3, 4] as const;

/** Plays one seed from the first visitor to the match of the day after next, and judges it. */
export async function runSeed(seed: number, rail: Rail, options: RunOptions = {}): Promise<RunResult> {
  const world = new World(seed, rail, options.parts ?? shipped, options);
  plan(world);
  options.prepare?.(world);
  await conclude(world);
  world.onEnd();
  return {
    ...{ seed, rail, hash: world.trace.hash(), violations: world.violations, lines: world.trace.lines },
    ...{ met: world.met, edges: world.edges, crashedIn: world.crashedIn, payments: world.orders.size },
    crashes: world.kiosks.reduce((sum, { crashes }) => sum + crashes, 0) + world.gateway.restarts,
    events: world.events,
  };
}

/** Lets everything end, brings the acquirer's files of three days and people to their cases, and judges. */
export async function conclude(world: World): Promise<void> {
  const quiet = (): boolean => world.healed && world.isQuiet();
  const startedAt = world.agenda.now;
  await world.run(startedAt + 1.5 * hourMs, quiet);
  for (const hour of settlementHours) {
    closeCases(world);
    await world.run(startedAt + hour * hourMs, quiet);
    match(world);
  }
  closeAtKiosks(world);
  await world.run(world.agenda.now + hourMs / 2, quiet);
  closeCases(world);
  // A kiosk may have been down the first time.
  closeAtKiosks(world);
  await world.run(world.agenda.now + 2 * hourMs, quiet);
  await checkAll(world);
}

/** The cases of a kiosk are its staff's to close, whatever kept them from it before. */
function closeAtKiosks({ kiosks, swarm, chance }: World): void {
  if (!swarm.faults.has('staff')) return;
  for (const kiosk of kiosks) {
    kiosk.disk.mend();
    if (kiosk.life) void closeAtKiosk(kiosk, kiosk.life, chance);
  }
}

/** The acquirer's file of the day comes in. */
function match(world: World): void {
  const { gateway } = world;
  gateway.act(() => {
    const { repaired } = world.parts.matchSettlement(gateway.model, settlementLines(world));
    gateway.repaired.push(...repaired);
  });
}
