import type { FaultRow } from './row.ts';
import { corrupt } from './sync/corruptions.ts';
import { fullDisks } from './sync/full-disk.ts';
import { anywhere, everywhere } from './sync/interruptions.ts';
import { SyncCount } from './sync/scene.ts';
import { realKiosk } from './sync/real-kiosk.ts';
import { wipes } from './sync/wipes.ts';

/** Cuts at random bytes, and times every kind of damage is done anew. */
const rounds = { ci: { cuts: 300, damages: 4, kills: 3 }, nightly: { cuts: 20_000, damages: 200, kills: 60 } } as const;

export const row: FaultRow = {
  name: 'sync',
  title: 'The kiosk’s copy interrupted, damaged, wiped and without room at every step: one edition, whole, or none',
  async run({ profile, seed, folder, say }) {
    const count = new SyncCount();
    const remarks: string[] = [];
    if (seed === null) {
      await everywhere(count);
      say(`${count.interruptions} interruptions, at every piece of the line and every step of the disk`);
      await wipes(count);
      say(`${count.wipes} wipes, at every question to the vault`);
      remarks.push(await fullDisks(count, folder));
      await realKiosk(count, folder, rounds[profile].kills, say);
    }
    const { cuts, damages } = rounds[profile];
    const seeds = (most: number): number[] =>
      seed === null ? Array.from({ length: most }, (_, at) => at + 1) : [seed];
    for (const one of seeds(cuts)) await anywhere(count, one);
    for (const one of seeds(damages)) await corrupt(count, one);
    say(`${count.interruptions} interruptions, ${count.corruptions} corruptions`);
    const { interruptions, corruptions, mixedEditions, violations } = count;
    const sync = { interruptions, corruptions, wipes: count.wipes, mixedEditions };
    return { ran: true, figures: { sync }, violations, remarks };
  },
};
