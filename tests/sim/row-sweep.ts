import { railSchema } from '../../src-shared/domain/receipt.ts';
import type { FaultRow, RowOutcome, RowSetting } from '../faults/row.ts';
import { addTally, cut, emptyTally, runJobs } from './pool.ts';

const seedsPerRail = { ci: 180, nightly: 3_000 } as const;

async function run({ profile, seed }: RowSetting): Promise<RowOutcome> {
  const from = seed ?? 1;
  const to = seed === null ? from + seedsPerRail[profile] : from + 1;
  const jobs = railSchema.options.flatMap((rail) => cut({ kind: 'sweep', rail, from, to }, 10));
  const total = emptyTally();
  await runJobs(jobs, (_job, tally) => addTally(total, tally));
  const { runs, crashes, violations } = total;
  return {
    ran: true,
    figures: { sweepRuns: runs, crashes },
    violations: violations.map(
      (one) => `${one}  (npm run test:faults -- --row sweep --seed ${one.split(' ')[1] ?? ''})`,
    ),
    remarks: [
      `${jobs.length * 10} seeds, each with a crash at every call of the disk and after every message; a sixth of them with staff`,
    ],
  };
}

export const row: FaultRow = {
  name: 'sweep',
  title: 'the kiosk dies at every durable boundary of a payment: the old state or the new one, never a third',
  run,
};
