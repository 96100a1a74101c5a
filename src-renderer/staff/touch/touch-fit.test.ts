import { describe, expect, it } from 'vitest';
import { largestMiss, touchFit, touchTargets, type Place } from './touch-fit.ts';

const felt = (by: (target: Place) => Place) => touchTargets.map((target) => ({ target, felt: by(target) }));

describe('the touch screen', () => {
  it('that is true needs no correction', () => {
    const touches = felt((target) => target);
    expect(largestMiss(touches, { width: 1080, height: 1920 })).toBe(0);
    expect(touchFit(touches)?.map((one) => Math.round(one * 1e6) / 1e6)).toEqual([1, 0, 0, 0, 1, 0]);
  });

  it('that is shifted and stretched is put right by the correction', () => {
    const touches = felt(({ x, y }) => ({ x: x * 0.95 + 0.02, y: y * 1.03 - 0.01 }));
    expect(largestMiss(touches, { width: 1000, height: 1000 })).toBeGreaterThan(20);
    const [a, b, c, d, e, f] = touchFit(touches) ?? [0, 0, 0, 0, 0, 0];
    const right = touches.map(({ target, felt: { x, y } }) => ({
      target,
      felt: { x: a * x + b * y + c, y: d * x + e * y + f },
    }));
    expect(largestMiss(right, { width: 1000, height: 1000 })).toBeLessThan(1e-6);
  });

  it('turned by a quarter, as after a screen was mounted upright, is turned back', () => {
    const matrix = touchFit(felt(({ x, y }) => ({ x: y, y: 1 - x })));
    expect(matrix?.map((one) => Math.round(one * 1e6) / 1e6)).toEqual([0, -1, 1, 1, 0, 0]);
  });

  it('that feels everything in one place has no correction', () => {
    expect(touchFit(felt(() => ({ x: 0.5, y: 0.5 })))).toBeNull();
  });
});
