import type { AfterCut } from './journal-writer-disk.ts';
import { whyNoLoopDisk } from './loop-disk.ts';
import { callsInLife, cutMemoryDisk } from './power-cuts-images.ts';
import { cutLoopDisks } from './power-cuts-loop.ts';
import type { FaultRow, RowSetting } from './row.ts';

const loopCuts = { ci: 50, nightly: 1_000 } as const;
const images = { ci: 2_000, nightly: 200_000 } as const;
/** Controls, with fdatasync a stub: enough for chance to have no say. */
const loopControls = 5;
const imageControls = 200;
const firstSeed = 9_100;

export const row: FaultRow = {
  name: 'power-cuts',
  title: 'power cuts under the payment journal: a loop device, and every image a cut may leave',
  run: async (setting) => {
    const fromImages = await cutImages(setting);
    const noLoop = await whyNoLoopDisk(setting.folder);
    if (noLoop !== null && fromImages.violations.length === 0) {
      return { ran: false, why: `${noLoop} ${fromImages.cuts} images in memory were read: none lost a record.` };
    }
    const fromLoop = noLoop === null ? await cutDisks(setting) : nothing;
    return {
      ran: true,
      figures: { powerCuts: fromImages.cuts + fromLoop.cuts, lostAcks: fromImages.lost + fromLoop.lost },
      violations: [...fromImages.violations, ...fromLoop.violations],
    };
  },
};

interface Tally {
  readonly cuts: number;
  readonly lost: number;
  readonly violations: readonly string[];
}

const nothing: Tally = { cuts: 0, lost: 0, violations: [] };

/** Adds one cut of the product's journal, which may lose nothing. */
function count({ cuts, lost, violations }: Tally, story: string, after: AfterCut): Tally {
  const complaint = complaintAbout(after);
  return {
    cuts: cuts + 1,
    lost: lost + lostIn(after),
    violations: complaint === null ? violations : [...violations, `${story}: ${complaint}`],
  };
}

function complaintAbout(after: AfterCut): string | null {
  if (after.kind === 'unreadable') return `the journal cannot be read: ${after.why}`;
  return after.lost.length === 0
    ? null
    : `${after.lost.length} acknowledged records are lost, the first is ${after.lost[0] ?? ''}`;
}

function lostIn(after: AfterCut): number {
  return after.kind === 'read' ? after.lost.length : 0;
}

/** A control has shown something when the cut did harm. */
function harmed(after: AfterCut): boolean {
  return complaintAbout(after) !== null;
}

async function cutImages({ profile, seed, say }: RowSetting): Promise<Tally> {
  const calls = await callsInLife();
  const deathOf = (at: number): number => 1 + (at % (calls + 1));
  let tally = nothing;
  const seeds = seed === null ? Array.from({ length: images[profile] }, (_, at) => at) : [seed];
  for (const at of seeds) {
    tally = count(tally, `image ${at}`, await cutMemoryDisk(deathOf(at), at, 'on'));
  }
  let controls = 0;
  for (let at = 0; at < imageControls; at += 1) {
    if (harmed(await cutMemoryDisk(deathOf(at), at, 'off'))) controls += 1;
  }
  say(
    `images: ${tally.cuts} over ${calls} calls, ${tally.lost} records lost; without fdatasync ${controls} of ${imageControls} lost records`,
  );
  return withControl(tally, controls, 'image');
}

async function cutDisks({ profile, seed, folder, say }: RowSetting): Promise<Tally> {
  let tally = nothing;
  let records = 0;
  const plan = { folder, seed: seed ?? firstSeed, cuts: seed === null ? loopCuts[profile] : 5 };
  await cutLoopDisks({ ...plan, datasync: 'on' }, (cut, { after, acknowledged }) => {
    records += acknowledged;
    tally = count(tally, `loop device, seed ${plan.seed}, cut ${cut + 1}`, after);
    if ((cut + 1) % 25 === 0) say(`loop device: ${cut + 1} of ${plan.cuts}`);
  });
  let controls = 0;
  await cutLoopDisks({ ...plan, cuts: loopControls, datasync: 'off' }, (_cut, { after }) => {
    if (harmed(after)) controls += 1;
  });
  say(
    `loop device: ${tally.cuts} cuts, ${records} acknowledged records, ${tally.lost} lost; without fdatasync ${controls} cuts lost records`,
  );
  return withControl(tally, controls, 'loop device');
}

/** A rig that finds nothing where there is something to find proves nothing. */
function withControl(tally: Tally, controls: number, what: string): Tally {
  if (controls > 0) return tally;
  return {
    ...tally,
    violations: [...tally.violations, `the control without fdatasync lost nothing: the ${what} rig proves nothing`],
  };
}
