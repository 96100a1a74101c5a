import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { ByteLine, OpenLine } from './printer-line.ts';

/** Never waits in the kernel: a printer that takes nothing would hold one of Node's four workers for good. */
const openFlags = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY;
/** Pause before a device that has nothing to say, or takes nothing now, is tried again, ms. */
const tryAgainMs = 10;

/**
 * A printer on USB, as the kernel's `usblp` driver shows it: `/dev/usb/lp0`, both ways. Closing the file takes back what
 * the printer has not taken yet.
 */
export function usbLine(path: string): OpenLine {
  return async (limitMs) => {
    try {
      return new DeviceLine(await open(path, openFlags), limitMs);
    } catch {
      return null; // not plugged in, switched off, or held by another program
    }
  };
}

class DeviceLine implements ByteLine {
  readonly closed: Promise<null>;
  readonly #file: FileHandle;
  readonly #limit: NodeJS.Timeout;
  #markClosed: (value: null) => void = () => undefined;
  #receive: (bytes: Uint8Array) => void = () => undefined;
  #open = true;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: FileHandle, limitMs: number) {
    this.#file = file;
    this.closed = new Promise((resolve) => (this.#markClosed = resolve));
    this.#limit = setTimeout(() => this.drop(), limitMs);
    void this.#read();
  }

  listen(receive: (bytes: Uint8Array) => void): void {
    this.#receive = receive;
  }

  write(bytes: Uint8Array): Promise<void> {
    this.#writing = this.#writing.then(() => this.#push(bytes));
    return this.#writing;
  }

  close(): void {
    void this.#writing.then(() => this.drop());
  }

  drop(): void {
    if (!this.#open) return;
    this.#open = false;
    clearTimeout(this.#limit);
    this.#receive = () => undefined;
    this.#file.close().catch(() => undefined); // a device that is gone has nothing to close
    this.#markClosed(null);
  }

  async #push(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && this.#open;) {
      const taken = await this.#try(async () => (await this.#file.write(bytes, at, bytes.length - at)).bytesWritten);
      at += taken;
    }
  }

  async #read(): Promise<void> {
    const piece = new Uint8Array(256);
    while (this.#open) {
      const said = await this.#try(async () => (await this.#file.read(piece, 0, piece.length)).bytesRead);
      if (said > 0) this.#receive(piece.slice(0, said));
    }
  }

  /** How many bytes moved; after a rest when none did. Anything but "not now" means that the device is gone. */
  async #try(move: () => Promise<number>): Promise<number> {
    try {
      const moved = await move();
      if (moved > 0) return moved;
    } catch (failure) {
      if (!isNotNow(failure)) this.drop();
    }
    if (this.#open) await pause(tryAgainMs);
    return 0;
  }
}

function isNotNow(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === 'EAGAIN';
}
