import type { RenderedPaper } from '../../paper/ports.ts';
import type { Raster } from '../../paper/raster.ts';

/** A picture that looks different in every row, with every byte value but DLE in it. */
export function testRaster(rows: number, width = 576): Raster {
  const bits = Uint8Array.from({ length: (rows * width) / 8 }, (_, at) => {
    const byte = (at * 7 + Math.trunc(at / 72)) & 0xff;
    return byte === 0x10 ? 0x11 : byte;
  });
  return { width, height: rows, bits };
}

/** The same as a paper to print. */
export function testPaper(rows: number): RenderedPaper {
  return { raster: testRaster(rows) };
}
