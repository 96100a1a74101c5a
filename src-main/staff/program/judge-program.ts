import { join } from 'node:path';
import {
  compareVersions,
  maxProgramTextBytes,
  programFolder,
  programFolderPattern,
  programPackageFile,
  programSignatureBytes,
  programSignatureFile,
  programTextFile,
  readProgram,
  type Program,
} from '../../../src-shared/contract/program-bundle.ts';
import type { ProgramVerdict } from '../../../src-shared/contract/staff/carry.ts';
import type { StickFiles } from '../carry/stick-files.ts';

/** What a program on a stick is judged by. */
export interface ProgramJudge {
  readonly files: StickFiles;
  /** Has one of the release keys signed these bytes? */
  readonly isReleased: (text: Uint8Array, signature: Uint8Array) => Promise<boolean>;
  readonly version: string;
  /** As Node names it, for example `linux-x64`. */
  readonly platform: string;
}

export interface FoundProgram {
  /** Name of its folder. */
  readonly name: string;
  readonly verdict: ProgramVerdict;
  /** What its text says, if a release key has signed it; `text` and `signature` as they stand on the stick. */
  readonly proved: { readonly program: Program; readonly text: Uint8Array; readonly signature: Uint8Array } | null;
}

/** No more are looked at on one stick. */
const mostPrograms = 5;

/** The programs on a stick, the newest first. @param folder of the stick */
export async function findPrograms(folder: string, judge: ProgramJudge): Promise<readonly FoundProgram[]> {
  const names = (await judge.files.folders(folder)).filter((name) => programFolderPattern.test(name));
  const version = (name: string): string => name.replace(programFolder(''), '');
  const newest = names.toSorted((one, other) => compareVersions(version(other), version(one))).slice(0, mostPrograms);
  const found: FoundProgram[] = [];
  for (const name of newest) found.push(await judgeProgram(folder, name, judge));
  return found;
}

/** One program, without believing anything of it that is not signed (fault row 66). */
export async function judgeProgram(folder: string, name: string, judge: ProgramJudge): Promise<FoundProgram> {
  const refused = (verdict: ProgramVerdict): FoundProgram => ({ name, verdict, proved: null });
  const text = await judge.files.read(join(folder, name, programTextFile), maxProgramTextBytes);
  const signature = await judge.files.read(join(folder, name, programSignatureFile), programSignatureBytes);
  for (const file of [text, signature]) {
    if (!file.ok) return refused(file.error === 'missing' ? 'half_written' : 'unreadable');
  }
  if (!text.ok || !signature.ok) return refused('unreadable');
  if (!(await judge.isReleased(text.value, signature.value))) return refused('forged');
  const program = readProgram(new TextDecoder().decode(text.value));
  // A program under another's name would be looked for in the wrong place.
  if (program === null || programFolder(program.version) !== name) return refused('unreadable');
  const proved = { program, text: text.value, signature: signature.value };
  const size = await judge.files.size(join(folder, name, programPackageFile));
  const isWhole = size.ok && size.value === program.bytes;
  return { name, verdict: verdictOf(program, isWhole, judge), proved };
}

function verdictOf(program: Program, isWhole: boolean, { version, platform }: ProgramJudge): ProgramVerdict {
  if (program.platform !== platform) return 'other_platform';
  const apart = compareVersions(program.version, version);
  if (apart === 0) return 'same';
  if (apart < 0) return 'older';
  if (compareVersions(version, program.from) < 0) return 'too_far';
  return isWhole ? 'good' : 'incomplete';
}
