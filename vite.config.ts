import { rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import type { BuildEnvironmentOptions, ConfigEnv, EnvironmentOptions } from 'vite';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { isTestFlavour } from './scripts/prepare/flavour.ts';

/*
 * One file for three callers:
 *  - `vite build --app` builds everything into .vite/ (what start, demo, tests and benches run);
 *  - Electron Forge asks for one target at a time and names it in `env.forgeConfigSelf`;
 *  - vitest reads `test`.
 */

const repository = import.meta.dirname;
const inRepository = (...parts: string[]): string => join(repository, ...parts);

/** Programs that run in Electron's Node: source file → name of the file in .vite/build. */
const NODE_ENTRIES = {
  main: { source: 'src-main/main.ts', output: 'main' },
  preload_kiosk: { source: 'src-main/preload/kiosk.ts', output: 'preload-kiosk' },
  preload_staff: { source: 'src-main/preload/staff.ts', output: 'preload-staff' },
  preload_vault: { source: 'src-main/preload/vault.ts', output: 'preload-vault' },
  preload_paper: { source: 'src-main/preload/paper.ts', output: 'preload-paper' },
} as const;

/** Pages, each `src-renderer/<page>/index.html`. */
const PAGES = ['kiosk', 'staff', 'vault', 'paper'] as const;

/** The targets fit Electron 33 (Node 20.18, Chromium 130), the oldest runtime the tests run on, and all newer ones. */
const NODE_TARGET = 'node20';
const PAGE_TARGET = 'chrome130';

const runtimeModules = ['electron', /^electron\//, /^node:/, ...builtinModules];

function nodeBuild(source: string, output: string): BuildEnvironmentOptions {
  return {
    // Without `ssr` Vite takes the program for a web page and rewrites process.env.X to {}.X.
    ssr: true,
    target: NODE_TARGET,
    outDir: inRepository('.vite/build'),
    emptyOutDir: false, // the four programs share the folder
    copyPublicDir: false,
    reportCompressedSize: false,
    minify: false, // stack traces in the log stay readable
    rolldownOptions: {
      input: inRepository(source),
      external: runtimeModules,
      output: { format: 'cjs', codeSplitting: false, entryFileNames: `${output}.cjs` },
    },
  };
}

function pageBuild(): BuildEnvironmentOptions {
  return {
    target: PAGE_TARGET,
    outDir: inRepository('.vite/renderer/main_window'),
    emptyOutDir: true,
    reportCompressedSize: false,
    // The pages' policy allows files of the page's own origin only: nothing inline, no data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: Object.fromEntries(PAGES.map((page) => [page, inRepository('src-renderer', page, 'index.html')])),
    },
  };
}

function nodeEnvironment(source: string, output: string): EnvironmentOptions {
  return {
    consumer: 'server',
    // Only the built files are packed, so every dependency has to be inside them.
    resolve: { noExternal: true, external: [...builtinModules, 'electron'] },
    build: nodeBuild(source, output),
  };
}

const shared = (testFlavour: boolean) =>
  ({
    root: inRepository('src-renderer'),
    base: './',
    define: { __TEST_FLAVOUR__: JSON.stringify(testFlavour) },
    plugins: [vue()],
    clearScreen: false,
  }) satisfies ViteUserConfig;

/** What Forge asks for: `entry` for the main process and preloads, only `name` for the pages. */
interface ForgeTarget {
  readonly entry?: string;
  readonly name?: string;
}

function forgeConfig(target: ForgeTarget, testFlavour: boolean): ViteUserConfig {
  if (target.entry === undefined) return { ...shared(testFlavour), build: pageBuild() };
  const entry = Object.values(NODE_ENTRIES).find(({ source }) => source === target.entry);
  if (entry === undefined) throw new Error(`forge.config.ts names ${target.entry}, which vite.config.ts does not know`);
  return {
    ...shared(testFlavour),
    // `lib: false` keeps Forge from adding its own library settings to ours.
    build: { ...nodeBuild(entry.source, entry.output), lib: false },
    ssr: { noExternal: true, target: 'node' },
  };
}

function everythingConfig(testFlavour: boolean): ViteUserConfig {
  return {
    ...shared(testFlavour),
    build: pageBuild(),
    environments: Object.fromEntries(
      Object.entries(NODE_ENTRIES).map(([name, { source, output }]) => [name, nodeEnvironment(source, output)]),
    ),
    builder: {
      buildApp: async (builder) => {
        rmSync(inRepository('.vite'), { recursive: true, force: true }); // with the stamp of an earlier build
        for (const name of ['client', ...Object.keys(NODE_ENTRIES)]) {
          const environment = builder.environments[name];
          if (environment === undefined) throw new Error(`vite has no environment called ${name}`);
          await builder.build(environment);
        }
      },
    },
  };
}

function testConfig(): ViteUserConfig {
  const never = ['**/node_modules/**', '.vite/**', 'out/**'];
  return {
    ...shared(true),
    root: repository,
    test: {
      // A busy machine of two cores is slow; a test that hangs is found all the same.
      testTimeout: 30_000,
      hookTimeout: 60_000,
      projects: [
        {
          extends: true,
          test: {
            name: 'node',
            include: [
              'src-{shared,main,gateway,simulators}/**/*.test.ts',
              '{scripts,tests/a11y,tests/contract,tests/faults,tests/sim}/**/*.test.ts',
            ],
            exclude: never,
            environment: 'node',
          },
        },
        {
          extends: true,
          test: {
            name: 'dom',
            include: ['src-renderer/**/*.test.ts'],
            exclude: never,
            environment: 'happy-dom',
          },
        },
      ],
    },
  };
}

export default defineConfig((env: ConfigEnv & { forgeConfigSelf?: ForgeTarget }) => {
  if (process.env.VITEST !== undefined) return testConfig();
  const testFlavour = isTestFlavour(process.env.WAFA_FLAVOUR, {
    packaging: env.forgeConfigSelf !== undefined && env.command === 'build',
  });
  return env.forgeConfigSelf === undefined
    ? everythingConfig(testFlavour)
    : forgeConfig(env.forgeConfigSelf, testFlavour);
});
