import type { Raster } from '../../paper/raster.ts';

/*
 * The few ESC/POS commands a picture needs. `@point-of-sale/receipt-printer-encoder` would take four bytes a dot, set
 * its own threshold and bring 220 kB of code pages; our dots are ready, and the command around them is eight bytes.
 */

/** DLE EOT 1, 2 and 4: printer, cause of being offline, paper. Answered at once, with one byte each. */
export const askStatus = Uint8Array.of(0x10, 0x04, 1, 0x10, 0x04, 2, 0x10, 0x04, 4);

/** DLE DC4 8: forgets everything received and not yet printed. Without it a jam cleared later prints the rest. */
export const clearBuffer = Uint8Array.of(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8);

/** ESC @: back to the settings of power-on. */
const reset = [0x1b, 0x40];
/** GS V 66 0: feeds to the knife and cuts. */
const feedAndCut = [0x1d, 0x56, 66, 0];
/** GS r 1: answered when everything before it has been printed. */
const askEnd = [0x1d, 0x72, 1];

/** Begins a job; `torn` first cuts off what an earlier job left hanging in the printer. */
export function jobStart(torn: boolean): Uint8Array {
  return Uint8Array.from(torn ? [...reset, ...feedAndCut] : reset);
}

/** Ends a job: cut, and say when it is done. */
export const jobEnd = Uint8Array.from([...feedAndCut, ...askEnd]);

/** Most rows of one picture command; some printers take one byte for the height. */
const bandRows = 255;

/** The picture as `GS v 0` commands. */
export function pictureBands(raster: Raster): Uint8Array[] {
  const rowBytes = raster.width / 8;
  const bands: Uint8Array[] = [];
  for (let first = 0; first < raster.height; first += bandRows) {
    const rows = Math.min(bandRows, raster.height - first);
    const dots = raster.bits.subarray(first * rowBytes, (first + rows) * rowBytes);
    bands.push(
      Uint8Array.from([0x1d, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, rows, 0, ...withoutCommands(dots)]),
    );
  }
  return bands;
}

/**
 * Printers obey DLE EOT, DLE ENQ and DLE DC4 even in the middle of a picture, so no row may spell one by accident. One
 * more dot, in the byte after DLE, breaks the spell and nobody sees it.
 */
function withoutCommands(dots: Uint8Array): Uint8Array {
  const safe = Uint8Array.from(dots);
  for (let at = 1; at < safe.length; at += 1) {
    const [before, byte] = [safe[at - 1], safe[at]];
    if (before === 0x10 && (byte === 0x04 || byte === 0x05 || byte === 0x14)) safe[at] = byte | 0x08;
  }
  return safe;
}
