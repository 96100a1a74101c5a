import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ElectronRuntime, executableIn, runtimeIn, versionOf } from './electron-runtime.ts';
import { Unprepared } from './say.ts';

/** One place an Electron can come from; undefined means "not here, try the next". */
export type Source = () => Promise<ElectronRuntime | undefined>;

export interface Sources {
  /** The folder a person named. */
  readonly override: Source;
  /** The official release, already unpacked or downloaded now. */
  readonly official: Source;
  /** The older Electron for development and tests. */
  readonly standIn: Source;
}

/**
 * Looks for Electron: what a person named, then the official release, then the stand-in.
 *
 * @throws Unprepared when there is none
 */
export async function findRuntime(sources: Sources): Promise<ElectronRuntime> {
  for (const source of [sources.override, sources.official, sources.standIn]) {
    const runtime = await source();
    if (runtime !== undefined) return runtime;
  }
  throw new Unprepared(
    'Electron could not be downloaded: check the connection, name a mirror in ELECTRON_MIRROR, or name the folder of an unpacked Electron in ELECTRON_OVERRIDE_DIST_PATH.',
  );
}

/**
 * The runtime that ELECTRON_OVERRIDE_DIST_PATH (Electron's own variable) names.
 *
 * @throws Unprepared when it names a folder without Electron: a person who set it wants that one and no other
 */
export async function overriddenRuntime(
  folder = process.env.ELECTRON_OVERRIDE_DIST_PATH,
): Promise<ElectronRuntime | undefined> {
  if (folder === undefined || folder === '') return undefined;
  const dist = resolve(folder);
  const version = versionOf(dist);
  if (!existsSync(executableIn(dist)) || version === undefined) {
    throw new Unprepared(`ELECTRON_OVERRIDE_DIST_PATH names ${dist}, which holds no Electron: correct it or unset it.`);
  }
  return Promise.resolve(runtimeIn(dist, 'override', version));
}
