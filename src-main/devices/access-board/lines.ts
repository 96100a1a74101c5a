/*
 * The access board: a box at a serial-to-network port with the headphone socket and the guiding lights, one line of text
 * for each thing it tells or is told. It says how the socket is at every connect and at every change.
 */

/** Where a light can show that something waits there (A40). */
export const lightPlaces = ['receipt', 'card'] as const;
export type LightPlace = (typeof lightPlaces)[number];

/** Longest line a board may send, characters. */
const longestLine = 40;

/** Collects what the board sends; lines it does not know are dropped. */
export class BoardLines {
  #line = '';
  readonly #onPlug: (plugged: boolean) => void;

  constructor(onPlug: (plugged: boolean) => void) {
    this.#onPlug = onPlug;
  }

  take(piece: string): void {
    for (const character of piece) {
      if (character === '\n') this.#end();
      else if (this.#line.length <= longestLine) this.#line += character;
    }
  }

  #end(): void {
    const line = this.#line.trim();
    this.#line = '';
    if (line === 'headphones in') this.#onPlug(true);
    if (line === 'headphones out') this.#onPlug(false);
  }
}

/** The line that switches a light. */
export function lightLine(place: LightPlace, on: boolean): string {
  return `light ${place} ${on ? 'on' : 'off'}\n`;
}
