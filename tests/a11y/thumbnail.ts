import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';

/**
 * A small picture of a virtual screen, from the memory it keeps in a file: a picture through Electron would take
 * longer than everything that is measured. The file is an X window dump: a header of big-endian words, colours
 * nobody uses, then rows of BGRx (XWDFile.h).
 *
 * @param width of the thumbnail, a whole fraction of the screen's, px
 */
export function readThumbnail(framesIn: string, width: number): PNG {
  const dump = readFileSync(join(framesIn, 'Xvfb_screen0'));
  const [headerSize, screenWidth, screenHeight, rowBytes, colours] = [0, 16, 20, 48, 76].map((at) =>
    dump.readUInt32BE(at),
  );
  if (headerSize === undefined || !screenWidth || !screenHeight || !rowBytes || colours === undefined) {
    throw new Error('the virtual screen has no picture');
  }
  const pixels = dump.subarray(headerSize + colours * 12);
  const step = screenWidth / width;
  const small = new PNG({ width, height: Math.floor(screenHeight / step) });
  for (let y = 0; y < small.height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const to = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        // Mean of the square of pixels that becomes this one.
        let sum = 0;
        for (let down = 0; down < step; down += 1) {
          const from = (y * step + down) * rowBytes + x * step * 4 + channel;
          for (let along = 0; along < step; along += 1) sum += pixels[from + along * 4] ?? 0;
        }
        small.data[to + 2 - channel] = sum / (step * step);
      }
      small.data[to + 3] = 255;
    }
  }
  return small;
}
