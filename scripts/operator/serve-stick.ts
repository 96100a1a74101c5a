import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../src-gateway/edge/durable-files.ts';
import { gatewayProblemSchema } from '../../src-shared/contract/gateway-http.ts';
import {
  bundleFolder,
  bundleFolderPattern,
  bundleIndexFile,
  headFile,
  letterFile,
  mostBundles,
  signedUpIndexSchema,
  stickReplySchema,
  type BundleFile,
  type StickReply,
  type StickRequest,
} from '../../src-shared/contract/stick-bundle.ts';
import { putDurably } from './put-durably.ts';

export interface Courier {
  /** The gateway's address, without a slash at the end. */
  readonly gateway: string;
  readonly fetch: typeof fetch;
  /** Told what is being done. */
  readonly say: (line: string) => void;
}

/** Codes of the kiosks that have written something onto this stick. */
export async function kiosksOn(stick: string): Promise<string[]> {
  const names = await readdir(stick);
  const codes = names.flatMap((name) => {
    const [, kind, code] = bundleFolderPattern.exec(name) ?? [];
    return kind === 'up' && code !== undefined ? [code] : [];
  });
  return [...new Set(codes)].sort();
}

/**
 * Hands in what the kiosk has written onto the stick, and writes what the gateway has for it: every file durable before
 * the index gets its name, so that a stick that is pulled out early has no bundle. Safe to repeat.
 * @throws with a sentence when it cannot be done; what the gateway took is taken
 */
export async function serveStick(stick: string, kioskCode: string, courier: Courier): Promise<void> {
  const up = await readUps(stick, kioskCode, courier.say);
  const reply = await exchange({ kioskCode, up }, courier);
  const { index } = reply.index;
  const name = bundleFolder(index);
  const folder = join(stick, name);
  await mkdir(folder, { recursive: true });
  const bytesOf = (file: BundleFile): Promise<Uint8Array> => contentOf(file, reply, courier);
  for (const [done, file] of index.files.entries()) {
    if (done % 100 === 0) courier.say(`${name}: file ${done} of ${index.files.length}`);
    const bytes = await bytesOf(file);
    if (bytes.length !== file.bytes || sha256(bytes) !== file.sha256)
      throw new Error(`${file.name} is not what the gateway listed: run the command again.`);
    await putDurably(folder, file.name, bytes);
  }
  await putDurably(folder, bundleIndexFile, Buffer.from(JSON.stringify(reply.index)));
  await syncFolder(stick);
  await removeOlder(stick, name, kioskCode);
  const { feed, answers } = index;
  courier.say(
    `${name}: ${feed ? `data no. ${feed.seq} of ${feed.readAt}` : 'no data'}, staff list ${index.staff}, ${answers} answers`,
  );
}

/** Bundles from a kiosk, the newest first; one that was not finished is passed over. */
async function readUps(stick: string, kioskCode: string, say: Courier['say']): Promise<StickRequest['up']> {
  const prefix = `wafa-up-${kioskCode}-`;
  const names = (await readdir(stick)).filter((name) => bundleFolderPattern.test(name) && name.startsWith(prefix));
  const newest = names.sort((one, other) => serialOf(other) - serialOf(one)).slice(0, mostBundles);
  const bundles: StickRequest['up'] = [];
  for (const name of newest) {
    try {
      const index = signedUpIndexSchema.parse(JSON.parse(await readFile(join(stick, name, bundleIndexFile), 'utf8')));
      bundles.push({ index, letter: (await readFile(join(stick, name, letterFile))).toString('base64') });
    } catch {
      say(`${name}: not whole, passed over`);
    }
  }
  return bundles;
}

async function exchange(request: StickRequest, { gateway, fetch: send }: Courier): Promise<StickReply> {
  const response = await send(`${gateway}/v1/sticks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const content: unknown = await response.json();
  if (response.ok) return stickReplySchema.parse(content);
  const problem = gatewayProblemSchema.safeParse(content);
  throw new Error(problem.success ? problem.data.message : `the gateway answered ${response.status}`);
}

async function contentOf({ name }: BundleFile, { letter, head }: StickReply, courier: Courier): Promise<Uint8Array> {
  if (name === letterFile) return Buffer.from(letter, 'base64');
  if (name === headFile) return Buffer.from(JSON.stringify(head));
  const response = await courier.fetch(`${courier.gateway}/v1/feed/objects/${name}`);
  if (!response.ok) throw new Error(`the gateway no longer has ${name}: its data was renewed; run the command again.`);
  return new Uint8Array(await response.arrayBuffer());
}

/** A newer bundle has all that older ones had, but answers, which the kiosk's own bundle brings again. */
async function removeOlder(stick: string, newest: string, kioskCode: string): Promise<void> {
  for (const name of await readdir(stick)) {
    const [, kind, code] = bundleFolderPattern.exec(name) ?? [];
    if (kind === 'down' && code === kioskCode && serialOf(name) < serialOf(newest))
      await rm(join(stick, name), { recursive: true });
  }
}

function serialOf(name: string): number {
  return Number(bundleFolderPattern.exec(name)?.[3] ?? 0);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
