import jsQR from 'jsqr';
import { PNG } from 'pngjs';

/** The text of the code in a picture, or null: what any phone's camera would read. */
export function readQrCode(png: Buffer): string | null {
  const { data, width, height } = PNG.sync.read(png);
  return jsQR(new Uint8ClampedArray(data), width, height)?.data ?? null;
}
