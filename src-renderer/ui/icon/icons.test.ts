import { describe, expect, it } from 'vitest';
import { iconShapes, turnsWithDirection } from './icons.ts';
import { shapesOf } from './shapes.ts';

describe('icons', () => {
  it('are read from their files as strokes with numbers', () => {
    expect(shapesOf('<svg><path d="M1 2h3" /><circle cx="7" cy="17" r="2" /></svg>')).toEqual([
      { tag: 'path', attributes: { d: 'M1 2h3' } },
      { tag: 'circle', attributes: { cx: '7', cy: '17', r: '2' } },
    ]);
    expect(iconShapes('car').length).toBeGreaterThan(2);
  });

  it('turn when they point along the reading direction, never when they are pictures', () => {
    expect((['back', 'forward', 'next', 'previous', 'leave'] as const).every(turnsWithDirection)).toBe(true);
    expect((['tick', 'clock', 'car', 'card', 'phone', 'stopped'] as const).some(turnsWithDirection)).toBe(false);
  });
});
