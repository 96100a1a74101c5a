import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import type { ScannerAddress } from './address.ts';
import { reconnectMs, type Scanner, type ScannerPorts } from './driver.ts';
import { ScanDocuments, ScanLines } from './scan-lines.ts';

/** Longest time for setting a line's speed, ms. */
const settingLimitMs = 2_000;
/** Opened without waiting for a carrier, and never as the terminal this program can be interrupted from. */
const openFlags = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK;

/**
 * A scanner on a serial line, or on USB where it looks like one (CDC-ACM, `/dev/ttyACM0`). The line is switched to raw,
 * so that no control character reaches the kernel's line editor; the speed is set by `stty`, which Node cannot do. A
 * device that is pulled out is looked for until it is back.
 */
export class SerialScanner implements Scanner {
  readonly #address: Extract<ScannerAddress, { by: 'serial' }>;
  readonly #ports: ScannerPorts;
  readonly #lines: ScanLines;
  #stream: ReadStream | null = null;
  #stopped = false;
  /** Last reason the device could not be opened; told once, not every two seconds. */
  #told = '';

  constructor(address: Extract<ScannerAddress, { by: 'serial' }>, ports: ScannerPorts) {
    this.#address = address;
    this.#ports = ports;
    this.#lines = new ScanLines(new ScanDocuments(ports.timers, ports.onScan));
    void this.#open();
  }

  stop(): void {
    this.#stopped = true;
    this.#stream?.destroy();
  }

  async #open(): Promise<void> {
    try {
      await setSpeed(this.#address);
      if (this.#stopped) return;
      this.#listen(openTty(this.#address.path));
      this.#told = '';
    } catch (failure) {
      this.#lost(failure instanceof Error ? failure.message : 'unknown');
    }
  }

  #listen(stream: ReadStream): void {
    this.#stream = stream;
    stream.setEncoding('utf8');
    stream.on('data', (piece: string) => {
      this.#lines.take(piece);
    });
    stream.on('error', () => stream.destroy());
    stream.on('end', () => stream.destroy());
    stream.once('close', () => this.#lost('closed'));
  }

  #lost(why: string): void {
    this.#lines.forget();
    if (this.#stopped) return;
    if (why !== this.#told) this.#ports.log('scanner-lost', { why: why.slice(0, 120) });
    this.#told = why;
    this.#ports.timers.after(reconnectMs, () => void this.#open());
  }
}

function openTty(path: string): ReadStream {
  const file = openSync(path, openFlags);
  try {
    const stream = new ReadStream(file);
    stream.setRawMode(true);
    return stream;
  } catch (failure) {
    closeSync(file); // not a tty
    throw failure;
  }
}

/** Without a shell, and with nothing in the arguments that was not checked when the settings were read. */
function setSpeed({ path, baud }: Extract<ScannerAddress, { by: 'serial' }>): Promise<void> {
  if (baud === null) return Promise.resolve();
  const settings = ['-F', path, String(baud), 'cs8', '-parenb', '-cstopb', 'clocal', 'raw', '-echo'];
  return new Promise((resolve, reject) => {
    execFile('stty', settings, { timeout: settingLimitMs }, (failure) => {
      if (failure) reject(new Error(`stty: ${failure.message}`));
      else resolve();
    });
  });
}
