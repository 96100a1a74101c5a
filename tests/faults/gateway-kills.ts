import { runRounds } from './kiosk-core-rounds.ts';
import type { FaultRow } from './row.ts';

const kills = { ci: 30, nightly: 1_000 } as const;

export const row: FaultRow = {
  name: 'gateway-kills',
  title: 'SIGKILL of the gateway while ten kiosks take payments, on PostgreSQL',
  run: (setting) =>
    runRounds(setting, {
      kills: kills[setting.profile],
      perRound: 30,
      firstSeed: 4_700,
      fault: async (scene) => {
        const complaint = scene.gatewayLives() ? null : 'the gateway ended by itself';
        await scene.killGateway();
        await scene.startGateway();
        return complaint;
      },
    }),
};
