import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { World } from '../../scripts/world/world.ts';
import { end, startUntil } from './processes.ts';
import { quantile, report } from './report.ts';

const runs = 9;

/** Spawn to first touchable screen, the kiosk and a bare window taking turns on the same machine. Aim: ≤ 1.25×. */
export async function benchStart(world: World): Promise<void> {
  const kioskFolder = mkdtempSync(join(tmpdir(), 'wafa-bench-'));
  const bareFolder = mkdtempSync(join(tmpdir(), 'wafa-bare-'));
  const kiosk: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run <= runs; run += 1) {
    const one = await startUntil('tests/bench/bare', 'BARE-DRAWN', { BARE_DATA: bareFolder });
    await end(one);
    const other = await startUntil('.', 'first-screen', world.kioskEnvironment(kioskFolder, '1080x1920'));
    await end(other);
    // The first round fills caches and enrols the kiosk: not counted for either.
    if (run === 0) continue;
    bare.push(one.ms);
    kiosk.push(other.ms);
  }
  report('start', [
    {
      metric: 'start.firstTouchable',
      unit: 'ms',
      value: quantile(kiosk, 0.5),
      reference: `bare Electron window, median of ${runs}`,
      referenceValue: quantile(bare, 0.5),
    },
  ]);
}
