import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

/** A picture of dots: true is black. */
interface Dots {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): boolean;
}

/** Another version of the engine may draw an edge a dot to the side; farther than this is another drawing. */
const reach = 1;
/** Share of the black dots that may be elsewhere: specks of rounding, less than a letter. */
const tolerated = 0.0005;

export function dotsOfPng(png: Buffer): Dots {
  const { width, height, data } = PNG.sync.read(png);
  return {
    width,
    height,
    at: (x, y) => x >= 0 && y >= 0 && x < width && y < height && (data[(y * width + x) * 4] ?? 255) < 128,
  };
}

/** What sets a picture apart from the stored one; null when they show the same. */
export function difference(picture: Buffer, golden: Buffer): string | null {
  const [mine, stored] = [dotsOfPng(picture), dotsOfPng(golden)];
  if (mine.width !== stored.width || Math.abs(mine.height - stored.height) > 2) {
    return `${mine.width} × ${mine.height} dots instead of ${stored.width} × ${stored.height}`;
  }
  const [black, alone] = [countBlack(stored), lonely(mine, stored) + lonely(stored, mine)];
  return alone > black * tolerated ? `${alone} dots of ${black} are elsewhere` : null;
}

function countBlack(dots: Dots): number {
  let count = 0;
  for (let y = 0; y < dots.height; y += 1) for (let x = 0; x < dots.width; x += 1) if (dots.at(x, y)) count += 1;
  return count;
}

/** Black dots of one picture with no black dot of the other near them. */
function lonely(one: Dots, other: Dots): number {
  let count = 0;
  for (let y = 0; y < one.height; y += 1) {
    for (let x = 0; x < one.width; x += 1) if (one.at(x, y) && !anyNear(other, x, y)) count += 1;
  }
  return count;
}

function anyNear(dots: Dots, x: number, y: number): boolean {
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) if (dots.at(x + dx, y + dy)) return true;
  }
  return false;
}

/** The picture as a PNG of one bit a dot, a tenth of the size. */
export function smallPng(png: Buffer): Buffer {
  const dots = dotsOfPng(png);
  const rowBytes = Math.ceil(dots.width / 8);
  const rows = Buffer.alloc((rowBytes + 1) * dots.height); // each row begins with its filter, 0 = none
  for (let y = 0; y < dots.height; y += 1) {
    for (let x = 0; x < dots.width; x += 1) {
      const at = y * (rowBytes + 1) + 1 + (x >> 3);
      if (!dots.at(x, y)) rows[at] = (rows[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(dots.width, 0);
  head.writeUInt32BE(dots.height, 4);
  head[8] = 1; // bit a pixel; the other fields are 0: grey, deflate, no interlace
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'ascii'), data]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), 4 + body.length);
  return frame;
}
