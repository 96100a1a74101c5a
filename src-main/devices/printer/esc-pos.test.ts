import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrinterSimulator } from '../../../src-simulators/printer/printer.ts';
import { EscPosPrinter } from './driver-esc-pos.ts';
import { tcpLine } from './driver-tcp-line.ts';
import { pictureBands } from './esc-pos.ts';
import { testRaster } from './test-support.ts';

describe('pictures as GS v 0', () => {
  it('a picture of 600 rows goes in bands of 255, 255 and 90', () => {
    const bands = pictureBands(testRaster(600));
    expect(bands.map((band) => [...band.subarray(0, 8)])).toEqual(
      [255, 255, 90].map((rows) => [0x1d, 0x76, 0x30, 0, 72, 0, rows, 0]),
    );
    expect(bands.map((band) => band.length - 8)).toEqual([255 * 72, 255 * 72, 90 * 72]);
  });

  it('dots that would spell a command to the printer get one dot more', () => {
    const bits = Uint8Array.of(0x10, 0x04, 0x01, 0x10, 0x05, 0x02, 0x10, 0x14);
    const [band] = pictureBands({ width: 64, height: 1, bits });
    expect([...(band ?? []).slice(8)]).toEqual([0x10, 0x0c, 0x01, 0x10, 0x0d, 0x02, 0x10, 0x1c]);
    expect(bits[1]).toBe(0x04);
  });
});

describe('a picture comes out of the printer as it went in', () => {
  const simulator = new PrinterSimulator();
  let printer: EscPosPrinter;

  beforeEach(async () => {
    printer = new EscPosPrinter(tcpLine({ host: '127.0.0.1', port: await simulator.listen() }));
  });
  afterEach(async () => {
    await simulator.close();
    simulator.clear();
  });

  it.each([1, 255, 256, 1000])('%i rows', async (rows) => {
    const raster = testRaster(rows);
    expect((await printer.print({ raster }, 15_000)).ok).toBe(true);
    const [job] = simulator.jobs();
    expect(job).toMatchObject({ complete: true, width: 576, height: rows });
    expect(dotsOnPaper(job?.png ?? Buffer.alloc(0))).toEqual(Buffer.from(raster.bits));
  });

  it('dots that look like a status request confuse neither side', async () => {
    await simulator.set('paper_near_end');
    const bits = new Uint8Array(72 * 300);
    for (let at = 0; at + 3 <= bits.length; at += 9) bits.set([0x10, 0x04, 0x04], at);
    expect((await printer.print({ raster: { width: 576, height: 300, bits } }, 15_000)).ok).toBe(true);
    expect(simulator.latest()).toMatchObject({ complete: true, height: 300 });
  });
});

function dotsOnPaper(png: Buffer): Buffer {
  const { width, height, data } = PNG.sync.read(png);
  const dots = Buffer.alloc((width * height) / 8);
  for (let at = 0; at < width * height; at += 1) {
    if (data[at * 4] === 0) dots[at >> 3] = (dots[at >> 3] ?? 0) | (0x80 >> (at & 7));
  }
  return dots;
}
