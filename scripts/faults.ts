import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readArguments } from '../tests/faults/read-arguments.ts';
import { ROWS } from '../tests/faults/rows.ts';
import { runRows } from '../tests/faults/run-rows.ts';
import { countRows, summaryOf } from '../tests/faults/summary.ts';
import { tableOf } from '../tests/faults/table.ts';
import { inRepository } from './prepare/paths.ts';
import { command, elapsed, say, Unprepared } from './prepare/say.ts';

const folder = inRepository('out', 'faults');

/**
 * `npm run test:faults -- --profile ci|nightly [--row NAME …] [--seed N]`: faults in simulated and real processes.
 * Leaves `summary.json` and `rows.json` in `out/faults`. `FAULTS_REPORT` names a file for the counts, in the form in
 * which vitest leaves its own.
 */
await command(async () => {
  const order = readArguments(
    process.argv.slice(2),
    ROWS.map(({ name }) => name),
  );
  if (!order.ok) throw new Unprepared(order.error);
  const begun = performance.now();
  const rows = await runRows(ROWS, order.value, say);
  const took = performance.now() - begun;
  const counts = countRows(rows);
  const { profile, seed } = order.value;
  write(join(folder, 'summary.json'), summaryOf(profile, rows, Math.round(took / 100) / 10));
  write(join(folder, 'rows.json'), { profile, seed, rows });
  const report = process.env['FAULTS_REPORT'];
  if (report) write(report, { numPassedTests: counts.passed, numFailedTests: counts.failed });
  say(`\n${tableOf(rows)}\n\nprofile ${profile}, ${elapsed(took)}; details in ${folder}`);
  say(`${counts.passed} passed, ${counts.failed} failed`);
  // A row may leave a timer or a socket behind; its word has been heard.
  process.exit(counts.failed === 0 ? 0 : 1);
});

function write(file: string, content: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}
