import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export const NONE: Counts = { passed: 0, failed: 0 };

/** What vitest's JSON reporter writes. */
const vitestSchema = z
  .object({ numPassedTests: z.int(), numFailedTests: z.int() })
  .transform(({ numPassedTests, numFailedTests }): Counts => ({ passed: numPassedTests, failed: numFailedTests }));

/** What Playwright's JSON reporter writes; a flaky test passed in the end. */
const playwrightSchema = z
  .object({ stats: z.object({ expected: z.int(), flaky: z.int(), unexpected: z.int() }) })
  .transform(({ stats }): Counts => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }));

const reportSchema = z.union([vitestSchema, playwrightSchema]);

/** How many tests a report counts; undefined when there is none, or it is of neither kind. */
export function countsIn(report: unknown): Counts | undefined {
  return reportSchema.safeParse(report).data;
}

/** As `countsIn`, from a file. */
export function countsOf(file: string): Counts | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return countsIn(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // cut short: the run that wrote it was killed
  }
}

/**
 * The counts of a step, made to agree with how it ended: a step that failed without a failed test (it crashed, or it
 * has no tests) counts as one failure, and one that reports a failure never counts as a success.
 */
export function settle(counts: Counts | undefined, succeeded: boolean): Counts {
  const { passed, failed } = counts ?? NONE;
  return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
}

/** Both together. */
export function add(one: Counts, other: Counts): Counts {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed };
}
