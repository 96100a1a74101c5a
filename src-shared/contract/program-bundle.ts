import { z } from 'zod';

/*
 * A program on a stick: a folder with a few lines of text, their signature and the package. Lines, because the system's
 * installer reads them too (resources/linux/wafa-program) and has no JSON there. The signature is over the bytes as they
 * stand, so that nothing is read before it is proved.
 */

export const programTextFile = 'program.txt';
export const programSignatureFile = 'program.sig';
export const programPackageFile = 'program.deb';

/** No text is longer, bytes. */
export const maxProgramTextBytes = 1024;
/** An Ed25519 signature, bytes. */
export const programSignatureBytes = 64;
/** No package is larger, bytes. */
export const maxProgramBytes = 1_000_000_000;

const versionPattern = /^(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})$/;
/** Three numbers. */
export const programVersionSchema = z.string().regex(versionPattern);
export const programFolderPattern = /^wafa-program-\d{1,5}\.\d{1,5}\.\d{1,5}$/;
/** Name of its folder on a stick. */
export const programFolder = (version: string): string => `wafa-program-${version}`;

export const programSchema = z.strictObject({
  version: programVersionSchema,
  /** The oldest program that may be followed by it: older ones keep something it can no longer read. */
  from: programVersionSchema,
  /** As Node names them, for example `linux-x64`. */
  platform: z.string().regex(/^[a-z0-9]{2,20}-[a-z0-9]{2,20}$/),
  made: z.iso.datetime({ offset: true }),
  /** Length of the package. */
  bytes: z.int().positive().max(maxProgramBytes),
  /** SHA-256 of the package, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Program = z.infer<typeof programSchema>;

const firstLine = 'wafa-program 1';
const names = ['version', 'from', 'platform', 'made', 'bytes', 'sha256'] as const;

/** The text that is signed: one line for each name, in this order. */
export function programText(program: Program): string {
  return `${[firstLine, ...names.map((name) => `${name} ${program[name]}`)].join('\n')}\n`;
}

/** The text of a program; null unless it is written exactly as `programText` writes it. */
export function readProgram(text: string): Program | null {
  const lines = text.split('\n').map((line): [string, string] => {
    const [name = '', ...rest] = line.split(' ');
    return [name, rest.join(' ')];
  });
  const said = new Map(lines);
  const read = programSchema.safeParse({
    ...Object.fromEntries(names.map((name) => [name, said.get(name)])),
    bytes: Number(said.get('bytes')),
  });
  return read.success && programText(read.data) === text ? read.data : null;
}

/** Below 0: `one` is older. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  for (const at of [0, 1, 2]) {
    const apart = (a?.[at] ?? 0) - (b?.[at] ?? 0);
    if (apart !== 0) return apart;
  }
  return 0;
}
