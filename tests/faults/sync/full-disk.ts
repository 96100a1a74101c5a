import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../scripts/prepare/run.ts';
import { nodeFeedFs } from '../../../src-main/sync/edge/node-feed-fs.ts';
import { ObjectStore } from '../../../src-main/sync/object-store.ts';
import { bringCopy, type BringFailure } from '../../../src-main/sync/bring-copy.ts';
import { filesOf, loadCopy, type HeldCopy } from '../../../src-main/sync/held-copy.ts';
import type { FeedKiosk } from '../../../src-main/sync/test-support.ts';
import { SyncScene, type SyncCount } from './scene.ts';

/** More than the kiosk wants to keep free. */
const diskBytes = 80 * 1024 * 1024;
const commandLimitMs = 20_000;

/**
 * A real disk runs full before each piece of a new snapshot: the copy that is held stays whole, and what is missing
 * comes once there is room.
 * @returns what to say about it in the table
 */
export async function fullDisks(count: SyncCount, folder: string): Promise<string> {
  const disk = join(folder, 'small-disk');
  mkdirSync(disk);
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', disk], {
    limit: commandLimitMs,
  });
  if (mounted.code !== 0) return `FULL DISK NOT RUN: this machine mounts no tmpfs (${mounted.output.trim()})`;
  try {
    const pieces = await fetched(disk, 0);
    for (let at = 1; at <= pieces; at += 1) {
      await count.during('interruptions', `disk full at piece ${at}`, async () => {
        await fetched(disk, at);
      });
    }
    return `a real disk ran full at each of ${pieces} pieces of a snapshot`;
  } finally {
    await run('umount', [disk], { limit: commandLimitMs });
  }
}

/** Brings one edition, then the next on a disk that is full from the `fullAt`th piece on. @returns its pieces */
async function fetched(disk: string, fullAt: number): Promise<number> {
  const dir = join(disk, 'feed');
  const ballast = join(disk, 'ballast');
  rmSync(dir, { recursive: true, force: true });
  const { kiosk } = await SyncScene.before('epoch');
  const store = new ObjectStore({ dir, fs: nodeFeedFs, log: () => undefined });
  await store.open();
  const first = await bring(kiosk, store, null);
  let pieces = 0;
  kiosk.gateway.publish({ epoch: true });
  kiosk.gateway.carries = () => {
    pieces += 1;
    if (pieces === fullAt) fill(disk, ballast);
    return true;
  };
  const second = await bring(kiosk, store, first);
  const isFull = fullAt > 0;
  if (isFull && typeof second === 'object') throw new Error('a full disk took everything');
  if (!isFull && typeof second === 'string') throw new Error(`the edition did not come: ${second}`);
  rmSync(ballast, { force: true });
  if (isFull) {
    for (const name of filesOf(loaded(first))) {
      const kept = await store.read(name);
      if (!kept.ok) throw new Error(`the copy that was held is ${kept.error}`);
    }
    loaded(await bring(kiosk, store, first));
  }
  return pieces;
}

type Brought = HeldCopy | BringFailure;

async function bring({ gateway }: FeedKiosk, store: ObjectStore, held: Brought | null): Promise<Brought> {
  if (gateway.signed === null) throw new Error('nothing was published');
  const ports = { store, source: gateway, isStopped: () => false, onProgress: () => undefined };
  const heads = await bringCopy(gateway.signed, held === null ? null : loaded(held), ports);
  if (!heads.ok) return heads.error;
  const copy = await loadCopy(heads.value, store);
  return copy.ok ? copy.value : copy.error;
}

function loaded(brought: Brought): HeldCopy {
  if (typeof brought === 'string') throw new Error(`the copy did not come: ${brought}`);
  return brought;
}

/** Takes all the room there is. */
function fill(disk: string, ballast: string): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(ballast, Buffer.alloc(bavail * bsize));
}
