import { rmSync } from 'node:fs';
import { artefactOf, notARelease } from './package/artefact.ts';
import { ensureRuntimeZip } from './package/runtime-zip.ts';
import { electronRuntime } from './prepare/electron-runtime.ts';
import { isTestFlavour } from './prepare/flavour.ts';
import { inRepository } from './prepare/paths.ts';
import { run } from './prepare/run.ts';
import { command, longStep, say, Unprepared } from './prepare/say.ts';
import { requirePrograms } from './prepare/system-packages.ts';

/*
 * Makes the application folder under out/, and with `--make` the installers from it. It is a release unless
 * WAFA_FLAVOUR=test asks for the flavour that lets a test driver in.
 */
await command(async () => {
  const making = process.argv.includes('--make');
  const runtime = electronRuntime();
  const testFlavour = isTestFlavour(process.env.WAFA_FLAVOUR, { packaging: true });
  const { folder } = artefactOf({ testFlavour });

  await ensureRuntimeZip(runtime);
  if (making && process.platform === 'linux') await requirePrograms(['dpkg', 'fakeroot', 'zip']);

  const verb = making ? 'make' : 'package';
  // A folder left by an earlier run would be taken for the new one if this one failed.
  rmSync(folder, { recursive: true, force: true });
  const { code, output } = await longStep(making ? 'Packaging and making the installers' : 'Packaging', () =>
    run(process.execPath, [inRepository('node_modules', '@electron-forge', 'cli', 'dist', 'electron-forge.js'), verb], {
      cwd: inRepository(),
      // Without these two xz takes minutes over a package that is barely smaller.
      env: { ...process.env, DPKG_DEB_COMPRESSOR_TYPE: 'gzip', DPKG_DEB_COMPRESSOR_LEVEL: '1' },
    }),
  );
  if (code !== 0) throw new Unprepared(`${output.trim()}\n\nPackaging failed: the reason is above.`);

  say(`\nApplication folder: ${folder}`);
  if (making) say(`Installers: ${inRepository('out', 'make')}`);
  for (const reason of notARelease(runtime, testFlavour)) say(`This is not a release: ${reason}.`);
});
