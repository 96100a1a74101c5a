import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  programPackageFile,
  programSignatureFile,
  programTextFile,
} from '../../../src-shared/contract/program-bundle.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { FeedFs } from '../../sync/feed-fs.ts';
import { putFile } from '../carry/put-file.ts';
import type { StickFiles } from '../carry/stick-files.ts';
import type { FoundProgram } from './judge-program.ts';

export interface StagePorts {
  readonly files: StickFiles;
  readonly fs: FeedFs;
  /** The kiosk's own folder from which the installer takes a program. */
  readonly stage: string;
  readonly progress: (done: number, total: number) => void;
}

export type StageProblem = 'stick_broken' | 'program_damaged' | 'kiosk_disk';

/** Read at once, bytes. */
const pieceBytes = 1024 * 1024;

/**
 * Copies a program whose text was proved into the kiosk's own folder, so that the stick may be pulled out, and proves the
 * package on the way. The text comes last: a folder without it is no program.
 * @param from the program's folder on the stick
 */
export async function stageProgram(
  ports: StagePorts,
  from: string,
  { program, text, signature }: NonNullable<FoundProgram['proved']>,
): Promise<Result<void, StageProblem>> {
  const { fs, stage } = ports;
  const ready = await emptied(fs, stage);
  if (!ready) return err('kiosk_disk');
  const copied = await copyPackage(ports, join(from, programPackageFile), program);
  if (!copied.ok) return copied;
  for (const [name, bytes] of [
    [programSignatureFile, signature],
    [programTextFile, text],
  ] as const) {
    if (!(await putFile(fs, stage, name, bytes)).ok) return err('kiosk_disk');
  }
  return ok(undefined);
}

async function emptied(fs: FeedFs, stage: string): Promise<boolean> {
  if (!(await fs.makeDir(stage)).ok) return false;
  const names = await fs.list(stage);
  if (!names.ok) return false;
  for (const name of names.value) if (!(await fs.remove(join(stage, name))).ok) return false;
  return true;
}

async function copyPackage(
  { files, fs, stage, progress }: StagePorts,
  from: string,
  { bytes, sha256 }: { readonly bytes: number; readonly sha256: string },
): Promise<Result<void, StageProblem>> {
  const opened = await fs.open(join(stage, programPackageFile), 'new');
  if (!opened.ok) return err('kiosk_disk');
  const file = opened.value;
  const hash = createHash('sha256');
  let problem: StageProblem | null = null;
  for (let at = 0; at < bytes && problem === null;) {
    const piece = await files.readPart(from, at, Math.min(pieceBytes, bytes - at));
    if (!piece.ok || piece.value.length === 0) problem = 'stick_broken';
    else if (!(await file.write(at, piece.value)).ok) problem = 'kiosk_disk';
    else {
      hash.update(piece.value);
      at += piece.value.length;
      progress(at, bytes);
    }
  }
  if (problem === null && !(await file.sync()).ok) problem = 'kiosk_disk';
  if (!(await file.close()).ok) problem ??= 'kiosk_disk';
  if (problem !== null) return err(problem);
  return hash.digest('hex') === sha256 ? ok(undefined) : err('program_damaged');
}
