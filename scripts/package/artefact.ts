import { join } from 'node:path';
import { inRepository } from '../prepare/paths.ts';

/** Name of the program file, of the package and of the data folder's owner. */
export const EXECUTABLE = 'wafa-kiosk';

export interface Artefact {
  /** Name of the application, which also names its data folder: the two flavours never share one. */
  readonly name: string;
  /** Identifier of the application for macOS and Windows. */
  readonly id: string;
  /** The application folder. */
  readonly folder: string;
  /** The program inside it. */
  readonly executable: string;
}

function executablePath(folder: string, name: string): string {
  switch (process.platform) {
    case 'darwin':
      return join(folder, `${name}.app`, 'Contents', 'MacOS', EXECUTABLE);
    case 'win32':
      return join(folder, `${EXECUTABLE}.exe`);
    default:
      return join(folder, EXECUTABLE);
  }
}

/** Where packaging puts the application folder of a flavour on this machine, and how it is called. */
export function artefactOf({ testFlavour }: { readonly testFlavour: boolean }): Artefact {
  const name = testFlavour ? 'Wafa Test' : 'Wafa';
  const folder = inRepository('out', `${name}-${process.platform}-${process.arch}`);
  const id = testFlavour ? 'kw.wafa.kiosk.test' : 'kw.wafa.kiosk';
  return { name, id, folder, executable: executablePath(folder, name) };
}

/** Stands in the folder of an artefact that must not be shipped. */
export const NOT_A_RELEASE = 'NOT-A-RELEASE.txt';

/** Why an artefact must not be shipped; empty for a release. */
export function notARelease(
  runtime: { readonly source: string; readonly version: string },
  testFlavour: boolean,
): string[] {
  return [
    ...(testFlavour ? ['it is the test flavour, which lets a test driver in'] : []),
    ...(runtime.source === 'official'
      ? []
      : [`it contains Electron ${runtime.version} from another source than the official release (${runtime.source})`]),
  ];
}
