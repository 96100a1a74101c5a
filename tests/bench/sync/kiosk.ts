import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository } from '../../../scripts/prepare/paths.ts';
import { runElectronProgram } from '../../support/electron-program.ts';
import { figuresSchema, type Job } from './job.ts';
import { slowLine } from './slow-line.ts';

const limitMs = 60 * 60_000;

export interface KioskBench extends Pick<Job, 'answerKey' | 'peppers' | 'stages'> {
  /** Of `program.ts`, built. */
  readonly program: string;
  /** What the line serves: a folder for each stage. */
  readonly feeds: string;
  /** For what is left over afterwards. */
  readonly folder: string;
}

/** Seconds of each stage for a kiosk at the end of such a line, by the stage's name. */
export async function measureKiosk(
  bench: KioskBench,
  bitsPerSecond: number,
): Promise<Readonly<Record<string, number>>> {
  const { program, feeds, folder, answerKey, peppers, stages } = bench;
  const own = mkdtempSync(join(folder, 'kiosk-'));
  const line = await slowLine(feeds, bitsPerSecond);
  try {
    const [path, figures] = [join(own, 'job.json'), join(own, 'figures.json')];
    const job: Job = { built: inRepository('.vite'), url: line.url, answerKey, peppers, stages, figures };
    writeFileSync(path, JSON.stringify(job));
    await runElectronProgram(program, join(own, 'data'), { WAFA_SYNC_JOB: path }, limitMs);
    return figuresSchema.parse(JSON.parse(readFileSync(figures, 'utf8')));
  } finally {
    await line.stop();
    rmSync(own, { recursive: true });
  }
}
