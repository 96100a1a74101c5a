/** What a printer does the moment the bytes come in, before anything sent earlier. */
export type RealTimeCommand = { readonly do: 'status'; readonly n: number } | { readonly do: 'clear' };

const DLE = 0x10;
const EOT = 0x04;
const DC4 = 0x14;

/** Finds real-time commands wherever they stand, also inside a picture: that is what printers do. */
export class RealTimeReader {
  #last: readonly [number, number] = [0, 0];

  read(bytes: Uint8Array): RealTimeCommand[] {
    const found: RealTimeCommand[] = [];
    for (const byte of bytes) {
      const [dle, verb] = this.#last;
      if (dle === DLE && verb === EOT && byte >= 1 && byte <= 4) found.push({ do: 'status', n: byte });
      if (dle === DLE && verb === DC4 && byte === 8) found.push({ do: 'clear' });
      this.#last = [verb, byte];
    }
    return found;
  }
}
