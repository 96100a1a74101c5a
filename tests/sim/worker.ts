import { parentPort } from 'node:worker_threads';
import { mutants, runMutant } from './mutants.ts';
import { emptyTally, type Job, type Tally } from './pool.ts';
import { runSeed, type RunResult } from './run.ts';
import { Trace } from './engine/trace.ts';
import { sweepSeed } from './sweep.ts';
import { forgottenCapture } from './world/story.ts';
import { calmSwarm } from './world/swarm.ts';

/** Violations told per range; more of them say nothing more. */
const mostTold = 5;

function note(tally: Tally, result: RunResult): void {
  tally.runs += 1;
  tally.crashes += result.crashes;
  tally.payments += result.payments;
  for (const key of result.met) tally.met[key] = (tally.met[key] ?? 0) + 1;
  for (const key of result.edges) tally.edges[key] = (tally.edges[key] ?? 0) + 1;
  for (const key of result.crashedIn) tally.crashedIn[key] = (tally.crashedIn[key] ?? 0) + 1;
  const chained = new Trace(false);
  chained.add(tally.runs, `${tally.hash}${result.hash}`);
  tally.hash = chained.hash();
  for (const { invariant, what } of result.violations) {
    if (tally.violations.length < mostTold)
      tally.violations.push(`seed ${result.seed} ${result.rail}: ${invariant} ${what}`);
  }
}

async function simulate(job: Job, tally: Tally): Promise<void> {
  for (let seed = job.from; seed < job.to; seed += 1) note(tally, await runSeed(seed, job.rail));
}

async function story(job: Job, tally: Tally): Promise<void> {
  const swarm = calmSwarm(job.rail, { givesUpSoon: true });
  for (let seed = job.from; seed < job.to; seed += 1) {
    note(tally, await runSeed(seed, job.rail, { swarm, prepare: forgottenCapture }));
  }
}

async function sweep(job: Job, tally: Tally): Promise<void> {
  for (let seed = job.from; seed < job.to; seed += 1) {
    for await (const result of sweepSeed(seed, job.rail)) note(tally, result);
  }
}

async function kill(job: Job, tally: Tally): Promise<void> {
  const mutant = mutants.find(({ id, rail }) => `${id} ${rail}` === job.mutant);
  if (!mutant) throw new Error(`no mutant ${job.mutant ?? ''}`);
  for (let seed = job.from; seed < job.to && tally.killedAt === null; seed += 1) {
    const { violations } = await runMutant(mutant, seed);
    tally.runs += 1;
    const hit = violations.find(({ invariant }) => mutant.killedBy.includes(invariant));
    if (!hit) continue;
    tally.killedAt = seed;
    tally.killedBy = hit.invariant;
    // The same world without the mutant: what it does wrong is not the mutant's doing.
    const control = await runSeed(seed, mutant.rail, mutant.needs ? { needs: mutant.needs } : {});
    for (const { invariant, what } of control.violations) tally.violations.push(`seed ${seed}: ${invariant} ${what}`);
  }
}

const work = { simulate, story, sweep, mutant: kill };

parentPort?.on('message', (job: Job) => {
  const tally = emptyTally();
  work[job.kind](job, tally).then(
    () => parentPort?.postMessage(tally),
    (failure: unknown) => {
      // A run that throws is a violation of its own.
      throw failure;
    },
  );
});
