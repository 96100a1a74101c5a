import { existsSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FuseVersion } from '@electron/fuses';
import { MakerDeb } from '@electron-forge/maker-deb';
import { MakerZIP } from '@electron-forge/maker-zip';
import { FusesPlugin } from '@electron-forge/plugin-fuses';
import { VitePlugin } from '@electron-forge/plugin-vite';
import type { ForgeConfig } from '@electron-forge/shared-types';
import { artefactOf, EXECUTABLE, NOT_A_RELEASE, notARelease } from './scripts/package/artefact.ts';
import { fusesOf } from './scripts/package/fuses.ts';
import { runtimeZipFolder } from './scripts/package/runtime-zip.ts';
import { electronRuntime } from './scripts/prepare/electron-runtime.ts';
import { isTestFlavour } from './scripts/prepare/flavour.ts';
import { inRepository } from './scripts/prepare/paths.ts';

const runtime = electronRuntime();
const testFlavour = isTestFlavour(process.env.WAFA_FLAVOUR, { packaging: true });
const artefact = artefactOf({ testFlavour });
const zipFolder = runtimeZipFolder(runtime);

/** Read at run time from beside the application; everything else is inside the built files. */
const RESOURCES = ['icons', 'audio', 'linux', 'windows'];

/** What the application reads about itself; the rest of package.json is the workshop's. */
async function slimPackageJson(folder: string): Promise<void> {
  const file = join(folder, 'package.json');
  const { name, version, description, license, type, main } = JSON.parse(await readFile(file, 'utf8')) as Record<
    string,
    unknown
  >;
  const slim = { name, productName: artefact.name, version, description, license, type, main };
  await writeFile(file, `${JSON.stringify(slim, undefined, 2)}\n`);
}

const icon = inRepository('resources', 'icons', 'wafa-kiosk.png');

const config: ForgeConfig = {
  packagerConfig: {
    name: artefact.name,
    executableName: EXECUTABLE,
    appBundleId: artefact.id,
    asar: true,
    extraResource: RESOURCES.map((name) => inRepository('resources', name)).filter((path) => existsSync(path)),
    ...(zipFolder === undefined ? {} : { electronZipDir: zipFolder }),
  },
  makers: [
    new MakerDeb({
      options: {
        name: EXECUTABLE,
        bin: EXECUTABLE,
        productName: artefact.name,
        genericName: 'Self-service kiosk',
        maintainer: 'The Wafa project',
        section: 'misc',
        // A program of its own (GPL-3), which the kiosk starts to speak; never linked.
        depends: ['espeak-ng'],
        categories: ['Office'],
        ...(existsSync(icon) ? { icon } : {}),
      },
    }),
    new MakerZIP({}),
  ],
  plugins: [
    new VitePlugin({
      build: [
        { entry: 'src-main/main.ts', target: 'main', config: 'vite.config.ts' },
        { entry: 'src-main/preload/kiosk.ts', target: 'preload', config: 'vite.config.ts' },
        { entry: 'src-main/preload/staff.ts', target: 'preload', config: 'vite.config.ts' },
        { entry: 'src-main/preload/vault.ts', target: 'preload', config: 'vite.config.ts' },
        { entry: 'src-main/preload/paper.ts', target: 'preload', config: 'vite.config.ts' },
      ],
      renderer: [{ name: 'main_window', config: 'vite.config.ts' }],
    }),
    new FusesPlugin({ version: FuseVersion.V1, ...Object.fromEntries(fusesOf(process.platform, { testFlavour })) }),
  ],
  hooks: {
    // Forge packs the Electron that package.json names; without the official one that has to be the one at hand.
    readPackageJson: async (_config, packageJson: Record<string, unknown>) => ({
      ...packageJson,
      devDependencies: { ...(packageJson.devDependencies as object), electron: runtime.version },
    }),
    packageAfterPrune: async (_config, folder) => {
      await slimPackageJson(folder);
    },
    postPackage: async (_config, { outputPaths }) => {
      const reasons = notARelease(runtime, testFlavour);
      if (reasons.length === 0) return;
      for (const path of outputPaths) {
        writeFileSync(join(path, NOT_A_RELEASE), `This is not a release: ${reasons.join('; ')}.\n`);
      }
    },
  },
};

export default config;
