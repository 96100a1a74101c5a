import { closeSync, existsSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Append-only text lines on a disk. */
export interface LedgerFile {
  /** The complete lines that were there when the file was opened. */
  lines(): readonly string[];
  /** Returns only when the line is on the disk. */
  append(line: string): void;
  close(): void;
}

/** Opens or creates the file. A last line that was torn by a crash is cut off: it was never acknowledged to anyone. */
export function openLedgerFile(path: string): LedgerFile {
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
  const fd = openSync(path, 'a', 0o600);
  if (whole.length < bytes.length) ftruncateSync(fd, whole.length);
  const lines = whole
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  return {
    lines: () => lines,
    append(line) {
      writeSync(fd, `${line}\n`);
      fdatasyncSync(fd);
    },
    close: () => closeSync(fd),
  };
}
