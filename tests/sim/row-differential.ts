import { openDatabase } from '../../src-gateway/db/database.ts';
import type { FaultRow, RowOutcome, RowSetting } from '../faults/row.ts';
import { playDifferential } from './differential/play.ts';

const seeds = { ci: 600, nightly: 10_000 } as const;
/** Differences told; more of them say nothing more. */
const mostTold = 10;

async function run({ profile, seed, say }: RowSetting): Promise<RowOutcome> {
  const from = seed ?? 1;
  const to = seed === null ? from + seeds[profile] : from + 1;
  const database = await openDatabase('pglite:memory');
  const violations: string[] = [];
  try {
    for (let now = from; now < to; now += 1) {
      violations.push(...(await playDifferential(database, now)).slice(0, mostTold - violations.length));
      if (now % 100 === 0) say(`${now - from + 1} rows of commands, ${violations.length} differences`);
    }
  } finally {
    await database.close();
  }
  return { ran: true, figures: { seeds: to - from }, violations };
}

export const row: FaultRow = {
  name: 'differential',
  title: 'the gateway of the simulation and the real one on PGlite: same commands, same answers, same rows',
  run,
};
