import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  bundleFolder,
  bundleFolderPattern,
  bundleIndexFile,
  indexMessage,
  maxIndexBytes,
  mostBundles,
  signedDownIndexSchema,
  type DownIndex,
} from '../../../src-shared/contract/stick-bundle.ts';
import type { BundleVerdict } from '../../../src-shared/contract/staff/carry.ts';
import { isSignedBy } from '../../identity/is-signed-by.ts';
import { readJson } from '../../identity/read-json.ts';
import type { StickFiles } from './stick-files.ts';

/** What a bundle is judged by. */
export interface BundleJudge {
  readonly files: StickFiles;
  /** Null before the kiosk is enrolled. */
  readonly who: () => { readonly kioskCode: string; readonly answerKey: string } | null;
  /** Number of the last bundle that was brought in whole; 0 before the first. */
  readonly lastSerial: () => number;
}

export interface FoundBundle {
  /** Name of its folder. */
  readonly name: string;
  readonly verdict: BundleVerdict;
  /** What its index says, if it is the gateway's. */
  readonly index: DownIndex | null;
  /** SHA-256 of the index as it stands on the stick, hex; it covers every byte of the bundle. */
  readonly hash: string | null;
}

/** The bundles for kiosks on a stick, the newest first. @param folder of the stick */
export async function findBundles(folder: string, judge: BundleJudge): Promise<readonly FoundBundle[]> {
  const names = (await judge.files.folders(folder)).filter((name) => bundleFolderPattern.exec(name)?.[1] === 'down');
  const newest = names.toSorted((one, other) => serialOf(other) - serialOf(one)).slice(0, mostBundles);
  const found: FoundBundle[] = [];
  for (const name of newest) found.push(await judgeBundle(folder, name, judge));
  return found;
}

/** One bundle, without believing anything of it that is not signed. */
export async function judgeBundle(folder: string, name: string, judge: BundleJudge): Promise<FoundBundle> {
  const refused = (verdict: BundleVerdict): FoundBundle => ({ name, verdict, index: null, hash: null });
  const who = judge.who();
  if (who === null) return refused('not_enrolled');
  const read = await judge.files.read(join(folder, name, bundleIndexFile), maxIndexBytes);
  if (!read.ok) return refused(read.error === 'missing' ? 'half_written' : 'unreadable');
  const signed = readJson(new TextDecoder().decode(read.value), signedDownIndexSchema);
  if (signed === null) return refused('unreadable');
  const { index, signature } = signed;
  if (!isSignedBy(who.answerKey, indexMessage(index), signature)) return refused('forged');
  const hash = createHash('sha256').update(read.value).digest('hex');
  const judged = (verdict: BundleVerdict): FoundBundle => ({ name, verdict, index, hash });
  if (index.kioskCode !== who.kioskCode) return judged('other_kiosk');
  // A bundle under another's name would be looked for in the wrong place.
  if (bundleFolder(index) !== name) return refused('unreadable');
  if (index.serial < judge.lastSerial()) return judged('older');
  for (const { name: file, bytes } of index.files) {
    const size = await judge.files.size(join(folder, name, file));
    if (!size.ok || size.value !== bytes) return judged('incomplete');
  }
  return judged(index.serial === judge.lastSerial() ? 'again' : 'good');
}

function serialOf(name: string): number {
  return Number(bundleFolderPattern.exec(name)?.[3] ?? 0);
}
