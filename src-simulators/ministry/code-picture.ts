import { PNG } from 'pngjs';
import type { Random } from '../world/random.ts';

/* Digits of five by seven dots, drawn large, shifted and struck through: legible for people, as a code picture is. */

const glyphs: readonly string[] = [
  '01110 10001 10011 10101 11001 10001 01110',
  '00100 01100 00100 00100 00100 00100 01110',
  '01110 10001 00001 00110 01000 10000 11111',
  '11110 00001 00001 01110 00001 00001 11110',
  '00010 00110 01010 10010 11111 00010 00010',
  '11111 10000 11110 00001 00001 10001 01110',
  '00110 01000 10000 11110 10001 10001 01110',
  '11111 00001 00010 00100 01000 01000 01000',
  '01110 10001 10001 01110 10001 10001 01110',
  '01110 10001 10001 01111 00001 00010 01100',
];

const dot = 9;
const margin = 18;
const glyphWidth = 5 * dot;
const gap = 2 * dot;
const height = 7 * dot + 2 * margin;
const ink = [20, 40, 80] as const;
const scratch = [150, 160, 185] as const;

/** The code as a PNG, base64. */
export function codePicture(code: string, random: Random): string {
  const width = 2 * margin + code.length * glyphWidth + (code.length - 1) * gap;
  const png = new PNG({ width, height });
  png.data.fill(255);
  for (let line = 0; line < 3; line += 1) strike(png, random);
  [...code].forEach((digit, at) => {
    const left = margin + at * (glyphWidth + gap) + random.int(-4, 4);
    draw(png, glyphs[Number(digit)] ?? '', left, margin + random.int(-8, 8));
  });
  return PNG.sync.write(png).toString('base64');
}

function draw(png: PNG, glyph: string, left: number, top: number): void {
  glyph.split(' ').forEach((row, y) => {
    [...row].forEach((bit, x) => {
      if (bit === '1') fill(png, left + x * dot, top + y * dot, dot, dot, ink);
    });
  });
}

/** A thin line across, behind the digits. */
function strike(png: PNG, random: Random): void {
  const from = random.int(0, height - 1);
  const to = random.int(0, height - 1);
  for (let x = 0; x < png.width; x += 1) {
    fill(png, x, Math.round(from + ((to - from) * x) / png.width), 1, 2, scratch);
  }
}

function fill(
  png: PNG,
  left: number,
  top: number,
  width: number,
  tall: number,
  colour: readonly [number, number, number],
): void {
  for (let y = Math.max(0, top); y < Math.min(png.height, top + tall); y += 1) {
    for (let x = Math.max(0, left); x < Math.min(png.width, left + width); x += 1) {
      png.data.set(colour, (y * png.width + x) * 4);
    }
  }
}
