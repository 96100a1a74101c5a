import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { judge } from './judge.ts';
import { gather } from './judge-evidence.ts';
import { openKioskCore } from './kiosk-core.ts';
import { startScene, type Scene } from './kiosk-core-scene.ts';
import { enrolCodesNeeded, enrolThroughFaults } from './network-faults-enrol.ts';
import { startImpostor, type Impostor } from './network-faults-impostor.ts';
import type { Lane } from './network-faults-run.ts';
import { allVisits, runVisits } from './network-faults-visits.ts';
import type { FaultRow, RowOutcome, RowSetting } from './row.ts';
import { TcpProxy } from './tcp-proxy.ts';

const laneCount = 14;
/** Rounds over all calls and kinds, each in another order and with another world. */
const rounds = { ci: 1, nightly: 5 } as const;
const firstSeed = 6_600;
/** Instead of the product's 4 to 30 s, so that hundreds of silent lines fit into minutes, ms. */
const answerLimitMs = 1_500;
const reportWaitSeconds = 1;

export const row: FaultRow = {
  name: 'network',
  title: 'every call of a payment through cuts, silence, storms, slow lines and answers of strangers',
  run: async (setting) => {
    const { profile, seed } = setting;
    const seeds = seed === null ? Array.from({ length: rounds[profile] }, (_, at) => firstSeed + at) : [seed];
    let networkFaults = 0;
    let lostAcks = 0;
    const violations: string[] = [];
    for (const one of seeds) {
      const round = await runRound(one, setting);
      networkFaults += round.networkFaults;
      lostAcks += round.lostAcks;
      violations.push(...round.violations.map((text) => `seed ${one}: ${text}`));
    }
    return { ran: true, figures: { networkFaults, lostAcks }, violations } satisfies RowOutcome;
  },
};

interface RoundResult {
  readonly networkFaults: number;
  readonly lostAcks: number;
  readonly violations: readonly string[];
}

async function runRound(seed: number, { folder, say }: RowSetting): Promise<RoundResult> {
  const home = join(folder, `seed-${seed}`);
  mkdirSync(home, { recursive: true });
  const database = `pglite:${join(home, 'database')}`;
  const impostor = await startImpostor();
  let scene: Scene | null = null;
  try {
    scene = await startScene({ folder: home, database, kiosks: laneCount + enrolCodesNeeded, quick: true });
    return await withScene(seed, { home, database, scene, impostor, say });
  } finally {
    await scene?.stop();
    impostor.close();
  }
}

interface Place {
  readonly home: string;
  readonly database: string;
  readonly scene: Scene;
  readonly impostor: Impostor;
  readonly say: (line: string) => void;
}

async function withScene(seed: number, { home, database, scene, impostor, say }: Place): Promise<RoundResult> {
  const lanes = await Promise.all(Array.from({ length: laneCount }, (_, at) => openLane(scene, home, at)));
  try {
    const codes = scene.enrolCodes.slice(laneCount);
    const visits = allVisits(seed, impostor.port);
    const [enrolled, complaints] = await Promise.all([
      enrolThroughFaults({ gatewayUrl: scene.gatewayUrl, folder: home, codes }, say),
      runVisits(lanes, visits, say),
    ]);
    // The last releases and postings are on their way.
    await pause(4_000);
    await scene.killGateway('SIGTERM');
    const evidence = await gather({ ...scene, database, kiosks: lanes.map(({ kiosk }) => kiosk) });
    const judgement = judge(evidence);
    // A terminal that took too much gives it back; on the hosted page nothing ever has to be.
    const hosted = new Set(evidence.knet.map(({ trackId }) => trackId));
    const owed = evidence.refunds.filter(({ pid }) => hosted.has(pid));
    const refunds = owed.map(({ pid }) => `${pid} has to be refunded: a ticket was paid twice`);
    const violations = [...enrolled.violations, ...complaints, ...judgement.violations, ...refunds];
    const networkFaults = enrolled.faults + lanes.reduce((sum, { proxy }) => sum + proxy.injected, 0);
    say(
      `${networkFaults} faults, ${visits.length} visits, ${evidence.payments.length} attempts, ${violations.length} violations`,
    );
    if (violations.length > 0) writeFileSync(join(home, 'evidence.json'), JSON.stringify(evidence, null, 1));
    return { networkFaults, lostAcks: judgement.lostAcks, violations };
  } finally {
    await Promise.all(lanes.map(({ kiosk }) => kiosk.stop()));
    for (const { proxy } of lanes) proxy.close();
  }
}

async function openLane(scene: Scene, home: string, at: number): Promise<Lane> {
  const proxy = new TcpProxy(Number(new URL(scene.gatewayUrl).port));
  const kiosk = await openKioskCore({
    folder: join(home, `kiosk-${at + 1}`),
    gatewayUrl: `http://127.0.0.1:${await proxy.listen()}`,
    enrolCode: scene.enrolCodes[at] ?? '',
    address: `10.1.0.${at + 1}`,
    answerLimitMs,
    reportWaitSeconds,
  });
  await kiosk.enrolled(20_000);
  return { kiosk, proxy };
}
