import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { railSchema } from '../../src-shared/domain/receipt.ts';
import { legalEdges } from '../../src-shared/payment/states.ts';
import type { FaultRow, RowOutcome, RowSetting } from '../faults/row.ts';
import { runSeed } from './run.ts';
import { addTally, cut, emptyTally, runJobs, type Job, type Tally } from './pool.ts';

const seedsPerRail = { ci: 10_000, nightly: 333_334 } as const;
/** Runs of each told meeting. */
const stories = 60;
/** Runs that are made twice and must be the same. */
const twice = 70;
const batch = 200;

/** Rare meetings that a run of the row has to have seen, each so often. */
const rare = [
  'split basket',
  'whole basket goes back',
  'void after NOTIFIED',
  'void after capture',
  'callback never came',
  'forged result',
  'not found, then captured',
  'refund done but unanswered',
  'crash between refund sent and answered',
  'late approval after abort',
  'terminal reboot without memory',
  'restored gateway',
  'handed over by staff',
  'closed by staff as captured',
  'closed by staff as not_charged',
  'day closed by staff',
] as const;
const rareEdges = [
  'unknown>captured',
  'unknown>not_charged',
  'reversal_due>reversed',
  'manual>captured',
  'manual>not_charged',
] as const;
const oftenEnough = 20;

function allEdges(): string[] {
  return Object.entries(legalEdges).flatMap(([from, tos]) => tos.map((to) => `${from}>${to}`));
}

/** Edges and meetings nobody has come by: what was not tried was not shown. */
function missing(total: Tally): string[] {
  const edges = allEdges().filter((edge) => !total.edges[edge]);
  const seldom = [
    ...rare.filter((name) => (total.met[name] ?? 0) < oftenEnough),
    ...rareEdges.filter((edge) => (total.edges[edge] ?? 0) < oftenEnough),
  ];
  return [
    ...edges.map((edge) => `no run took the step ${edge}`),
    ...seldom.map((name) => `seen only ${total.met[name] ?? total.edges[name] ?? 0} times: ${name}`),
  ];
}

/** The same seeds again give the same traces, also on another thread. */
async function notTheSame(): Promise<string[]> {
  const hashes = new Map<string, Set<string>>();
  const once = railSchema.options.flatMap((rail) => cut({ kind: 'simulate', rail, from: 1, to: twice + 1 }, 10));
  await runJobs([...once, ...once.toReversed()], ({ rail, from }, { hash }) => {
    const name = `seeds ${from}… ${rail}`;
    hashes.set(name, (hashes.get(name) ?? new Set()).add(hash));
  });
  return [...hashes].filter(([, found]) => found.size > 1).map(([name]) => `${name} were not the same twice`);
}

/** One seed on every rail, with everything that happened written down in the row's folder. */
async function replay(seed: number, { folder, say }: RowSetting): Promise<RowOutcome> {
  const violations: string[] = [];
  for (const rail of railSchema.options) {
    const result = await runSeed(seed, rail, { keepTrace: true });
    const file = join(folder, `seed-${seed}-${rail}.txt`);
    writeFileSync(file, `${result.lines.join('\n')}\n`);
    for (const { invariant, what } of result.violations) violations.push(`${rail}: ${invariant} ${what} (${file})`);
    say(`${rail}: trace ${result.hash}, ${result.violations.length} violations`);
  }
  return { ran: true, figures: { seeds: railSchema.options.length }, violations };
}

async function run(setting: RowSetting): Promise<RowOutcome> {
  const { profile, seed, say } = setting;
  if (seed !== null) return replay(seed, setting);
  const swarm = railSchema.options.flatMap((rail) =>
    cut({ kind: 'simulate', rail, from: 1, to: 1 + seedsPerRail[profile] }, batch),
  );
  const told: Job = { kind: 'story', rail: 'phone', from: 1, to: stories + 1 };
  const total = emptyTally();
  let done = 0;
  await runJobs([...swarm, ...cut(told, 10)], (_job, tally) => {
    addTally(total, tally);
    if ((done += 1) % 50 === 0)
      say(`${total.runs} runs, ${total.crashes} crashes, ${total.violations.length} violations`);
  });
  const violations = total.violations.map(
    (one) => `${one}  (npm run test:faults -- --row simulation --seed ${one.split(' ')[1] ?? ''})`,
  );
  const legal = allEdges();
  return {
    ran: true,
    figures: {
      seeds: total.runs,
      crashes: total.crashes,
      edges: { legal: legal.length, reached: legal.filter((edge) => total.edges[edge]).length },
    },
    violations: [...violations, ...missing(total), ...(await notTheSame())],
    remarks: [
      `${total.payments} payments; ${twice * railSchema.options.length} seeds run twice, same traces`,
      `crashed with a payment in: ${Object.keys(total.crashedIn).toSorted().join(', ')}`,
      rare.map((name) => `${name} ${total.met[name] ?? 0}`).join(' · '),
    ],
  };
}

export const row: FaultRow = {
  name: 'simulation',
  title: 'kiosks, terminals, gateway, K-Net, ministry and other payers, with swarms of faults from seeds',
  run,
};
