import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { electronRuntime } from '../../scripts/prepare/electron-runtime.ts';
import { inRepository } from '../../scripts/prepare/paths.ts';
import { sandboxFlags } from '../../scripts/prepare/sandbox.ts';
import { PrinterSimulator } from '../../src-simulators/printer/printer.ts';
import type { Paper } from './documents.ts';
import { buildElectronProgram } from '../support/electron-program.ts';

/** All papers, on the busiest machine, ms. */
const limitMs = 280_000;

/** What came out for one document. */
export interface Printed {
  /** The paper as the printer's bytes say it is, PNG. */
  readonly picture: Buffer;
  /** File of the same drawing as a PDF. */
  readonly pdf: string;
}

/** Prints the papers with the real Electron page on a simulated printer, which turns the bytes back into pictures. */
export async function printPapers(papers: readonly Paper[], folder: string): Promise<Map<string, Printed>> {
  mkdirSync(folder, { recursive: true });
  const pdfs = join(folder, 'pdf');
  const printer = new PrinterSimulator();
  const port = await printer.listen();
  const job = join(folder, 'job.json');
  writeFileSync(job, JSON.stringify({ port, built: inRepository('.vite'), pdfs, papers }));
  try {
    await runProgram(await buildElectronProgram(inRepository('tests', 'paper', 'program.ts'), folder), job);
    const jobs = printer.jobs();
    if (jobs.length !== papers.length || !jobs.every(({ complete }) => complete)) {
      throw new Error(`${jobs.length} papers came out for ${papers.length} documents`);
    }
    return new Map(
      papers.map(({ name }, at) => [
        name,
        { picture: jobs[at]?.png ?? Buffer.alloc(0), pdf: join(pdfs, `${name}.pdf`) },
      ]),
    );
  } finally {
    await printer.close();
  }
}

async function runProgram(program: string, job: string): Promise<void> {
  const { executable, dist } = electronRuntime();
  const flags = [...sandboxFlags(dist), '--force-device-scale-factor=1', `--user-data-dir=${join(program, 'data')}`];
  const child = spawn(executable, [program, ...flags], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: limitMs,
    env: { ...process.env, WAFA_PAPER_JOB: job },
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`the paper program failed:\n${said.slice(-2_000)}`);
}
