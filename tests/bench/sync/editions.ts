import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../src-gateway/edge/system.ts';
import type { Built } from '../../../src-gateway/feed/build.ts';
import { benchEpoch, buildFeedFolder } from '../feed-folder.ts';
import { syntheticFines, syntheticPerson, type SyntheticRegister } from '../synthetic-register.ts';
import type { Stage } from './job.ts';

const finesEach = 2;
/** A whole snapshot of 2,000,000 fines, bytes a fine: what a kiosk fetches at first. Aim: ≤ 60 MB. */
const coldLimitBytes = 60_000_000 / 2_000_000;
/** 50,000 fines change in a day, on 35,000 persons of whom 15,000 are paid up. Aim: ≤ 2 MB. */
const day = { changedPart: 0.035, paidUpPercent: 43 };
/** Who was away for a month finds another epoch, whose keys open nothing of the old one: it fetches a whole snapshot. */
const month = { days: 30, changedPart: 0.66 };
const dayLimitBytes = 2_000_000 / 2_000_000;
const dayMs = 86_400_000;

/** One edition of the feed, and what of it a kiosk with the one before has to fetch. */
export interface Edition {
  readonly stage: Stage;
  readonly epoch: number;
  readonly bytes: number;
  readonly limitBytes: number;
  readonly buildMs: number;
}

/** The first, a day's, and the one after a month, each as it was published under its name in `folder`. */
export async function buildEditions(folder: string, persons: number): Promise<Edition[]> {
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
