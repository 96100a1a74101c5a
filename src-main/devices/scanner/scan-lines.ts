import { looksLikeMrz, mrzLinesOf } from '../../../src-shared/domain/mrz.ts';
import { longestScan } from '../../../src-shared/domain/scan.ts';
import type { Timers } from '../../../src-shared/ports.ts';

/** How long the next line of a passport or card may take, ms; readers send them within a few. */
const nextLineMs = 500;
/** More than four documents in a second is no hand, and the same one twice in it is one: the rest is dropped. */
const pastMs = 1_000;
const mostAtOnce = 4;

/**
 * Makes documents of a scanner's lines. A number is one line; a passport or card is two or three, which belong together
 * only if they come together. A document that stays half is handed on as it is, to be refused in words.
 */
export class ScanDocuments {
  readonly #timers: Timers;
  readonly #receive: (text: string) => void;
  #lines: string[] = [];
  #wanted = 1;
  #late: { cancel(): void } | null = null;
  /** Documents of the last second. */
  #past: string[] = [];

  constructor(timers: Timers, receive: (text: string) => void) {
    this.#timers = timers;
    this.#receive = receive;
  }

  /** Takes one line without its end. */
  line(text: string): void {
    if (text === '') return;
    if (this.#lines.length === 0) this.#wanted = mrzLinesOf(text);
    this.#lines.push(text);
    this.#late?.cancel();
    if (this.#lines.length >= this.#wanted || !looksLikeMrz(text)) this.#finish();
    else this.#late = this.#timers.after(nextLineMs, () => this.#finish());
  }

  /** The scanner is gone: what it began is forgotten. */
  forget(): void {
    this.#late?.cancel();
    this.#lines = [];
  }

  #finish(): void {
    const text = this.#lines.join('\n');
    this.#lines = [];
    if (this.#past.length >= mostAtOnce || this.#past.includes(text)) return;
    this.#past.push(text);
    this.#timers.after(pastMs, () => this.#past.shift());
    this.#receive(text);
  }
}

/** Cuts what a line scanner sends into lines, and never holds more of one than can be told to be too long. */
export class ScanLines {
  readonly #documents: ScanDocuments;
  #line = '';

  constructor(documents: ScanDocuments) {
    this.#documents = documents;
  }

  /** Takes the next piece, however it was cut. */
  take(piece: string): void {
    for (const character of piece) {
      if (character === '\n' || character === '\r') this.#end();
      else if (this.#line.length <= longestScan) this.#line += character;
    }
  }

  /** The scanner is gone: half a line is no line. */
  forget(): void {
    this.#line = '';
    this.#documents.forget();
  }

  #end(): void {
    const line = this.#line.trim();
    this.#line = '';
    this.#documents.line(line);
  }
}
