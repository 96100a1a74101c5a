import { execFile } from 'node:child_process';

/** Longest run of a command of the settings unless it is said, ms. */
const limitMs = 20_000;

/** Runs a command of the settings, its words divided by spaces, without a shell. @returns whether it went well */
export function runCommand(command: string, args: readonly string[] = [], timeout = limitMs): Promise<boolean> {
  const [program = '', ...words] = command.split(' ').filter(Boolean);
  return new Promise((resolve) => {
    execFile(program, [...words, ...args], { timeout }, (error) => resolve(error === null));
  });
}
