import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { FeedAge } from './feed-age.ts';
import type { FeedSync } from './feed-sync.ts';
import type { Peppers } from './peppers.ts';
import type { VaultFiller } from './vault-filler.ts';

/** One thing the kiosk keeps for a time without a line. */
export interface CachedResource {
  readonly name: 'feed' | 'vault' | 'peppers' | 'offices';
  /** `none`: nothing can be done with it. `partial`: something else stands in for it, or it says less than it could. */
  readonly state: 'none' | 'partial' | 'ready';
  /** How far a newer one has got, in files; null while none is on its way. */
  readonly coming: { readonly done: number; readonly total: number; readonly bytes: number } | null;
  /** Number of the newest delta in it. */
  readonly seq: number | null;
  /** Of what it says, ms. */
  readonly ageMs: number | null;
  readonly lastFailure: string | null;
}

export interface RegistrySources {
  readonly sync: Pick<FeedSync, 'held' | 'progress'>;
  readonly filler: Pick<VaultFiller, 'copy' | 'progress'>;
  readonly peppers: Pick<Peppers, 'of' | 'has'>;
  readonly age: Pick<FeedAge, 'nowMs'>;
}

/** Everything that is kept, as it is now; derived at each look, kept nowhere. */
export function cachedResources({ sync, filler, peppers, age }: RegistrySources): readonly CachedResource[] {
  const { held, progress } = sync;
  const seq = held?.head.seq ?? null;
  const ageMs = held && age.nowMs() - Date.parse(held.head.readAt);
  const { phase, filesDone: done, filesTotal: total, bytes, lastFailure } = progress;
  const coming = phase === 'files' ? { done, total, bytes } : null;
  const isVaultNew = held !== null && filler.copy?.manifest === held.manifestName && filler.copy.seq === seq;
  const hasSome = held !== null && peppers.of(held.head.epoch) !== null;
  return [
    { name: 'feed', state: held ? 'ready' : 'none', coming, seq, ageMs, lastFailure },
    {
      name: 'vault',
      state: isVaultNew ? 'ready' : held ? 'partial' : 'none',
      coming: filler.progress && { ...filler.progress, bytes: 0 },
      seq: filler.copy?.seq ?? null,
      ageMs,
      lastFailure: null,
    },
    {
      name: 'peppers',
      state: held && peppers.has(held.head.epoch) ? 'ready' : hasSome ? 'partial' : 'none',
      coming: null,
      seq: null,
      ageMs: null,
      lastFailure: null,
    },
    // They come with the snapshot's manifest.
    { name: 'offices', state: held ? 'ready' : 'none', coming: null, seq, ageMs, lastFailure: null },
  ];
}

const nothing: Record<CachedResource['name'], CachedResource['state']> = {
  feed: 'none',
  vault: 'none',
  peppers: 'none',
  offices: 'none',
};

/** Logs what is kept whenever its state has changed, for whoever asks later since when something was missing. */
export class CacheLog {
  readonly #sources: RegistrySources;
  readonly #log: Log;
  #last = '';

  constructor(sources: RegistrySources, log: Log) {
    this.#sources = sources;
    this.#log = log;
  }

  note(): void {
    const states = { ...nothing };
    for (const { name, state } of cachedResources(this.#sources)) states[name] = state;
    const text = JSON.stringify(states);
    if (text === this.#last) return;
    this.#last = text;
    this.#log('cache-state', states);
  }
}
