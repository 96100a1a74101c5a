import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withDisplay } from '../../scripts/prepare/display.ts';
import { startWorld } from '../../scripts/world/world.ts';
import { People } from '../support/people.ts';
import { caseOf, casesOf, killedRails, type KillCase } from './kiosk/cases.ts';
import { judge, strangers } from './kiosk/judge.ts';
import { firstLine, Lane, type LaneFigures } from './kiosk/lane.ts';
import { startTerminal } from './kiosk/terminal.ts';
import type { Outside } from './kiosk/truth.ts';
import type { FaultRow, RowOutcome, RowSetting } from './row.ts';

/** One world each; a lap makes about 160 kills. */
const laps = { ci: 1, nightly: 7 } as const;
/*
 * What is aimed at, p95, ms. The speed of the machine is no fault of the kiosk: the figures stand beside the aims and
 * decide nothing. A screen that does not come at all is a violation of its case.
 */
/** From the start of the program after a death to a screen that tells the truth. */
const screenAimMs = 10_000;
/** From the death of a page, or of the process that draws, to the same screen. */
const pageAimMs = 3_000;
/** Second instances started on each kiosk in a lap. */
const secondInstances = 2;

interface LapOutcome {
  readonly lanes: readonly LaneFigures[];
  readonly violations: readonly string[];
  readonly lost: number;
}

export const row: FaultRow = {
  name: 'kiosk-kills',
  title: 'The real application killed at every step of a payment, and its children on the way',
  async run(setting) {
    const display = await withDisplay({ width: 1920, height: 1920 }, { always: true });
    try {
      const outcomes: LapOutcome[] = [];
      for (const [index, cases] of lapsOf(setting).entries()) {
        const folder = join(setting.folder, `lap-${index}`);
        outcomes.push(await runLap({ ...setting, folder }, cases, display.env));
      }
      return together(outcomes);
    } finally {
      display.stop();
    }
  },
};

/** The cases of each lap, or the one that is replayed. */
function lapsOf({ profile, seed }: RowSetting): KillCase[][] {
  if (seed === null) {
    return Array.from({ length: laps[profile] }, (_, lap) => killedRails.flatMap((rail) => casesOf(lap, rail)));
  }
  const one = caseOf(seed);
  if (!one) throw new Error(`no case has the seed ${seed}`);
  return [[one]];
}

/** One world with a lane for each rail, all side by side. */
async function runLap(
  { folder, say }: RowSetting,
  cases: readonly KillCase[],
  environment: Readonly<Record<string, string>>,
): Promise<LapOutcome> {
  const rails = killedRails.filter((rail) => cases.some((one) => one.rail === rail));
  // The lane of the terminal brings its own, with a visitor who taps by himself.
  const world = await startWorld({ folder: join(folder, 'world'), terminal: false });
  try {
    const terminal = rails.includes('terminal') ? await startTerminal() : null;
    try {
      const outside = { world, terminalUrl: terminal?.controlUrl ?? null };
      const people = new People();
      const lanes = await Promise.all(
        rails.map(async (rail) => {
          const settings = { ...environment, ...(rail === 'terminal' ? terminal?.environment : {}) };
          const lane = new Lane({ outside, people, folder: join(folder, rail), environment: settings, say });
          await runLane(
            lane,
            cases.filter((one) => one.rail === rail),
          );
          return lane;
        }),
      );
      return await judged(lanes, outside);
    } finally {
      await terminal?.stop();
    }
  } finally {
    await world.stop();
  }
}

async function runLane(lane: Lane, cases: readonly KillCase[]): Promise<void> {
  try {
    await lane.run(cases);
    for (let started = 0; started < secondInstances; started += 1) await lane.startSecond();
    await lane.settle();
  } catch (failure) {
    lane.figures.violations.push(firstLine(failure));
  } finally {
    await lane.close();
  }
}

async function judged(lanes: readonly Lane[], outside: Outside): Promise<LapOutcome> {
  const kiosks = lanes.flatMap(({ dataFolders }) => dataFolders).filter(hasJournal);
  const judgements = await Promise.all(kiosks.map((dataFolder) => judge(dataFolder, outside)));
  return {
    lanes: lanes.map(({ figures }) => figures),
    violations: [...judgements.flatMap(({ violations }) => violations), ...(await strangers(kiosks, outside))],
    lost: judgements.reduce((sum, { lost }) => sum + lost, 0),
  };
}

/** The last kiosk of a lane may not have been started any more. */
function hasJournal(dataFolder: string): boolean {
  return existsSync(join(dataFolder, 'journal'));
}

function together(laps: readonly LapOutcome[]): RowOutcome {
  const lanes = laps.flatMap((lap) => lap.lanes);
  const sum = (of: (lane: LaneFigures) => number): number => lanes.reduce((total, lane) => total + of(lane), 0);
  const screens = lanes.flatMap(({ screenMs }) => screenMs);
  const pages = lanes.flatMap(({ pageMs }) => pageMs);
  const pictures = lanes.flatMap(({ graphicsMs }) => graphicsMs);
  return {
    ran: true,
    figures: {
      kills: sum(({ kills }) => kills),
      lostAcks: laps.reduce((total, { lost }) => total + lost, 0),
    },
    violations: [...lanes.flatMap(({ violations }) => violations), ...laps.flatMap(({ violations }) => violations)],
    remarks: [
      took('killed to a screen that tells the truth', screens, screenAimMs),
      took('page killed to the same screen', pages, pageAimMs),
      took('graphics process killed to a picture', pictures, pageAimMs),
      `second instances refused: ${sum(({ refusedInstances }) => refusedInstances)}`,
    ],
  };
}

function took(what: string, milliseconds: readonly number[], aimMs: number): string {
  return `${what}: p95 ${inSeconds(p95(milliseconds))} of ${milliseconds.length} (aim ${inSeconds(aimMs)})`;
}

/** The 95th percentile; 0 of nothing. */
function p95(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
}

function inSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
