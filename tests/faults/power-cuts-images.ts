import { nodeSha256 } from '../../src-main/journal/edge/node-sha256.ts';
import { makeMemoryFs } from '../../src-main/journal/edge/memory-fs.ts';
import { openJournal } from '../../src-main/journal/journal.ts';
import { makeRandom } from '../../src-simulators/world/random.ts';
import { lookAfterCut, withoutDatasync, type AfterCut } from './journal-writer-disk.ts';
import { recordFor } from './journal-writer-records.ts';

const dir = '/data/journal';
/** Two payments of about 700 bytes each go into a file, so that a life goes through several. */
const settings = { segmentBytes: 2_048, reserveBytes: 1_024 };
const recordsPerLife = 20;
const clock = { monotonicMs: () => 0, wallMs: () => 1_795_338_000_000 };

/**
 * One image a power cut may leave, on a file system that knows what was synced: the program dies before its
 * `deathAt`th call, then each write and name that was not synced survives or not, as the seed says.
 */
export async function cutMemoryDisk(deathAt: number, seed: number, datasync: 'on' | 'off'): Promise<AfterCut> {
  const disk = makeMemoryFs();
  disk.dieAt(deathAt);
  const acknowledged = new Map<number, string>();
  const fs = datasync === 'off' ? withoutDatasync(disk) : disk;
  const opened = await openJournal({ dir, name: 'payment', fs, sha256: nodeSha256, clock, bootId: 'life', settings });
  for (let count = 0; opened.ok && count < recordsPerLife; count += 1) {
    const answer = await opened.value.append([recordFor(opened.value.head().seq + 1)]);
    if (!answer.ok) break;
    acknowledged.set(answer.value.seq, answer.value.hash);
  }
  const random = makeRandom(seed);
  disk.cutPower(() => random.int(0, 2 ** 30 - 1) / 2 ** 30);
  return lookAfterCut({ fs: disk, dir, settings }, acknowledged);
}

/** Calls of the file system in a whole life: dying before each of them meets every state of the disk. */
export async function callsInLife(): Promise<number> {
  const disk = makeMemoryFs();
  const opened = await openJournal({
    dir,
    name: 'payment',
    fs: disk,
    sha256: nodeSha256,
    clock,
    bootId: 'life',
    settings,
  });
  if (!opened.ok) throw new Error(`an empty disk did not open: ${JSON.stringify(opened.error)}`);
  for (let seq = 1; seq <= recordsPerLife; seq += 1) await opened.value.append([recordFor(seq)]);
  return disk.calls();
}
