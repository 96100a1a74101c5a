import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { MarkFile } from '../last-start.ts';

/** The mark of a run as a file that is whole or not there. */
export function nodeRunMark(path: string): MarkFile {
  return {
    read: () => readOrNull(path),
    write: (text) => {
      mkdirSync(dirname(path), { recursive: true });
      const draft = openSync(`${path}.new`, 'w', 0o600);
      try {
        writeSync(draft, text);
        fsyncSync(draft);
      } finally {
        closeSync(draft);
      }
      renameSync(`${path}.new`, path);
    },
  };
}

/** Names the machine's run since it was switched on; empty where the system does not say. */
export function bootId(): string {
  return readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
