import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { ObjectName } from '../../src-shared/feed/head.ts';
import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';
import type { PrivateFile } from '../identity/private-file.ts';
import type { VaultCalls } from '../vault/vault-calls.ts';
import { BucketKeys } from './bucket-keys.ts';
import { makeCopyDesk, type CopyDesk } from './copy-desk.ts';
import { FeedAge } from './feed-age.ts';
import type { FeedFs } from './feed-fs.ts';
import type { FeedSource } from './feed-source.ts';
import { FeedState } from './feed-state.ts';
import { FeedSync, type SyncFailure } from './feed-sync.ts';
import { placeOfFiles } from './held-copy.ts';
import { ObjectStore } from './object-store.ts';
import { Peppers, type Stretch } from './peppers.ts';
import { CacheLog, cachedResources, type CachedResource } from './registry.ts';
import { VaultFiller } from './vault-filler.ts';

export interface FeedPorts {
  /** Of the feed's files. */
  readonly folder: string;
  readonly fs: FeedFs;
  readonly files: { readonly state: PrivateFile; readonly peppers: PrivateFile; readonly bucketKeys: PrivateFile };
  readonly source: FeedSource;
  readonly who: () => { readonly kioskCode: string; readonly answerKey: string } | null;
  /** The gateway's time as its last signed answer proved it; null before the first. */
  readonly provedMs: () => number | null;
  readonly vault: VaultCalls;
  readonly stretch: Stretch;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly log: Log;
}

/** The kiosk's side of the offline feed. */
export interface Feed {
  readonly desk: CopyDesk;
  /** Looks for something newer now. */
  look(): void;
  /** Brings what a stick has; null when it is here now. */
  takeFrom(source: FeedSource): Promise<SyncFailure | null>;
  /** What the gateway says of itself: looks at once if it is back, or has something newer. */
  noteStatus(status: { readonly online: boolean; readonly feedSeq: number }): void;
  /** The vault's page is there, also for the second time. */
  vaultOpened(): void;
  /** Where a file is that the vault's page reads and proves. */
  objectPath(name: ObjectName): string;
  resources(): readonly CachedResource[];
  /** What the feed has learned about the time of day. */
  readonly time: Pick<FeedAge, 'notBeforeMs' | 'rememberedOffsetMs'>;
  stop(): void;
}

/** Reads what the last run left; asks nobody yet. */
export async function openFeed(ports: FeedPorts): Promise<Feed> {
  const { files, rng, log, vault } = ports;
  const store = new ObjectStore({ dir: ports.folder, fs: ports.fs, log });
  await store.open();
  const state = await FeedState.open({ file: files.state, witnessed: () => placeOfFiles(store), log });
  const peppers = await Peppers.open(files.peppers, ports.stretch);
  const keys = await BucketKeys.open(files.bucketKeys, rng);
  const age = new FeedAge({ clock: ports.clock, state, provedMs: ports.provedMs });
  const sync = new FeedSync({
    ...ports,
    store,
    state,
    peppers,
    keys,
    age,
    onHeld: () => filler.fill(),
    onSettled: () => cacheLog.note(),
  });
  const filler = new VaultFiller({
    ...ports,
    keys,
    held: () => sync.held,
    onSeen: (copy) => void state.witness(copy).catch(() => undefined),
    onDamage: (name) => void store.read(name).then(() => sync.look()),
    onSettled: () => cacheLog.note(),
  });
  const cacheLog = new CacheLog({ sync, filler, peppers, age }, log);
  await sync.open();
  let wasOnline = false;
  const desk = makeCopyDesk({
    held: () => sync.held,
    peppers: (epoch) => peppers.of(epoch),
    vault,
    filler,
    store,
    nowMs: () => age.nowMs(),
    onDamage: () => sync.look(),
  });
  return {
    desk,
    look: () => sync.look(),
    takeFrom: (source) => sync.takeFrom(source),
    noteStatus: ({ online, feedSeq }) => {
      if (online && !wasOnline) sync.look();
      else if (online) sync.noteSeq(feedSeq);
      wasOnline = online;
    },
    vaultOpened: () => filler.opened(),
    objectPath: (name) => store.path(name),
    resources: () => cachedResources({ sync, filler, peppers, age }),
    time: age,
    stop: () => {
      sync.stop();
      filler.stop();
    },
  };
}
