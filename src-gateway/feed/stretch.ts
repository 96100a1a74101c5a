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

type Stretcher = Pick<FeedPeppers, 'epoch' | 'stretch'>;

/** Every name stretched, in their order. */
export async function stretchAll(
  names: readonly string[],
  peppers: Stretcher,
  cache: StretchCache,
): Promise<Uint8Array[]> {
  const known = await cache.find(peppers.epoch, names);
  const fresh = await stretchUnknown(unknownOf(names, known), peppers, cache);
  return names.map((name) => {
    const stretched = known.get(name) ?? fresh.get(name);
    if (stretched === undefined) throw new Error('every name was stretched or known');
    return stretched;
  });
}

/** Stretches names for later, at most so many. @returns how many were */
export async function stretchSome(
  names: readonly string[],
  most: number,
  peppers: Stretcher,
  cache: StretchCache,
): Promise<number> {
  const unknown = unknownOf(names, await cache.find(peppers.epoch, names));
  return (await stretchUnknown(unknown.slice(0, most), peppers, cache)).size;
}

function unknownOf(names: readonly string[], known: ReadonlyMap<string, Uint8Array>): string[] {
  return [...new Set(names)].filter((name) => !known.has(name));
}

async function stretchUnknown(
  names: readonly string[],
  peppers: Stretcher,
  cache: StretchCache,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const waiting = [...names];
  const stretched = new Map<string, Uint8Array>();
  const work = async (): Promise<void> => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop())
      stretched.set(name, await peppers.stretch(name));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (stretched.size > 0) await cache.keep(peppers.epoch, stretched);
  return stretched;
}

/** For tests: forgets everything with the process. */
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
