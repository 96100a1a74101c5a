import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronRuntime } from '../prepare/electron-runtime.ts';
import { stateFolder } from '../prepare/paths.ts';
import { run } from '../prepare/run.ts';
import { longStep, Unprepared } from '../prepare/say.ts';
import { requirePrograms } from '../prepare/system-packages.ts';

/** Where the packager looks for the zip of a runtime; undefined for the official one, which it finds by itself. */
export function runtimeZipFolder({ source, version }: ElectronRuntime): string | undefined {
  return source === 'official' ? undefined : join(stateFolder, `electron-zip-${source}-${version}`);
}

/**
 * The packager takes its Electron out of a zip with the official name: makes one from an unpacked runtime.
 *
 * @throws Unprepared when it cannot be made
 */
export async function ensureRuntimeZip(runtime: ElectronRuntime): Promise<void> {
  const folder = runtimeZipFolder(runtime);
  if (folder === undefined) return;
  const zip = join(folder, `electron-v${runtime.version}-${process.platform}-${process.arch}.zip`);
  if (existsSync(zip) && runtime.standIn) return;
  await requirePrograms(['zip']);
  mkdirSync(folder, { recursive: true });
  const unfinished = `${zip}.part`;
  rmSync(unfinished, { force: true });
  // Without the stand-in's loader, which would be in the way of the application.
  const args = ['-1', '--quiet', '--recurse-paths', '--symlinks', unfinished, '.', '--exclude', 'resources/app/*'];
  const { code, output } = await longStep('Zipping the runtime for the packager', () =>
    run('zip', args, { cwd: runtime.dist }),
  );
  if (code !== 0) throw new Unprepared(`zip could not pack ${runtime.dist}: ${output.trim()}`);
  renameSync(unfinished, zip);
}
