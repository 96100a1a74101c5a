import { writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';

/**
 * Makes a program for Electron's main process, whose Node does not read TypeScript.
 * @returns the folder to start
 */
export async function buildElectronProgram(source: string, out: string): Promise<string> {
  const folder = join(out, 'program');
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['node'] },
    ssr: { noExternal: true, external: [...builtinModules, 'electron'] },
    build: {
      ssr: source,
      target: 'node20',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: {
        external: ['electron', /^node:/],
        output: { format: 'cjs', codeSplitting: false, entryFileNames: 'program.cjs' },
      },
    },
  });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'program', version: '1.0.0', main: 'program.cjs' }),
  );
  return folder;
}
