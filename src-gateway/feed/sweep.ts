import { manifestSchema } from '../../src-shared/feed/head.ts';
import { buildsFolder, ledgersFolder, objectPath, objectsFolder, spillFolder, type FeedFolder } from './folder.ts';
import type { FeedState } from './state.ts';

/** Removes what no kiosk may still be fetching, and what builds that broke off left behind. */
export async function sweep(folder: FeedFolder, state: FeedState): Promise<void> {
  const kept = await keptObjects(folder, state);
  await removeAll(folder, objectsFolder, (name) => !kept.has(name));
  await removeAll(folder, ledgersFolder, (name) => name !== String(state.ledger));
  // A number that was taken stays until a higher one was published: it must not be given again.
  await removeAll(folder, buildsFolder, (name) => Number(name) < state.build);
  await removeAll(folder, spillFolder, (name) => Number(name) <= state.build);
}

async function keptObjects(folder: FeedFolder, { kept }: FeedState): Promise<ReadonlySet<string>> {
  const names = new Set([...kept.manifests, ...kept.dictionaries, ...kept.deltas.map(({ name }) => name)]);
  for (const manifest of kept.manifests) {
    const bytes = await folder.read(objectPath(manifest));
    if (bytes === null) continue;
    for (const { name } of manifestSchema.parse(JSON.parse(new TextDecoder().decode(bytes))).segments) names.add(name);
  }
  return names;
}

async function removeAll(folder: FeedFolder, inside: string, isOld: (name: string) => boolean): Promise<void> {
  for (const name of await folder.list(inside)) if (isOld(name)) await folder.remove(`${inside}/${name}`);
}
