import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Unprepared } from './say.ts';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** `show` passes the program's output on to the console, `collect` returns it. */
  readonly output?: 'show' | 'collect';
  /** Milliseconds after which the program is killed; no limit when left out. */
  readonly limit?: number;
  /** Kills the program when aborted. */
  readonly signal?: AbortSignal;
}

export interface RunResult {
  /** Exit code; 1 when the program was killed or could not be started. */
  readonly code: number;
  /** Standard output and standard error together; empty with `show`. */
  readonly output: string;
}

/** Runs a program to its end. Never throws: a program that cannot be started ends with code 1 and its reason as output. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    const shown = options.output === 'show';
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
      ...(options.limit === undefined ? {} : { timeout: Math.max(1, Math.ceil(options.limit)) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', (error) => {
      resolve({ code: 1, output: `${output}${error.message}` });
    });
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Runs a program that has to end well. @throws {Unprepared} with what it said */
export async function mustRun(program: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, output } = await run(program, args, { cwd });
  if (code !== 0) throw new Unprepared(`"${program} ${args.join(' ')}" failed: ${output.trim()}`);
}

/** Where a program is on the search path, or undefined. */
export function whichProgram(name: string, path: string = process.env.PATH ?? ''): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
