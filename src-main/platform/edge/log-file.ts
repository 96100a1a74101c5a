import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../../src-shared/contract/log-catalogue.ts';
import { logLine } from '../log-line.ts';

/** Size at which the log is put aside, bytes. */
const rotateAtBytes = 5_000_000;
/** Older logs kept beside it: `kiosk.log.1` is the youngest. */
export const keptLogs = 5;

/** A log of JSON lines in `<folder>/logs/kiosk.log`, also on standard output while `echo` is on. */
export function openLog(folder: string, echo: boolean, wallMs: () => number): Log {
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  const file = join(logs, 'kiosk.log');
  return (event, details) => {
    const line = logLine(event, { ...details }, new Date(wallMs()).toISOString());
    if (echo) console.log(line);
    try {
      if (sizeOf(file) > rotateAtBytes) rotate(file);
      appendFileSync(file, `${line}\n`);
    } catch {
      // A full disk must not stop a visitor; the journal, not the log, is what money depends on.
    }
  };
}

function rotate(file: string): void {
  for (let age = keptLogs - 1; age >= 0; age -= 1) {
    const from = age === 0 ? file : `${file}.${age}`;
    if (sizeOf(from) > 0) renameSync(from, `${file}.${age + 1}`);
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
