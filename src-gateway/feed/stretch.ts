import type { FeedPeppers } from '../../src-shared/feed/feed-keys.ts';

/** Stretched names, so that each costs its 25 ms once in an epoch and not with every reading. */
export interface StretchCache {
  /** Those of the names that are known. */
  find(epoch: number, names: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  keep(epoch: number, stretched: ReadonlyMap<string, Uint8Array>): Promise<void>;
  /** Forgets epochs that are over. */
  forgetBefore(epoch: number): Promise<void>;
}

/** Half of the threads Node has for such work: payments need the others to find K-Net's address. */
const atOnce = 2;

/** Every name stretched, in their order. */
export async function stretchAll(
  names: readonly string[],
  peppers: Pick<FeedPeppers, 'epoch' | 'stretch'>,
  cache: StretchCache,
): Promise<Uint8Array[]> {
  const known = await cache.find(peppers.epoch, names);
  const waiting = [...new Set(names)].filter((name) => !known.has(name));
  const fresh = new Map<string, Uint8Array>();
  const work = async (): Promise<void> => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop())
      fresh.set(name, await peppers.stretch(name));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (fresh.size > 0) await cache.keep(peppers.epoch, fresh);
  return names.map((name) => {
    const stretched = known.get(name) ?? fresh.get(name);
    if (stretched === undefined) throw new Error('every name was stretched or known');
    return stretched;
  });
}

export function memoryStretchCache(): StretchCache {
  const epochs = new Map<number, Map<string, Uint8Array>>();
  return {
    find: async (epoch) => epochs.get(epoch) ?? new Map<string, Uint8Array>(),
    keep: async (epoch, stretched) => {
      epochs.set(epoch, new Map([...(epochs.get(epoch) ?? []), ...stretched]));
    },
    forgetBefore: async (epoch) => {
      for (const old of epochs.keys()) if (old < epoch) epochs.delete(old);
    },
  };
}
