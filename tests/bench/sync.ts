import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository } from '../../scripts/prepare/paths.ts';
import { systemClock } from '../../src-gateway/edge/system.ts';
import { benchEpoch, buildFeedFolder } from './feed-folder.ts';
import { report, type BenchRow } from './report.ts';
import type { SyntheticRegister } from './synthetic-register.ts';

/** Of five million persons one in five owes something. */
const sizes = { usual: [20_000, 60_000, 200_000], full: [200_000, 500_000, 1_000_000] } as const;
const finesEach = 2;
/** A whole snapshot of 2,000,000 fines, bytes a fine: what a kiosk fetches at first. Aim: ≤ 60 MB. */
const coldLimitBytes = 60_000_000 / 2_000_000;
/** 50,000 fines change in a day, on 35,000 persons of whom 15,000 are paid up. Aim: ≤ 2 MB. */
const day = { changedPart: 0.035, paidUpPercent: 43 };
/** Who was away for a month finds another epoch, whose keys open nothing of the old one: it fetches a whole snapshot. */
const month = { days: 30, changedPart: 0.66 };
/** Lines of border crossings, bits a second. */
const links = [1, 4, 20].map((megabits) => megabits * 1_000_000);
/** In which a copy should have come, s. */
const nightSeconds = 6 * 3600;
const dayMs = 86_400_000;
const dayLimitBytes = 2_000_000 / 2_000_000;
const million = 1_000_000;

/**
 * What the gateway's builder makes of a register at three sizes, each next to the limit in proportion: the limits are for
 * 1,000,000 persons with 2,000,000 fines. Names are not stretched, which costs 25 ms each, once in an epoch.
 * `--full`: that size itself. Times on a line are computed from the bytes: what a kiosk does with them is `store.ingest`,
 * which is faster than any of these lines.
 */
export async function benchSync(): Promise<void> {
  const persons = process.argv.includes('--full') ? sizes.full : sizes.usual;
  const rows: BenchRow[] = [];
  for (const count of persons) {
    const feed = await feedOf(count);
    rows.push(...feed.rows);
    if (count === persons.at(-1)) rows.push(...onLines(count, feed.bytes));
  }
  report('sync', rows);
}

async function feedOf(persons: number): Promise<{ rows: BenchRow[]; bytes: Readonly<Record<string, number>> }> {
  mkdirSync(inRepository('out', 'bench'), { recursive: true });
  const folder = mkdtempSync(inRepository('out', 'bench', 'feed-'));
  try {
    const register: SyntheticRegister = { seed: 7, persons, finesEach };
    const first = await timed(() => buildFeedFolder(join(folder, 'feed'), register));
    const changed = Math.round(persons * day.changedPart);
    const next = await timed(() =>
      buildFeedFolder(join(folder, 'feed'), { ...register, day: { changed, paidUpPercent: day.paidUpPercent } }),
    );
    const later = await buildFeedFolder(
      join(folder, 'feed'),
      { ...register, day: { changed: Math.round(persons * month.changedPart), paidUpPercent: day.paidUpPercent } },
      {
        epoch: benchEpoch + month.days,
        clock: { ...systemClock, wallMs: () => systemClock.wallMs() + month.days * dayMs },
      },
    );
    const fines = persons * finesEach;
    const cold = first.value.state.snapshot.bytes;
    const daily = next.value.state.snapshot.deltaBytes;
    const gap = later.state.snapshot.bytes;
    const name = (what: string): string => `sync.${what}.${persons}`;
    const rows = [
      besideLimit(name('cold'), cold, fines * coldLimitBytes),
      besideLimit(name('day'), daily, fines * dayLimitBytes),
      besideLimit(name('gap30'), gap, fines * coldLimitBytes),
      besideReading(name('build'), first.ms, persons),
      besideReading(name('build.day'), next.ms, persons),
    ];
    return { rows, bytes: { cold, day: daily, gap30: gap } };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function besideLimit(metric: string, bytes: number, limit: number): BenchRow {
  const reference = 'limit of this size';
  return { metric, unit: 'MB', value: bytes / million, reference, referenceValue: limit / million };
}

function onLines(persons: number, bytes: Readonly<Record<string, number>>): BenchRow[] {
  return links.flatMap((bitsPerSecond) =>
    Object.entries(bytes).map(([what, size]) => onLine(`sync.${what}.${persons}`, size, bitsPerSecond)),
  );
}

function onLine(metric: string, bytes: number, bitsPerSecond: number): BenchRow {
  return {
    metric: `${metric}.at${bitsPerSecond / million}Mbit`,
    unit: 's',
    value: (bytes * 8) / bitsPerSecond,
    reference: 'a night',
    referenceValue: nightSeconds,
  };
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
