import type { PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import { askStatus } from './esc-pos.ts';
import { decodeStatus, isEndMark, isOfClearing, isStatusByte } from './status-bytes.ts';

/** A cable to the printer, whatever it is made of: it carries bytes both ways until it breaks. */
export interface ByteLine {
  /** Resolves when the line is closed or broken. */
  readonly closed: Promise<null>;
  /** Calls back with what the printer says, from now on. */
  listen(receive: (bytes: Uint8Array) => void): void;
  /** Resolves when the bytes have left this program or the line broke. */
  write(bytes: Uint8Array): Promise<void>;
  /** Hangs up after everything is sent. */
  close(): void;
  /** Breaks the line and forgets what is not sent yet. */
  drop(): void;
}

/** Connects; null when nobody answers. After `limitMs` the line breaks, whatever is going on. */
export type OpenLine = (limitMs: number) => Promise<ByteLine | null>;

/** One connection to the printer. Once it is broken every question is answered with `offline`, without waiting. */
export class PrinterLine {
  readonly #line: ByteLine;
  #statusBytes: number[] = [];
  #strange = false;
  #wake: () => void = () => undefined;
  #endMark: (() => void) | null = null;

  constructor(line: ByteLine) {
    this.#line = line;
    line.listen((bytes) => {
      this.#take(bytes);
    });
  }

  /** `unknown` when only bytes came that are no status; `offline` when the line broke. */
  async ask(): Promise<PrinterStatus> {
    this.#statusBytes = [];
    await this.send(askStatus);
    const [printer, cause, paper] = (await Promise.race([this.#three(), this.#line.closed])) ?? [];
    if (printer === undefined || cause === undefined || paper === undefined)
      return this.#strange ? 'unknown' : 'offline';
    return decodeStatus(printer, cause, paper);
  }

  /** Resolves when the bytes have left this program or the line broke. */
  send(bytes: Uint8Array): Promise<void> {
    return this.#line.write(bytes);
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
    this.#line.close();
  }

  /** Breaks the line and forgets what is not sent yet. */
  drop(): void {
    this.#line.drop();
  }

  #take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (isStatusByte(byte)) this.#statusBytes.push(byte);
      else if (this.#endMark && isEndMark(byte)) this.#endMark();
      else if (!isOfClearing(byte)) this.#strange = true;
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
