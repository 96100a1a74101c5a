import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { World } from '../../scripts/world/world.ts';
import { end, startUntil, treePssMb } from './processes.ts';
import { quantile, report } from './report.ts';

const runs = 5;
/** Until the copy has synchronised and the garbage of the start is gone, ms. */
const settleMs = 8_000;

/** Whole application beside a bare Electron with two windows. Aim: ≤ +60 MB PSS. */
export async function benchMemory(world: World): Promise<void> {
  const kiosk: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const bareData = mkdtempSync(join(tmpdir(), 'wafa-bare-'));
    bare.push(
      await settledPss(() => startUntil('tests/bench/bare', 'BARE-DRAWN', { BARE_DATA: bareData, BARE_WINDOWS: '2' })),
    );
    const data = mkdtempSync(join(tmpdir(), 'wafa-bench-'));
    kiosk.push(await settledPss(() => startUntil('.', 'first-screen', world.kioskEnvironment(data, '1080x1920'))));
  }
  const reference = quantile(bare, 0.5);
  const value = quantile(kiosk, 0.5);
  report('memory', [
    { metric: 'memory.pss', unit: 'MB', value, reference: 'bare Electron, two windows', referenceValue: reference },
    { metric: 'memory.pss.added', unit: 'MB', value: value - reference, reference: 'aim', referenceValue: 60 },
  ]);
}

async function settledPss(start: () => ReturnType<typeof startUntil>): Promise<number> {
  const started = await start();
  await pause(settleMs);
  const pss = treePssMb(started.process.pid ?? 0);
  await end(started);
  return pss;
}
