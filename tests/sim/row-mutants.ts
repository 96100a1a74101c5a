import type { FaultRow, RowOutcome, RowSetting } from '../faults/row.ts';
import { mutants, titleOf } from './mutants.ts';
import { runJobs, type Job } from './pool.ts';

/** A mutant that lives through so many seeds has survived. */
const seeds = 10_000;

async function run({ say, seed }: RowSetting): Promise<RowOutcome> {
  const from = seed ?? 1;
  const jobs = mutants.map((mutant): Job => ({
    kind: 'mutant',
    rail: mutant.rail,
    from,
    to: from + seeds,
    mutant: `${mutant.id} ${mutant.rail}`,
  }));
  const violations: string[] = [];
  const remarks: string[] = [];
  let killed = 0;
  await runJobs(jobs, (job, tally) => {
    const mutant = mutants.find(({ id, rail }) => `${id} ${rail}` === job.mutant);
    if (!mutant) return;
    violations.push(...tally.violations.map((one) => `without ${mutant.id}: ${one}`));
    if (tally.killedAt === null) {
      violations.push(`${titleOf(mutant)} survived ${tally.runs} seeds: ${mutant.broken}`);
    } else {
      killed += 1;
      remarks.push(`${titleOf(mutant)}: ${tally.killedBy} at seed ${tally.killedAt}`);
    }
    say(remarks.at(-1) ?? '');
  });
  return {
    ran: true,
    figures: { mutants: { total: mutants.length, killed } },
    violations,
    remarks: remarks.toSorted(),
  };
}

export const row: FaultRow = {
  name: 'mutants',
  title: 'each broken rule of money is noticed by the invariant that stands for it',
  run,
};
