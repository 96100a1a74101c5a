import { join } from 'node:path';
import { Unprepared } from '../../scripts/prepare/say.ts';
import type { Random } from '../../src-simulators/world/random.ts';
import { runRound } from './kiosk-core-round.ts';
import type { Scene } from './kiosk-core-scene.ts';
import { makePostgres, type PostgresServer } from './postgres-server.ts';
import type { RowOutcome, RowSetting } from './row.ts';

/** A row of rounds on PostgreSQL. A round stays small enough for the tickets of the demo people. */
export interface RoundsPlan {
  /** SIGKILLs in all, and in one round. */
  readonly kills: number;
  readonly perRound: number;
  readonly firstSeed: number;
  /** Takes something away and brings it back. What it complains about is a violation. */
  readonly fault: (scene: Scene, postgres: PostgresServer, random: Random) => Promise<string | null>;
}

/** Runs the rounds, each with a database of its own; `setting.seed` runs one. */
export async function runRounds(setting: RowSetting, plan: RoundsPlan): Promise<RowOutcome> {
  const { seed, folder, say } = setting;
  const rounds = seed === null ? Math.ceil(plan.kills / plan.perRound) : 1;
  const violations: string[] = [];
  let lostAcks = 0;
  for (let round = 0; round < rounds; round += 1) {
    const roundSeed = seed ?? plan.firstSeed + round;
    const postgres = await makePostgresOr();
    if (typeof postgres === 'string') return { ran: false, why: postgres };
    const complain = (text: string): unknown => violations.push(`seed ${roundSeed}: ${text}`);
    try {
      await postgres.start();
      const outcome = await runRound({
        seed: roundSeed,
        folder: join(folder, `seed-${roundSeed}`),
        database: postgres.url,
        faults: plan.perRound,
        fault: async (scene, random) => {
          const complaint = await plan.fault(scene, postgres, random);
          if (complaint !== null) complain(complaint);
        },
        say,
      });
      lostAcks += outcome.lostAcks;
      outcome.violations.forEach(complain);
    } finally {
      await postgres.remove();
    }
  }
  return { ran: true, figures: { kills: rounds * plan.perRound, lostAcks }, violations };
}

async function makePostgresOr(): Promise<PostgresServer | string> {
  try {
    return await makePostgres();
  } catch (failure) {
    if (failure instanceof Unprepared) return failure.message;
    throw failure;
  }
}
