import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { electronRuntime } from '../../scripts/prepare/electron-runtime.ts';
import { inRepository } from '../../scripts/prepare/paths.ts';

/** One figure beside the limit or peer it was measured with. */
export interface BenchRow {
  readonly metric: string;
  readonly unit: 'ms' | 's' | 'MB' | 'MB/s' | 'B' | 'persons/s' | 'count';
  readonly value: number;
  /** How many figures it was read from, where that says how much it is worth. */
  readonly samples?: number;
  /** What `referenceValue` is. */
  readonly reference: string;
  readonly referenceValue: number;
}

/** Prints the rows as a table and writes `out/bench/<name>.json`. Figures never fail a run: they are read by people. */
export function report(name: string, rows: readonly BenchRow[]): void {
  const withRatio = rows.map((row) => ({ ...row, ratio: round(row.value / row.referenceValue) }));
  console.table(
    withRatio.map(({ metric, value, unit, samples, reference, referenceValue, ratio }) => ({
      metric,
      value: `${round(value)} ${unit}`,
      ...(samples === undefined ? {} : { samples }),
      beside: `${round(referenceValue)} ${unit} ${reference}`,
      ratio,
    })),
  );
  console.log(`load average over the last minute: ${round(loadavg()[0] ?? 0)}`);
  const folder = inRepository('out', 'bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${name}.json`),
    `${JSON.stringify({ name, machine: machine(), rows: withRatio }, null, 2)}\n`,
  );
}

/** The p-th quantile (0..1) of some figures. */
export function quantile(figures: readonly number[], p: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function machine(): Record<string, string | number> {
  const { version, standIn } = electronRuntime();
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    load: round(loadavg()[0] ?? 0),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    electron: standIn ? `${version} (stand-in)` : version,
    node: process.versions.node,
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
  };
}
