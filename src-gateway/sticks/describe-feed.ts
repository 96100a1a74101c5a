import { createHash } from 'node:crypto';
import { headFile, type BundleFile } from '../../src-shared/contract/stick-bundle.ts';
import { manifestSchema, signedHeadSchema, type ObjectName, type SignedHead } from '../../src-shared/feed/head.ts';
import { headerBytes, readHeader } from '../../src-shared/feed/segment.ts';
import { headPath, objectPath, type FeedFolder } from '../feed/folder.ts';

/** The feed as it stands: its head, and every file a kiosk without any copy needs. */
export interface FeedFiles {
  readonly head: SignedHead;
  readonly files: readonly BundleFile[];
}

/** Null while nothing was published. @throws when a file of the feed is missing: it was renewed meanwhile, or is damaged */
export async function describeFeed(folder: FeedFolder): Promise<FeedFiles | null> {
  const bytes = await folder.read(headPath);
  if (bytes === null) return null;
  const signed = signedHeadSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  const { head } = signed;
  const text = new TextEncoder().encode(JSON.stringify(signed));
  const manifest = manifestSchema.parse(
    JSON.parse(new TextDecoder().decode(await mustRead(folder, objectPath(head.manifest)))),
  );
  const deltas = await deltasSince(manifest.seq, head, folder);
  const names = [head.dictionary, head.manifest, ...manifest.segments.map(({ name }) => name), ...deltas];
  const files: BundleFile[] = [
    { name: headFile, bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') },
  ];
  for (const name of new Set(names)) {
    const size = await folder.size(objectPath(name));
    if (size === null) throw new Error(`the feed lacks ${name}`);
    files.push({ name, bytes: size, sha256: name });
  }
  return { head: signed, files };
}

/** Newest first: each names the one before. */
async function deltasSince(seq: number, head: SignedHead['head'], folder: FeedFolder): Promise<ObjectName[]> {
  const names: ObjectName[] = [];
  let name = head.delta;
  for (let at = head.seq; at > seq && name !== null; at -= 1) {
    names.push(name);
    const start = await folder.readPart(objectPath(name), 0, headerBytes);
    const header = start && readHeader(start);
    if (!header?.ok) throw new Error(`the feed lacks ${name}`);
    name = header.value.before;
  }
  return names;
}

async function mustRead(folder: FeedFolder, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await folder.read(path);
  if (bytes === null) throw new Error(`the feed lacks ${path}`);
  return bytes;
}
