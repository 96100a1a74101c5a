import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Writes one event with its details; values are codes and counts, never personal data. */
export type Log = (event: string, details?: Readonly<Record<string, string | number>>) => void;

/** Size at which the log is put aside, bytes. One older file is kept. */
const rotateAtBytes = 5_000_000;

/** A log of JSON lines in `<folder>/logs/kiosk.log`, also on standard output while `echo` is on. */
export function openLog(folder: string, echo: boolean, wallMs: () => number): Log {
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  const file = join(logs, 'kiosk.log');
  return (event, details = {}) => {
    const line = JSON.stringify({ at: new Date(wallMs()).toISOString(), event, ...details });
    if (echo) console.log(line);
    try {
      if (sizeOf(file) > rotateAtBytes) renameSync(file, `${file}.1`);
      appendFileSync(file, `${line}\n`);
    } catch {
      // A full disk must not stop a visitor; the journal, not the log, is what money depends on.
    }
  };
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
