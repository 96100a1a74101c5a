import { createHash } from 'node:crypto';
import {
  exportListFile,
  exportMessage,
  type ExportedFile,
  type ExportList,
  type SignedExportList,
} from '../../../src-shared/contract/evidence-export.ts';
import { toBase64Url } from '../../../src-shared/encoding/base64.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { FeedFs } from '../../sync/feed-fs.ts';
import type { EvidenceFile } from './evidence.ts';
import { problemOf, putFile, type StickProblem } from './put-file.ts';

/** `kiosk_disk`: something of ours could not be read. */
export type ExportProblem = StickProblem | 'kiosk_disk';

export interface ExportPorts {
  readonly fs: FeedFs;
  /** Signs with the device key; `deviceKey` is its public half, base64url. */
  readonly signer: { readonly deviceKey: string; sign(bytes: Uint8Array): Uint8Array };
  readonly progress: (done: number, total: number) => void;
  /** Told the SHA-256 of the list, hex, before the list is written: no finished folder is without its record. */
  readonly record: (hash: string) => Promise<unknown>;
}

/**
 * Copies the files into a new folder on the stick, each durable before it gets its name, and writes the signed list
 * last: a folder without a list was not finished.
 */
export async function exportEvidence(
  ports: ExportPorts,
  folder: string,
  files: readonly EvidenceFile[],
  about: Omit<ExportList, 'v' | 'files'>,
): Promise<Result<ExportList, ExportProblem>> {
  const { fs, signer, progress, record } = ports;
  const made = await fs.makeDir(folder);
  if (!made.ok) return err(problemOf(made.error));
  const listed: ExportedFile[] = [];
  for (const [done, { name, read }] of files.entries()) {
    progress(done, files.length);
    const bytes = await read();
    if (!bytes.ok) return err('kiosk_disk');
    const written = await putFile(fs, folder, name, bytes.value);
    if (!written.ok) return err(problemOf(written.error));
    listed.push({ name, bytes: bytes.value.length, sha256: sha256Hex(bytes.value) });
  }
  const list: ExportList = { v: 1, ...about, files: listed };
  const { deviceKey } = signer;
  const signed: SignedExportList = { list, deviceKey, signature: toBase64Url(signer.sign(exportMessage(list))) };
  const text = new TextEncoder().encode(`${JSON.stringify(signed, null, 2)}\n`);
  await record(sha256Hex(text));
  const written = await putFile(fs, folder, exportListFile, text);
  progress(files.length, files.length);
  return written.ok ? ok(list) : err(problemOf(written.error));
}

function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
