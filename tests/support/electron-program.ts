import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';
import { electronRuntime } from '../../scripts/prepare/electron-runtime.ts';
import { sandboxFlags } from '../../scripts/prepare/sandbox.ts';

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

/**
 * Runs such a program to its end.
 * @param data folder of its profile
 * @throws with what it said last when it fails, or is not done within `limitMs`
 */
export async function runElectronProgram(
  program: string,
  data: string,
  environment: Readonly<Record<string, string>>,
  limitMs: number,
): Promise<void> {
  const { executable, dist } = electronRuntime();
  const child = spawn(executable, [program, ...sandboxFlags(dist), `--user-data-dir=${data}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: limitMs,
    env: { ...process.env, ...environment },
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2_000)));
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`${program} failed:\n${said}`);
}
