import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { planOf } from '../tests/a11y/plan.ts';
import { summaryOf, writeReport } from '../tests/a11y/report.ts';
import { runPlan, type Sight } from '../tests/a11y/run.ts';
import { inRepository } from './prepare/paths.ts';
import { command, elapsed, say } from './prepare/say.ts';

const folder = inRepository('out', 'a11y');

/** Time between two lines about how far it has come, ms. */
const progressEvery = 10_000;

/** Findings said at the end; the rest stand in the files. */
const saidAtMost = 60;

/**
 * `npm run test:a11y [-- --core | --all, filters]`: every screen of the real kiosk, measured. Core (the default) is what
 * CI checks; filters are languages, orientations, displays and beginnings of names of screens. Leaves `summary.json`,
 * `findings.json`, `index.html` and a picture of all screens for each way to look at them in `out/a11y`. `A11Y_REPORT`
 * names a file for the counts, in the form in which vitest leaves its own.
 */
await command(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false }, core: { type: 'boolean', default: false } },
  });
  const plan = planOf({ all: values.all && !values.core, filters: positionals });
  const begun = performance.now();
  say(
    `${plan.stops.length} screens; ${plan.languages.join(', ')}; ${plan.orientations.join(', ')}; ${plan.displays.join(', ')}`,
  );
  let said = begun;
  let found = 0;
  const sights = await runPlan(plan, ({ findings }, done, total) => {
    found += findings.length;
    if (done < total && performance.now() - said < progressEvery) return;
    said = performance.now();
    say(`  ${done} of ${total}, ${found} findings, ${elapsed(said - begun)}`);
  });
  const summary = summaryOf(plan, sights, (performance.now() - begun) / 1000);
  writeReport(folder, summary, sights);
  tell(sights);
  const failed = sights.filter(({ findings }) => findings.length > 0).length;
  const report = process.env['A11Y_REPORT'];
  if (report) {
    mkdirSync(dirname(report), { recursive: true });
    writeFileSync(report, JSON.stringify({ numPassedTests: sights.length - failed, numFailedTests: failed }));
  }
  say(`\n${summary.checked} screens looked at, ${summary.violations} findings, ${elapsed(performance.now() - begun)}`);
  say(`See ${folder}/index.html`);
  process.exitCode = summary.violations === 0 ? 0 : 1;
});

/** Each finding once, with everywhere it was seen. */
function tell(sights: readonly Sight[]): void {
  const places = new Map<string, string[]>();
  for (const { screen, language, orientation, display, findings } of sights) {
    for (const { rule, where, what } of findings) {
      const key = `${rule}: ${where}: ${what}`;
      places.set(key, [...(places.get(key) ?? []), `${screen} ${language} ${orientation} ${display}`]);
    }
  }
  if (places.size > 0) say('');
  for (const [finding, seen] of [...places].slice(0, saidAtMost)) {
    say(`${finding}\n    ${seen[0] ?? ''}${seen.length > 1 ? ` and ${seen.length - 1} more` : ''}`);
  }
  if (places.size > saidAtMost) say(`… and ${places.size - saidAtMost} more in findings.json`);
}
