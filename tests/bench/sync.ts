import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository } from '../../scripts/prepare/paths.ts';
import { handedOut } from '../../src-gateway/feed/feed-routes.ts';
import { buildElectronProgram } from '../support/electron-program.ts';
import { benchKeys } from './feed-folder.ts';
import { report, type BenchRow } from './report.ts';
import { buildEditions, type Edition } from './sync/editions.ts';
import { measureKiosk } from './sync/kiosk.ts';

/** Of five million persons one in five owes something. */
const sizes = { usual: [20_000, 60_000, 200_000], full: [200_000, 500_000, 1_000_000] } as const;
/** Lines of border crossings and service centres, bits a second. */
const lines = [1, 4, 20, 100].map((megabits) => megabits * 1_000_000);
const million = 1_000_000;

/**
 * What the gateway's builder makes of a register at three sizes, each next to the limit in proportion: the limits are for
 * 1,000,000 persons with 2,000,000 fines. Names are not stretched, which costs 25 ms each, once in an epoch.
 * Then kiosks, each at the end of a line of its own, take in the largest, next to what its bytes need on that line.
 * `--full`: that size itself.
 */
export async function benchSync(): Promise<void> {
  const persons = process.argv.includes('--full') ? sizes.full : sizes.usual;
  mkdirSync(inRepository('out', 'bench'), { recursive: true });
  const folder = mkdtempSync(inRepository('out', 'bench', 'sync-'));
  try {
    const rows: BenchRow[] = [];
    for (const count of persons) {
      const editions = await buildEditions(join(folder, String(count)), count);
      rows.push(...builtRows(count, editions));
      if (count === persons.at(-1)) rows.push(...(await onLines(folder, count, editions)));
    }
    report('sync', rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function builtRows(persons: number, editions: readonly Edition[]): BenchRow[] {
  const sizes = editions.map(({ stage, bytes, limitBytes }): BenchRow => ({
    metric: `sync.${stage.name}.${persons}`,
    unit: 'MB',
    value: bytes / million,
    reference: 'limit of this size',
    referenceValue: limitBytes / million,
  }));
  const builds = editions.map(({ stage, buildMs }): BenchRow => ({
    metric: `sync.build.${stage.name}.${persons}`,
    unit: 's',
    value: buildMs / 1000,
    // A build must be far below it.
    reference: 'pause between readings',
    referenceValue: 600,
  }));
  return [...sizes, ...builds];
}

/** From the look at the head until the vault answers from the edition, on every line at once. */
async function onLines(folder: string, persons: number, editions: readonly Edition[]): Promise<BenchRow[]> {
  const program = await buildElectronProgram(inRepository('tests', 'bench', 'sync', 'program.ts'), folder);
  const keys = await benchKeys();
  const epochs = new Set(editions.map(({ epoch }) => epoch));
  const kiosk = {
    program,
    folder,
    feeds: join(folder, String(persons)),
    answerKey: keys.answerPublicKey,
    peppers: handedOut({ epochs: () => [...epochs] }, keys),
    stages: editions.map(({ stage }) => stage),
  };
  const measured = lines.map(async (bitsPerSecond) => {
    const seconds = await measureKiosk(kiosk, bitsPerSecond);
    return editions.map(({ stage: { name }, bytes }): BenchRow => {
      return {
        metric: `sync.${name}.${persons}.at${bitsPerSecond / million}Mbit`,
        unit: 's',
        value: seconds[name] ?? Number.NaN,
        reference: 'its bytes alone on that line',
        referenceValue: (bytes * 8) / bitsPerSecond,
      };
    });
  });
  // Whatever becomes of one, nothing is left running.
  await Promise.allSettled(measured);
  return (await Promise.all(measured)).flat();
}
