import { execFile } from 'node:child_process';

/** Longest run of a command of the settings, ms. */
const limitMs = 20_000;

/** Runs a command of the settings, its words divided by spaces, without a shell. @returns whether it went well */
export function runCommand(command: string, args: readonly string[] = []): Promise<boolean> {
  const [program = '', ...words] = command.split(' ').filter(Boolean);
  return new Promise((resolve) => {
    execFile(program, [...words, ...args], { timeout: limitMs }, (error) => resolve(error === null));
  });
}
