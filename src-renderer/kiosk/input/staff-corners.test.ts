import { describe, expect, it } from 'vitest';
import { cornersMs, createStaffCorners } from './staff-corners.ts';

const size = { width: 1080, height: 1920 };
const [topLeft, topRight, bottomRight, bottomLeft] = [
  { x: 5, y: 5 },
  { x: 1075, y: 5 },
  { x: 1075, y: 1915 },
  { x: 5, y: 1915 },
] as const;
const middle = { x: 540, y: 900 };

/** How often the sign was made by touching these places, `stepMs` apart. */
function touch(places: readonly { x: number; y: number }[], stepMs = 100): number {
  let nowMs = 0;
  let made = 0;
  const take = createStaffCorners(
    () => nowMs,
    () => (made += 1),
  );
  for (const place of places) {
    take({ ...size, ...place });
    nowMs += stepMs;
  }
  return made;
}

describe('the sign of staff', () => {
  const round = [topLeft, topRight, bottomRight, bottomLeft];

  it('is the four corners clockwise from the top left', () => {
    expect(touch(round)).toBe(1);
    expect(touch([...round, ...round])).toBe(2);
  });

  it('is not made by another order, or with something touched in between', () => {
    expect(touch([topLeft, bottomLeft, bottomRight, topRight])).toBe(0);
    expect(touch([topLeft, topRight, middle, bottomRight, bottomLeft])).toBe(0);
    expect(touch([topRight, bottomRight, bottomLeft])).toBe(0);
  });

  it('begins again with a second touch of the first corner', () => {
    expect(touch([topLeft, ...round])).toBe(1);
  });

  it('does not wait for somebody who is slow', () => {
    expect(touch(round, cornersMs / 2)).toBe(0);
  });
});
