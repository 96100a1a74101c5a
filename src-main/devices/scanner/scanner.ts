/** Longest line a scanner may send, characters; a document's number is far shorter (row 9). */
const longestLine = 512;

/**
 * Collects what a line scanner sends into lines. Printable text only: anything with control codes or
 * over the limit is dropped whole, up to its end of line.
 */
export class ScanLines {
  #line = '';
  #tooLong = false;
  readonly #receive: (text: string) => void;

  constructor(receive: (text: string) => void) {
    this.#receive = receive;
  }

  /** Takes the next piece, however it was cut. */
  take(piece: string): void {
    for (const character of piece) {
      if (character === '\n' || character === '\r') this.#end();
      else this.#add(character);
    }
  }

  #add(character: string): void {
    if (this.#line.length >= longestLine) this.#tooLong = true;
    else this.#line += character;
  }

  #end(): void {
    const line = this.#line;
    const good = !this.#tooLong && line !== '' && !/\p{Cc}/u.test(line);
    this.#line = '';
    this.#tooLong = false;
    if (good) this.#receive(line);
  }
}

/**
 * What a scan means on a screen that asks for a number: twelve digits as on the civil card's barcode.
 * Anything else (addresses, JSON, intents) is not a number and is dropped (row 10).
 */
export function numberFromScan(text: string): string | null {
  const digits = text.trim();
  return /^\d{12}$/.test(digits) ? digits : null;
}
