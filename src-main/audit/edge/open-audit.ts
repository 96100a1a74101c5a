import type { Log } from '../../../src-shared/contract/log-catalogue.ts';
import type { Clock, Rng } from '../../../src-shared/ports.ts';
import { nodeJournalFs } from '../../journal/edge/node-fs.ts';
import { nodeSha256 } from '../../journal/edge/node-sha256.ts';
import { openJournal } from '../../journal/journal.ts';
import { AuditLog } from '../audit-log.ts';

export interface OpenAuditPorts {
  readonly folder: string;
  readonly version: string;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly log: Log;
}

/** Records are small and few: a file holds some ten thousand. Sizes in bytes. */
const settings = { segmentBytes: 4 * 1024 * 1024, reserveBytes: 256 * 1024 };

/** Opens the audit log of a real kiosk; one that cannot be opened takes nothing. */
export async function openAudit({ folder, version, clock, rng, log }: OpenAuditPorts): Promise<AuditLog> {
  const bootId = Buffer.from(rng.bytes(16)).toString('hex');
  const opened = await openJournal({
    ...{ dir: folder, name: 'audit', fs: nodeJournalFs, sha256: nodeSha256, clock, bootId, settings },
  });
  if (!opened.ok) log('audit-not-opened', { why: JSON.stringify(opened.error).slice(0, 200) });
  const audit = new AuditLog(opened.ok ? opened.value : null, log);
  await audit.note({ kind: 'boot', version });
  return audit;
}
