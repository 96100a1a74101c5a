import { cpus } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Rail } from '../../src-shared/domain/receipt.ts';

/** A range of seeds for one worker. */
export interface Job {
  readonly kind: 'simulate' | 'story' | 'sweep' | 'mutant';
  readonly rail: Rail;
  readonly from: number;
  /** First seed that is not part of it. */
  readonly to: number;
  /** Of a mutant. */
  readonly mutant?: string;
}

/** What a range came to, in a form that can be sent between threads. */
export interface Tally {
  runs: number;
  crashes: number;
  payments: number;
  /** `seed rail invariant what`, the first few. */
  readonly violations: string[];
  readonly met: Record<string, number>;
  readonly edges: Record<string, number>;
  readonly crashedIn: Record<string, number>;
  /** Combined trace hash of the range. */
  hash: string;
  /** Of a mutant: the seed that killed it and by what. */
  killedAt: number | null;
  killedBy: string;
}

export function emptyTally(): Tally {
  return {
    runs: 0,
    crashes: 0,
    payments: 0,
    violations: [],
    met: {},
    edges: {},
    crashedIn: {},
    hash: '',
    killedAt: null,
    killedBy: '',
  };
}

/** Adds `part` to `whole`. */
export function addTally(whole: Tally, part: Tally): void {
  whole.runs += part.runs;
  whole.crashes += part.crashes;
  whole.payments += part.payments;
  whole.violations.push(...part.violations);
  for (const name of ['met', 'edges', 'crashedIn'] as const) {
    for (const [key, count] of Object.entries(part[name])) whole[name][key] = (whole[name][key] ?? 0) + count;
  }
}

/** Works through the jobs on all cores; `each` is told every tally as it comes. */
export async function runJobs(jobs: readonly Job[], each: (job: Job, tally: Tally) => void): Promise<void> {
  const waiting = [...jobs];
  const workers = Math.min(cpus().length, jobs.length);
  await Promise.all(
    Array.from({ length: workers }, () => {
      return new Promise<void>((resolve, reject) => {
        const worker = new Worker(new URL('./worker.ts', import.meta.url));
        const end = (): void => {
          void worker.terminate();
          resolve();
        };
        const next = (): void => {
          const job = waiting.shift();
          if (!job) return end();
          worker.once('message', (tally: Tally) => {
            each(job, tally);
            next();
          });
          worker.postMessage(job);
        };
        worker.once('error', reject);
        next();
      });
    }),
  );
}

/** Cuts seeds `from` … `to` into jobs of `size`. */
export function cut(job: Job, size: number): Job[] {
  const jobs: Job[] = [];
  for (let from = job.from; from < job.to; from += size) jobs.push({ ...job, from, to: Math.min(job.to, from + size) });
  return jobs;
}
