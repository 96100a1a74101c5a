import { railSchema } from '../../src-shared/domain/receipt.ts';
import { report } from '../bench/report.ts';
import { runSeed } from './run.ts';

const seeds = 1_500;
/** Warms the engine up before anything is measured. */
const warmUp = 200;
/** What the prototype of this simulation managed on two cores, and what is aimed at on one. */
const aimPerSecond = 2_000;

/** How many whole runs (one to four payments, faults, settlement, judgement) one core plays in a second. */
export async function benchSimulation(): Promise<void> {
  const rows = [];
  for (const rail of railSchema.options) {
    for (let seed = 1; seed <= warmUp; seed += 1) await runSeed(seed, rail);
    const before = process.cpuUsage();
    for (let seed = 1; seed <= seeds; seed += 1) await runSeed(seed, rail);
    const { user, system } = process.cpuUsage(before);
    rows.push({
      metric: `simulated runs per second of one core, ${rail}`,
      unit: 'count' as const,
      value: (seeds * 1e6) / (user + system),
      reference: 'runs per second aimed at',
      referenceValue: aimPerSecond,
    });
  }
  report('simulation', rows);
}
