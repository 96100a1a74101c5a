import { setTimeout as pause } from 'node:timers/promises';
import { runRounds } from './kiosk-core-rounds.ts';
import type { FaultRow } from './row.ts';

const kills = { ci: 22, nightly: 200 } as const;
/** A database is away this long at most before it is started again, ms. */
const longestAwayMs = 1_200;

export const row: FaultRow = {
  name: 'postgres-kills',
  title: 'SIGKILL and immediate stop of PostgreSQL while ten kiosks take payments',
  run: (setting) =>
    runRounds(setting, {
      kills: kills[setting.profile],
      perRound: 22,
      firstSeed: 5_200,
      fault: async (scene, postgres, random) => {
        await (random.chance(50) ? postgres.kill() : postgres.stopImmediately());
        await pause(random.int(0, longestAwayMs));
        await postgres.start();
        if (scene.gatewayLives()) return null;
        // The round goes on, so that one weakness does not hide another.
        await scene.startGateway();
        const words = scene.heard.findLast((line) => line.includes('Error: ')) ?? 'without a word';
        return `the gateway ended when its database did: ${words.slice(0, 300)}`;
      },
    }),
};
