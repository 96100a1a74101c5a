import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository } from '../../scripts/prepare/paths.ts';
import { systemClock } from '../../src-gateway/edge/system.ts';
import { handedOut } from '../../src-gateway/feed/feed-routes.ts';
import type { Built } from '../../src-gateway/feed/build.ts';
import { buildElectronProgram } from '../support/electron-program.ts';
import { benchEpoch, benchKeys, buildFeedFolder } from './feed-folder.ts';
import { report, type BenchRow } from './report.ts';
import type { Stage } from './sync/job.ts';
import { measureKiosk } from './sync/kiosk.ts';
import { syntheticFines, syntheticPerson, type SyntheticRegister } from './synthetic-register.ts';

/** Of five million persons one in five owes something. */
const sizes = { usual: [20_000, 60_000, 200_000], full: [200_000, 500_000, 1_000_000] } as const;
const finesEach = 2;
/** A whole snapshot of 2,000,000 fines, bytes a fine: what a kiosk fetches at first. Aim: ≤ 60 MB. */
const coldLimitBytes = 60_000_000 / 2_000_000;
/** 50,000 fines change in a day, on 35,000 persons of whom 15,000 are paid up. Aim: ≤ 2 MB. */
const day = { changedPart: 0.035, paidUpPercent: 43 };
/** Who was away for a month finds another epoch, whose keys open nothing of the old one: it fetches a whole snapshot. */
const month = { days: 30, changedPart: 0.66 };
/** Lines of border crossings and service centres, bits a second. */
const lines = [1, 4, 20, 100].map((megabits) => megabits * 1_000_000);
const dayMs = 86_400_000;
const dayLimitBytes = 2_000_000 / 2_000_000;
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

/** One edition of the feed, and what of it a kiosk with the one before has to fetch. */
interface Edition {
  readonly stage: Stage;
  readonly epoch: number;
  readonly bytes: number;
  readonly limitBytes: number;
  readonly buildMs: number;
}

/** The first, a day's, and the one after a month, each as it was published under its name in `folder`. */
async function buildEditions(folder: string, persons: number): Promise<Edition[]> {
  const first: SyntheticRegister = { seed: 7, persons, finesEach };
  const changed = (part: number): SyntheticRegister => ({
    ...first,
    day: { changed: Math.round(persons * part), paidUpPercent: day.paidUpPercent },
  });
  const fines = persons * finesEach;
  const whole = { bytesOf: ({ state }: Built) => state.snapshot.bytes, limitBytes: fines * coldLimitBytes };
  const change = { bytesOf: ({ state }: Built) => state.snapshot.deltaBytes, limitBytes: fines * dayLimitBytes };
  return [
    await buildEdition(folder, { name: 'cold', register: first, days: 0, ...whole }),
    await buildEdition(folder, { name: 'day', register: changed(day.changedPart), days: 0, ...change }),
    await buildEdition(folder, { name: 'gap30', register: changed(month.changedPart), days: month.days, ...whole }),
  ];
}

async function buildEdition(
  folder: string,
  wanted: {
    readonly name: string;
    readonly register: SyntheticRegister;
    readonly days: number;
    readonly bytesOf: (built: Built) => number;
    readonly limitBytes: number;
  },
): Promise<Edition> {
  const { name, register, days, bytesOf, limitBytes } = wanted;
  const epoch = benchEpoch + days;
  const aheadMs = days * dayMs;
  const clock = { ...systemClock, wallMs: () => systemClock.wallMs() + aheadMs };
  const from = performance.now();
  const built = await buildFeedFolder(join(folder, 'building'), register, { epoch, clock });
  const buildMs = performance.now() - from;
  cpSync(join(folder, 'building', 'public'), join(folder, name), { recursive: true });
  return {
    stage: { name, seq: built.state.seq, aheadMs, asked: askedOf(register) },
    epoch,
    bytes: bytesOf(built),
    limitBytes,
    buildMs,
  };
}

/** Some from all over the register, and somebody who is not in it. */
function askedOf(register: SyntheticRegister): Stage['asked'] {
  const places = Array.from({ length: 20 }, (_, at) => Math.floor((at * register.persons) / 20));
  const asked = places.map((at) => ({
    number: syntheticPerson(at).number,
    fines: syntheticFines(register, at).length,
  }));
  return [...asked, { number: syntheticPerson(register.persons).number, fines: 0 }];
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
