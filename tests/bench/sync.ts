import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository } from '../../scripts/prepare/paths.ts';
import { buildFeedFolder } from './feed-folder.ts';
import { report, type BenchRow } from './report.ts';
import type { SyntheticRegister } from './synthetic-register.ts';

/** Of five million persons one in five owes something. */
const sizes = { usual: [20_000, 60_000, 200_000], full: [200_000, 500_000, 1_000_000] } as const;
const finesEach = 2;
/** A whole snapshot of 2,000,000 fines, bytes a fine: what a kiosk fetches at first. Aim: ≤ 60 MB. */
const coldLimitBytes = 60_000_000 / 2_000_000;
/** 50,000 fines change in a day, on 35,000 persons of whom 15,000 are paid up. Aim: ≤ 2 MB. */
const day = { changedPart: 0.035, paidUpPercent: 43 };
const dayLimitBytes = 2_000_000 / 2_000_000;
const million = 1_000_000;

/**
 * What the gateway's builder makes of a register at three sizes, each next to the limit in proportion: the limits are for
 * 1,000,000 persons with 2,000,000 fines. Names are not stretched, which costs 25 ms each, once in an epoch.
 * `--full`: that size itself.
 */
export async function benchSync(): Promise<void> {
  const persons = process.argv.includes('--full') ? sizes.full : sizes.usual;
  const rows: BenchRow[] = [];
  for (const count of persons) rows.push(...(await feedOf(count)));
  report('sync', rows);
}

async function feedOf(persons: number): Promise<BenchRow[]> {
  mkdirSync(inRepository('out', 'bench'), { recursive: true });
  const folder = mkdtempSync(inRepository('out', 'bench', 'feed-'));
  try {
    const register: SyntheticRegister = { seed: 7, persons, finesEach };
    const first = await timed(() => buildFeedFolder(join(folder, 'feed'), register));
    const changed = Math.round(persons * day.changedPart);
    const next = await timed(() =>
      buildFeedFolder(join(folder, 'feed'), { ...register, day: { changed, paidUpPercent: day.paidUpPercent } }),
    );
    const fines = persons * finesEach;
    const name = (what: string): string => `sync.${what}.${persons}`;
    return [
      besideLimit(name('cold'), first.value.state.snapshot.bytes, fines * coldLimitBytes),
      besideLimit(name('day'), next.value.state.snapshot.deltaBytes, fines * dayLimitBytes),
      besideReading(name('build'), first.ms, persons),
      besideReading(name('build.day'), next.ms, persons),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function besideLimit(metric: string, bytes: number, limit: number): BenchRow {
  const reference = 'limit of this size';
  return { metric, unit: 'MB', value: bytes / million, reference, referenceValue: limit / million };
}

/** Pause between two readings: a build must be far below it. */
function besideReading(metric: string, ms: number, persons: number): BenchRow {
  return {
    metric,
    unit: 'ms',
    value: ms,
    reference: `pause between readings, ${persons} persons`,
    referenceValue: 600_000,
  };
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const from = performance.now();
  const value = await work();
  return { ms: performance.now() - from, value };
}
