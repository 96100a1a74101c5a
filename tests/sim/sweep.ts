import type { Rail } from '../../src-shared/domain/receipt.ts';
import { runSeed, type RunResult } from './run.ts';
import type { Kiosk } from './world/kiosk.ts';
import { calmSwarm, type Fault } from './world/swarm.ts';

/**
 * Plays one calm seed again and again, each time with one crash at another boundary: before each call of the disk, by
 * power and by process in turn, and right after each message that leaves.
 */
export async function* sweepSeed(seed: number, rail: Rail): AsyncGenerator<RunResult> {
  const kinds = ['auto', 'once', 'counter'] as const;
  // In every sixth seed nobody learns what became of the money for a while, and staff are there.
  const staffed: readonly Fault[] = seed % 6 === 3 ? ['staff', 'visitor_leaves', 'knet_silent', 'terminal_silent'] : [];
  const swarm = calmSwarm(rail, {
    faults: new Set(staffed),
    reversal: kinds[seed % 3] ?? 'counter',
    knetRefunds: seed % 2 === 0 ? 'manual' : 'once',
  });
  const play = (arm: (kiosk: Kiosk) => void, onEnd: (kiosk: Kiosk) => void = () => undefined): Promise<RunResult> =>
    runSeed(seed, rail, {
      swarm,
      prepare: (world) => {
        for (const kiosk of world.kiosks) {
          arm(kiosk);
          world.onEnd = () => onEnd(kiosk);
        }
      },
    });
  let calls = 0;
  let sends = 0;
  yield await play(
    () => undefined,
    (kiosk) => {
      calls = kiosk.disk.calls;
      ({ sends } = kiosk);
    },
  );
  for (let nth = 1; nth <= calls; nth += 1) {
    yield await play((kiosk) => kiosk.disk.fuse(nth, () => kiosk.dieNow((seed + nth) % 2 === 0)));
  }
  for (let nth = 1; nth <= sends; nth += 1) yield await play((kiosk) => (kiosk.lastSend = nth));
}
