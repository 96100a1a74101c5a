import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeRandom, type Random } from '../../src-simulators/world/random.ts';
import { judge, type Evidence, type Judgement } from './judge.ts';
import { gather, type Sides } from './judge-evidence.ts';
import { startLoad, type Load, type Moment } from './kiosk-core-load.ts';
import { startScene, type Scene } from './kiosk-core-scene.ts';

/** One round: kiosks pay, something is killed again and again, everything heals, the judge looks. */
export interface Round {
  readonly seed: number;
  /** Scratch folder of this round. */
  readonly folder: string;
  /** As `GATEWAY_DATABASE`. */
  readonly database: string;
  readonly faults: number;
  /** Takes something away and brings it back. */
  readonly fault: (scene: Scene, random: Random) => Promise<void>;
  readonly say: (line: string) => void;
}

const kioskCount = 10;
/** Longest wait for a moment worth a fault, ms. */
const momentLimitMs = 1_500;
/** Longer than a lease, a page and one more question to K-Net. */
const healLimitMs = 150_000;
const moments: readonly Moment[] = ['reserve', 'open', 'report', 'commit', 'commit', 'press', 'card', 'card'];

export interface RoundOutcome extends Judgement {
  readonly payments: number;
}

/** Runs a round to its judgement; rejects when something does not come up again. */
export async function runRound(round: Round): Promise<RoundOutcome> {
  const { folder, database, say } = round;
  mkdirSync(folder, { recursive: true });
  const scene = await startScene({ folder, database, kiosks: kioskCount });
  let load: Load | null = null;
  try {
    load = await startLoad(scene, folder, round.seed);
    await inject(round, scene, load);
    await load.lastVisitor();
    const evidence = await healed({ ...scene, kiosks: load.kiosks, database });
    const judgement = judge(evidence);
    if (judgement.violations.length > 0) keep(folder, evidence, scene);
    const captured = evidence.knet.filter(({ status }) => status === 'captured').length;
    const commits = evidence.kiosks.flatMap(({ acknowledged }) => acknowledged).length;
    say(
      `${evidence.payments.length} attempts, ${captured} captured, ${commits} commits acknowledged, ${judgement.violations.length} violations`,
    );
    return { ...judgement, payments: evidence.payments.length };
  } finally {
    await load?.stop();
    await scene.stop();
  }
}

/** Faults at moments the seed chooses; how the processes interleave is the machine's doing. */
async function inject({ seed, faults, fault, say }: Round, scene: Scene, load: Load): Promise<void> {
  const random = makeRandom(seed);
  await pause(2_000);
  for (let done = 1; done <= faults; done += 1) {
    await load.next(random.pick(moments), momentLimitMs);
    await pause(random.int(0, 30));
    await fault(scene, random);
    await pause(random.int(0, 600));
    if (done % 8 === 0) say(`${done} of ${faults}`);
  }
}

/** Waits until nothing is open any more; after the limit the judge says what still is. */
async function healed(sides: Sides): Promise<Evidence> {
  const end = performance.now() + healLimitMs;
  for (;;) {
    const evidence = await gather(sides);
    if (judge(evidence).violations.length === 0 || performance.now() > end) return evidence;
    await pause(1_000);
  }
}

function keep(folder: string, evidence: Evidence, scene: Scene): void {
  writeFileSync(join(folder, 'evidence.json'), JSON.stringify(evidence, null, 1));
  writeFileSync(join(folder, 'gateway.log'), scene.heard.join('\n'));
}
