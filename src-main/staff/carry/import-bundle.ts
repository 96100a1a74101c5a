import {
  downLetterSchema,
  letterFile,
  letterPurpose,
  maxLetterBytes,
  type CarriedAnswer,
  type DownIndex,
  type DownLetter,
} from '../../../src-shared/contract/stick-bundle.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { KioskIdentity } from '../../identity/kiosk-identity.ts';
import { readJson } from '../../identity/read-json.ts';
import type { FeedSource } from '../../sync/feed-source.ts';
import type { SyncFailure } from '../../sync/feed-sync.ts';
import { bundleSource, readListed } from './bundle-source.ts';
import type { StickFiles } from './stick-files.ts';

export interface ImportPorts {
  readonly files: StickFiles;
  readonly unseal: KioskIdentity['unseal'];
  /** Keeps the list of staff if it is the gateway's and not older. */
  readonly takeStaff: (content: unknown) => Promise<Result<unknown, string>>;
  /** Brings a source's feed; null when the kiosk has it. */
  readonly takeFeed: (source: FeedSource) => Promise<SyncFailure | null>;
  /** Settles what waits by the gateway's answers; how many were to something that waits. */
  readonly settle: (answers: readonly CarriedAnswer[]) => Promise<number>;
}

/** `bundle_damaged`: not what its index says. `feed_refused`: the gateway's word against what this kiosk trusts. */
export type ImportProblem = 'stick_broken' | 'bundle_damaged' | 'feed_refused' | 'kiosk_disk';

/** What was brought in. */
export interface Imported {
  /** `older`: the line had brought a newer feed already. */
  readonly feed: 'here' | 'older' | 'none' | 'revoked';
  readonly answered: number;
}

/**
 * Brings in a bundle whose index was found to be the gateway's. Each part is checked and kept as if it had come over
 * the line, and each may come again; so a stick may be pulled out at any byte, and the same bundle put in again.
 */
export async function importBundle(
  ports: ImportPorts,
  folder: string,
  index: DownIndex,
): Promise<Result<Imported, ImportProblem>> {
  const letter = await readLetter(ports, folder, index);
  if (!letter.ok) return letter;
  // A list that is not taken is on record; what else came is of use all the same.
  await ports.takeStaff(letter.value.staff);
  const answered = await ports.settle(letter.value.answers);
  if (index.feed === null) return ok({ feed: 'none', answered });
  const failure = await ports.takeFeed(bundleSource(ports.files, folder, { index, letter: letter.value }));
  if (failure === null) return ok({ feed: 'here', answered });
  if (failure === 'older' || failure === 'revoked') return ok({ feed: failure, answered });
  return err(problemOf(failure));
}

/** What the gateway has sealed for this kiosk in a bundle. */
export async function readLetter(
  { files, unseal }: Pick<ImportPorts, 'files' | 'unseal'>,
  folder: string,
  index: DownIndex,
): Promise<Result<DownLetter, ImportProblem>> {
  const listed = index.files.find(({ name }) => name === letterFile);
  if (!listed) return err('bundle_damaged');
  const bytes = await readListed(files, folder, listed, maxLetterBytes);
  if (!bytes.ok) return err(bytes.error === 'stick_broken' ? 'stick_broken' : 'bundle_damaged');
  const opened = await unseal(bytes.value, letterPurpose.down);
  const letter = opened && readJson(new TextDecoder().decode(opened), downLetterSchema);
  return letter ? ok(letter) : err('bundle_damaged');
}

function problemOf(failure: SyncFailure): ImportProblem {
  switch (failure) {
    case 'network_down':
    case 'stopped':
      return 'stick_broken';
    case 'disk_full':
    case 'disk_broken':
    case 'no_room':
    case 'not_kept':
      return 'kiosk_disk';
    case 'forked':
    case 'forged':
    case 'unreadable':
      return 'feed_refused';
    default:
      return 'bundle_damaged';
  }
}
