import jsQR from 'jsqr';
import { expect, it } from 'vitest';
import { qrDrawing } from './qr-path.ts';

/** Paints the path's strips into pixels, as the screen would. */
function painted(side: number, path: string, scale: number): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray((side * scale) ** 2 * 4).fill(255);
  for (const [, x = '', y = '', width = ''] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(width)) * scale; column += 1) {
        pixels.fill(0, (row * side * scale + column) * 4, (row * side * scale + column) * 4 + 3);
      }
    }
  }
  return pixels;
}

it.each(['7F3A91C4', `WAFA1.${'eyJ2IjoxLCJuIjoiSzAwMS0w'.repeat(16)}`])(
  'draws a code that a phone reads back: %s',
  (text) => {
    const { side, path } = qrDrawing(text);
    expect(jsQR(painted(side, path, 3), side * 3, side * 3)?.data).toBe(text);
  },
);
