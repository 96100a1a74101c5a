import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { inRepository, stateFolder } from './paths.ts';
import { Unprepared } from './say.ts';

/** The Electron that start, demo, tests, benches and packaging run. */
const runtimeSchema = z.strictObject({
  /** Folder of the unpacked runtime. */
  dist: z.string(),
  /** The program inside `dist`. */
  executable: z.string(),
  /** Electron's version, without a leading v. */
  version: z.string(),
  /** `stand-in` is an older Electron for development and tests, never for a release. */
  source: z.enum(['override', 'official', 'stand-in']),
});
type FoundRuntime = z.infer<typeof runtimeSchema>;
export type RuntimeSource = FoundRuntime['source'];

export interface ElectronRuntime extends FoundRuntime {
  /** True when this is the older Electron for development and tests, which no release may contain. */
  readonly standIn: boolean;
}

const stateSchema = z.strictObject({
  /** What the search was for; another version or another override makes it out of date. */
  wanted: z.strictObject({ version: z.string(), override: z.string() }),
  runtime: runtimeSchema,
});

const stateFile = join(stateFolder, 'electron-runtime.json');

/** Where Electron's program is inside an unpacked runtime. */
export function executableIn(dist: string, platform: NodeJS.Platform = process.platform): string {
  switch (platform) {
    case 'darwin':
      return join(dist, 'Electron.app', 'Contents', 'MacOS', 'Electron');
    case 'win32':
      return join(dist, 'electron.exe');
    default:
      return join(dist, 'electron');
  }
}

/** Version of an unpacked runtime from the file `version` that every Electron carries, or undefined. */
export function versionOf(dist: string): string | undefined {
  try {
    return readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    return undefined;
  }
}

/** The Electron version the product is built for, from the installed package. */
export function productElectronVersion(): string {
  const text = readFileSync(inRepository('node_modules', 'electron', 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

function wanted(): z.infer<typeof stateSchema>['wanted'] {
  return { version: productElectronVersion(), override: process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '' };
}

/** The runtime that an earlier `prepare` found, if it is still there and still the one asked for. */
export function rememberedRuntime(): ElectronRuntime | undefined {
  if (!existsSync(stateFile)) return undefined;
  const state = stateSchema.safeParse(JSON.parse(readFileSync(stateFile, 'utf8')));
  if (!state.success) return undefined;
  const { runtime } = state.data;
  const upToDate = JSON.stringify(state.data.wanted) === JSON.stringify(wanted()) && existsSync(runtime.executable);
  return upToDate ? { ...runtime, standIn: runtime.source === 'stand-in' } : undefined;
}

/** Keeps what `prepare` found for the commands that follow it. */
export function rememberRuntime({ dist, executable, version, source }: ElectronRuntime): void {
  mkdirSync(stateFolder, { recursive: true });
  const state: z.infer<typeof stateSchema> = { wanted: wanted(), runtime: { dist, executable, version, source } };
  writeFileSync(stateFile, `${JSON.stringify(state, undefined, 2)}\n`);
}

/** Makes the next `prepare` look for a runtime from the beginning. */
export function forgetRuntime(): void {
  rmSync(stateFile, { force: true });
}

/**
 * The Electron to run.
 *
 * @throws Unprepared when `prepare` has not run
 */
export function electronRuntime(): ElectronRuntime {
  const runtime = rememberedRuntime();
  if (runtime === undefined) throw new Unprepared('There is no Electron yet: run "node scripts/prepare.ts" first.');
  return runtime;
}

/** Describes an unpacked runtime. */
export function runtimeIn(dist: string, source: RuntimeSource, version: string): ElectronRuntime {
  return { dist, executable: executableIn(dist), version, source, standIn: source === 'stand-in' };
}
