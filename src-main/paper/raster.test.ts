import { describe, expect, it } from 'vitest';
import { dotsOf, stack, type Pixels } from './raster.ts';

/** Grey values, one number a pixel. */
function grey(width: number, values: readonly number[]): Pixels {
  return {
    width,
    height: values.length / width,
    bgra: Uint8Array.from(values.flatMap((value) => [value, value, value, 255])),
  };
}

describe('dots from pixels', () => {
  it('everything darker than 160 of 255 is a dot, most significant bit first', () => {
    expect(dotsOf(grey(8, [0, 255, 159, 160, 255, 255, 255, 100]), 8, 0, 1)).toEqual(Uint8Array.of(0b10100001));
  });

  it('a pure colour counts as light as it looks', () => {
    const [blue, green, red] = [
      [255, 0, 0, 255],
      [0, 255, 0, 255],
      [0, 0, 255, 255],
    ] as const;
    const pixels = {
      width: 8,
      height: 1,
      bgra: Uint8Array.from([...blue, ...green, ...red, ...blue, ...blue, ...blue, ...blue, ...blue]),
    };
    expect(dotsOf(pixels, 8, 0, 1)).toEqual(Uint8Array.of(0b11111111));
    const yellow = {
      width: 8,
      height: 1,
      bgra: Uint8Array.from(Array.from({ length: 8 }, () => [0, 255, 255, 255]).flat()),
    };
    expect(dotsOf(yellow, 8, 0, 1)).toEqual(Uint8Array.of(0));
  });

  it('rows above the band and columns beyond the paper are left out', () => {
    const pixels = grey(10, [...Array<number>(10).fill(0), ...Array<number>(8).fill(255), 0, 0]);
    expect(dotsOf(pixels, 8, 1, 1)).toEqual(Uint8Array.of(0));
  });
});

it('bands that follow each other become one picture', () => {
  const raster = stack(16, [Uint8Array.of(1, 2), Uint8Array.of(3, 4, 5, 6)]);
  expect(raster).toEqual({ width: 16, height: 3, bits: Uint8Array.of(1, 2, 3, 4, 5, 6) });
});
