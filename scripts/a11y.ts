import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { planOf } from '../tests/a11y/plan.ts';
import { summaryOf, writeReport } from '../tests/a11y/report.ts';
import { runPlan } from '../tests/a11y/run.ts';
import { Findings } from '../tests/a11y/findings.ts';
import { inRepository } from './prepare/paths.ts';
import { command, elapsed, say } from './prepare/say.ts';
import { ownTemporaryFolder } from './prepare/temporary-folder.ts';

const folder = inRepository('out', 'a11y');

/** Time between two lines about how far it has come, ms. */
const progressEvery = 10_000;

/**
 * `npm run test:a11y [-- --core | --all, filters]`: every screen of the real kiosk, measured. Core (the default) is what
 * CI checks; filters are languages, orientations, displays and beginnings of names of screens. Leaves `summary.json`,
 * `findings.json`, `index.html` and a picture of all screens for each way to look at them in `out/a11y`. `A11Y_REPORT`
 * names a file for the counts, in the form in which vitest leaves its own.
 */
await command(async () => {
  ownTemporaryFolder();
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false }, core: { type: 'boolean', default: false } },
  });
  const plan = planOf({ all: values.all && !values.core, filters: positionals });
  const begun = performance.now();
  say(
    `${plan.stops.length} screens; ${plan.tongues.map(({ name }) => name).join(', ')}; ${plan.orientations.join(', ')}; ${plan.modes.join(', ')}`,
  );
  let told = begun;
  const findings = new Findings(say);
  const sights = await runPlan(plan, (sight, done, total) => {
    findings.note(sight);
    if (done < total && performance.now() - told < progressEvery) return;
    told = performance.now();
    say(`  ${done} of ${total}, ${findings.count} findings, ${elapsed(told - begun)}`);
  });
  const summary = summaryOf(plan, sights, (performance.now() - begun) / 1000);
  writeReport(folder, summary, sights);
  // Now also with what shows only when screens are laid side by side.
  const all = new Findings(say);
  for (const sight of sights)
    all.note({ ...sight, findings: sight.findings.filter(({ rule }) => rule === 'place' || rule === 'untranslated') });
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
