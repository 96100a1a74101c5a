import { connect, type Socket } from 'node:net';
import type { PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import { askStatus } from './esc-pos.ts';
import { decodeStatus, isEndMark, isStatusByte } from './status-bytes.ts';

export interface PrinterAddress {
  readonly host: string;
  readonly port: number;
}

/** Connects; null when nobody answers. After `limitMs` the line breaks, whatever is going on. */
export function openLine({ host, port }: PrinterAddress, limitMs: number): Promise<PrinterLine | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true });
    const limit = setTimeout(() => {
      socket.resetAndDestroy();
    }, limitMs);
    socket.on('error', () => undefined); // always followed by `close`
    socket.once('close', () => {
      clearTimeout(limit);
      resolve(null);
    });
    socket.once('connect', () => {
      resolve(new PrinterLine(socket));
    });
  });
}

/** One connection to the printer. Once it is broken every question is answered with `offline`, without waiting. */
export class PrinterLine {
  readonly #socket: Socket;
  readonly #broken: Promise<null>;
  #statusBytes: number[] = [];
  #strange = false;
  #wake: () => void = () => undefined;
  #endMark: (() => void) | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#broken = new Promise((resolve) => {
      socket.once('close', () => {
        resolve(null);
      });
    });
    socket.on('data', (bytes: Buffer) => {
      this.#take(bytes);
    });
  }

  /** `unknown` when only bytes came that are no status; `offline` when the line broke. */
  async ask(): Promise<PrinterStatus> {
    this.#statusBytes = [];
    await this.send(askStatus);
    const [printer, cause, paper] = (await Promise.race([this.#three(), this.#broken])) ?? [];
    if (printer === undefined || cause === undefined || paper === undefined)
      return this.#strange ? 'unknown' : 'offline';
    return decodeStatus(printer, cause, paper);
  }

  /** Resolves when the bytes have left this program or the line broke. */
  send(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.write(bytes, () => {
        resolve();
      });
    });
  }

  /** Resolves to true at the next end mark. */
  endMark(): Promise<true> {
    return new Promise((resolve) => {
      this.#endMark = () => {
        resolve(true);
      };
    });
  }

  /** Hangs up after everything is sent. */
  close(): void {
    this.#socket.end();
  }

  /** Breaks the line and forgets what is not sent yet. */
  drop(): void {
    this.#socket.resetAndDestroy();
  }

  #take(bytes: Buffer): void {
    for (const byte of bytes) {
      if (isStatusByte(byte)) this.#statusBytes.push(byte);
      else if (this.#endMark && isEndMark(byte)) this.#endMark();
      else this.#strange = true;
    }
    this.#wake();
  }

  #three(): Promise<number[]> {
    return new Promise((resolve) => {
      this.#wake = () => {
        if (this.#statusBytes.length >= 3) resolve(this.#statusBytes);
      };
      this.#wake();
    });
  }
}
