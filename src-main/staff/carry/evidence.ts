import { join } from 'node:path';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { SignedDayReport } from '../../../src-shared/domain/day-report.ts';
import type { FsFailure } from '../../journal/file-system.ts';
import type { FeedFs } from '../../sync/feed-fs.ts';

/** One file to be carried away, read when its turn comes. */
export interface EvidenceFile {
  readonly name: string;
  readonly read: () => Promise<Result<Uint8Array, FsFailure>>;
}

export interface EvidencePlaces {
  readonly journal: string;
  readonly audit: string;
  readonly logs: string;
}

/** Where a kiosk keeps them. */
export function evidencePlaces(dataFolder: string): EvidencePlaces {
  const [journal, audit, logs] = ['journal', 'audit', 'logs'].map((name) => join(dataFolder, name));
  if (!journal || !audit || !logs) throw new Error('three names make three paths');
  return { journal, audit, logs };
}

/** Everything a kiosk can be asked about: both journals as they are on the disk, closed days, logs. */
export async function evidenceFiles(
  fs: Pick<FeedFs, 'list' | 'read'>,
  places: EvidencePlaces,
  days: readonly SignedDayReport[],
): Promise<Result<EvidenceFile[], FsFailure>> {
  const files: EvidenceFile[] = [];
  for (const [dir, ending] of [
    [places.journal, '.wj'],
    [places.audit, '.wj'],
    [places.logs, '.log'],
  ] as const) {
    const names = await fs.list(dir);
    if (!names.ok) {
      if (names.error.code === 'ENOENT') continue;
      return err(names.error);
    }
    for (const name of names.value.filter((one) => one.includes(ending)).sort()) {
      files.push({ name, read: async () => trimmed(await fs.read(join(dir, name)), ending) });
    }
  }
  for (const day of days) {
    const bytes = new TextEncoder().encode(`${JSON.stringify(day, null, 2)}\n`);
    files.push({ name: `z-${String(day.report.no).padStart(6, '0')}.json`, read: async () => ok(bytes) });
  }
  return ok(files);
}

/** A journal file is allocated before it is used: what is behind its last record is zeros. */
function trimmed(read: Result<Uint8Array, FsFailure>, ending: string): Result<Uint8Array, FsFailure> {
  if (!read.ok || ending !== '.wj') return read;
  const { value } = read;
  let end = value.length;
  while (end > 0 && value[end - 1] === 0) end -= 1;
  return ok(value.subarray(0, end));
}
