/** A picture of black dots, as a thermal printer wants it. */
export interface Raster {
  /** Dots per row, a multiple of 8. */
  readonly width: number;
  /** Rows, at least 1. */
  readonly height: number;
  /** One bit a dot, 1 = black, most significant bit first, `width / 8` bytes a row. */
  readonly bits: Uint8Array;
}

/** A picture as the browser engine hands it out: four bytes a pixel, opaque. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Blue, green, red, alpha. */
  readonly bgra: Uint8Array;
}

/** Anything darker is burnt as a dot; 160 of 255 keeps the thin strokes of Arabic letters whole. */
const darkBelow = 160;

/** How light a pixel is to the eye, 0 to 255. */
export function luminance(pixels: Pixels, x: number, y: number): number {
  const at = (y * pixels.width + x) * 4;
  const { bgra } = pixels;
  return ((bgra[at + 2] ?? 255) * 299 + (bgra[at + 1] ?? 255) * 587 + (bgra[at] ?? 255) * 114) / 1000;
}

/** True where the printer burns a dot. */
export function isDark(pixels: Pixels, x: number, y: number): boolean {
  return luminance(pixels, x, y) < darkBelow;
}

/** The dots of `rows` rows from `firstRow` on, of the first `width` columns. The pixels must reach that far. */
export function dotsOf(pixels: Pixels, width: number, firstRow: number, rows: number): Uint8Array {
  const rowBytes = width / 8;
  const bits = new Uint8Array(rowBytes * rows);
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (!isDark(pixels, x, firstRow + y)) continue;
      const at = y * rowBytes + (x >> 3);
      bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return bits;
}

/** One picture out of bands that follow each other. */
export function stack(width: number, bands: readonly Uint8Array[]): Raster {
  const bits = new Uint8Array(bands.reduce((total, band) => total + band.length, 0));
  let at = 0;
  for (const band of bands) {
    bits.set(band, at);
    at += band.length;
  }
  return { width, height: (bits.length * 8) / width, bits };
}
