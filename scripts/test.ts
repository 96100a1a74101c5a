import { mkdirSync, rmSync } from 'node:fs';
import { inRepository } from './prepare/paths.ts';
import { run } from './prepare/run.ts';
import { elapsed, say } from './prepare/say.ts';
import { add, type Counts, countsOf, NONE, settle } from './test/counts.ts';
import { type Step, STEPS } from './test/steps.ts';

/*
 * Everything CI checks, one step after the other; stops at the first that fails. The last line is always
 * `N passed, N failed`.
 */

interface Outcome {
  readonly succeeded: boolean;
  readonly counts: Counts;
  /** Why it failed. */
  readonly reason: string;
}

function reported({ report }: Step): Counts | undefined {
  return report === undefined ? undefined : countsOf(report);
}

async function perform(step: Step): Promise<Outcome> {
  const until = performance.now() + step.limit * 60_000;
  // Playwright takes the file for its JSON report from the first of these variables, the faults from the second, the look at every screen from the third.
  const env = {
    ...process.env,
    ...(step.report === undefined
      ? {}
      : { PLAYWRIGHT_JSON_OUTPUT_FILE: step.report, FAULTS_REPORT: step.report, A11Y_REPORT: step.report }),
  };
  for (const args of step.commands) {
    const { code } = await run(process.execPath, args, {
      cwd: inRepository(),
      output: 'show',
      env,
      limit: until - performance.now(),
    });
    if (code !== 0) {
      const reason = performance.now() > until ? `took longer than ${step.limit} minutes` : 'failed';
      return { succeeded: false, counts: settle(reported(step), false), reason };
    }
  }
  if (step.report === undefined) return { succeeded: true, counts: NONE, reason: '' };
  const counts = reported(step);
  if (counts === undefined)
    return { succeeded: false, counts: settle(undefined, false), reason: 'left no count of its tests' };
  return { succeeded: counts.failed === 0, counts, reason: 'failed' };
}

const reports = inRepository('out', 'test');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const start = performance.now();
let total = NONE;
for (const [index, step] of STEPS.entries()) {
  const begun = performance.now();
  say(`\n━━━ ${index + 1}/${STEPS.length} ${step.headline}\n`);
  const outcome = await perform(step);
  total = add(total, outcome.counts);
  say(`\n${step.name}: ${outcome.succeeded ? 'passed' : outcome.reason} in ${elapsed(performance.now() - begun)}`);
  if (!outcome.succeeded) {
    say(
      `\nStopped at "${step.name}", which ${outcome.reason}: its own words are above, "${step.alone}" shows it alone.`,
    );
    process.exitCode = 1;
    break;
  }
}
say(`\nTotal time ${elapsed(performance.now() - start)}`);
say(`${total.passed} passed, ${total.failed} failed`);
