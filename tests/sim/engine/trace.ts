/** What happened in a run, as a number to compare and, if wanted, as lines to read. */
export class Trace {
  readonly lines: string[] = [];
  readonly #keep: boolean;
  #one = 0x811c9dc5;
  #other = 0x1b873593;

  /** @param keep whether the lines are wanted */
  constructor(keep: boolean) {
    this.#keep = keep;
  }

  add(at: number, what: string): void {
    if (this.#keep) this.lines.push(`${(at / 1000).toFixed(3).padStart(11)}  ${what}`);
    this.#mix(at);
    for (let index = 0; index < what.length; index += 1) this.#mix(what.charCodeAt(index));
  }

  /** 64 bits as 16 hex digits. */
  hash(): string {
    return [this.#one, this.#other].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #mix(value: number): void {
    this.#one = Math.imul(this.#one ^ value, 0x01000193);
    this.#other = Math.imul(this.#other ^ value, 0x5bd1e995) ^ (this.#other >>> 15);
  }
}
