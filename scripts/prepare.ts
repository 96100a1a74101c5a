import { ensureBuilt } from './prepare/build.ts';
import { forgetRuntime, rememberedRuntime, rememberRuntime } from './prepare/electron-runtime.ts';
import { findRuntime, overriddenRuntime } from './prepare/find-runtime.ts';
import { officialRuntime } from './prepare/official-runtime.ts';
import { command } from './prepare/say.ts';
import { standInRuntime } from './prepare/stand-in-runtime.ts';
import { requireSystem } from './prepare/system-packages.ts';

/*
 * Everything a fresh machine needs before the application can run: an Electron, the system's libraries, and the built
 * application. Runs before start, test, demo, bench and package, and does nothing when everything is there.
 * `--again` forgets which Electron was found and looks anew.
 */
await command(async () => {
  if (process.argv.includes('--again')) forgetRuntime();
  let runtime = rememberedRuntime();
  if (runtime === undefined) {
    runtime = await findRuntime({ override: overriddenRuntime, official: officialRuntime, standIn: standInRuntime });
    rememberRuntime(runtime);
  }
  await requireSystem(runtime.executable);
  await ensureBuilt();
});
