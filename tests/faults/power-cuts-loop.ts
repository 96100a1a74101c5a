import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { nodeJournalFs } from '../../src-main/journal/edge/node-fs.ts';
import { makeRandom, type Random } from '../../src-simulators/world/random.ts';
import { lookAfterCut, type AfterCut } from './journal-writer-disk.ts';
import { LoopDisk } from './loop-disk.ts';

/** What one cut showed. */
export interface CutOutcome {
  readonly after: AfterCut;
  /** Records the writer had been told are durable. */
  readonly acknowledged: number;
}

/** Cuts one journal goes through before a new disk is taken. */
const cutsPerDisk = 5;
const firstRecordLimitMs = 15_000;
/** Longest time the writer works before its power goes, ms. Below ext4's own commit interval of 5 s. */
const longestLifeMs = 350;

/**
 * Power cuts of a real file system: a program writes the journal on a loop device, and what the backing file holds at
 * a seeded moment is mounted anew and read by the product. Calls `onCut` once per cut.
 */
export async function cutLoopDisks(
  plan: { readonly folder: string; readonly seed: number; readonly cuts: number; readonly datasync: 'on' | 'off' },
  onCut: (cut: number, outcome: CutOutcome) => void,
): Promise<void> {
  const random = makeRandom(plan.seed);
  let disk: LoopDisk | null = null;
  try {
    for (let cut = 0; cut < plan.cuts; cut += 1) {
      if (cut % cutsPerDisk === 0) {
        await disk?.remove();
        disk = await LoopDisk.make(plan.folder, `disk-${plan.datasync}-${cut}`);
      }
      if (disk === null) throw new Error('there is a disk from the first cut on');
      const after = await cutOnce(disk, `disk-${plan.datasync}-${cut + 1}`, plan, random);
      onCut(cut, after.outcome);
      await disk.remove();
      disk = after.disk;
      // A control that lost records has no journal to go on with.
      if (after.outcome.after.kind === 'unreadable') cut += cutsPerDisk - 1 - (cut % cutsPerDisk);
    }
  } finally {
    await disk?.remove();
  }
}

async function cutOnce(
  disk: LoopDisk,
  name: string,
  { folder, datasync }: { readonly folder: string; readonly datasync: 'on' | 'off' },
  random: Random,
): Promise<{ disk: LoopDisk; outcome: CutOutcome }> {
  const { survivor, acknowledged } = await runUntilCut(disk, name, { folder, datasync }, random);
  try {
    const dir = join(await survivor.mount(), 'journal');
    const after = await lookAfterCut({ fs: nodeJournalFs, dir }, acknowledged);
    return { disk: survivor, outcome: { after, acknowledged: acknowledged.size } };
  } finally {
    await survivor.unmount();
  }
}

async function runUntilCut(
  disk: LoopDisk,
  name: string,
  { folder, datasync }: { readonly folder: string; readonly datasync: 'on' | 'off' },
  random: Random,
): Promise<{ survivor: LoopDisk; acknowledged: Map<number, string> }> {
  const dir = join(await disk.mount(), 'journal');
  const acknowledged = new Map<number, string>();
  const writer = spawn(process.execPath, [join(import.meta.dirname, 'journal-writer.ts'), dir, datasync], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await firstRecord(writer, acknowledged);
    await pause(random.int(0, longestLifeMs));
    writer.kill('SIGSTOP');
    const survivor = disk.cutPower(folder, name);
    return { survivor, acknowledged };
  } finally {
    const gone = ended(writer);
    writer.kill('SIGKILL');
    await gone;
    await disk.unmount();
  }
}

/** Resolves with the first record acknowledged; from then on every one is written down as it comes. */
function firstRecord(writer: ChildProcess, acknowledged: Map<number, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the writer acknowledged nothing')), firstRecordLimitMs);
    writer.once('exit', (code) => reject(new Error(`the writer ended with ${code ?? 'a signal'}`)));
    if (writer.stdout === null) throw new Error('the writer speaks through a pipe');
    createInterface({ input: writer.stdout }).on('line', (line) => {
      const [seq = '', hash = ''] = line.split(' ');
      acknowledged.set(Number(seq), hash);
      clearTimeout(late);
      resolve();
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}
