import { describe, expect, it, vi } from 'vitest';
import { createActivity } from './activity.ts';
import { bounceMs, createKeyGuard, steadyMs } from './key-guard.ts';
import { createShield } from './shield.ts';

describe('input guards', () => {
  it('ignores taps for 350 ms after a screen change, and no longer', () => {
    let now = 1000;
    const shield = createShield(() => now);
    expect(shield.isUp()).toBe(false);
    shield.raise();
    now += 349;
    expect(shield.isUp()).toBe(true);
    now += 1;
    expect(shield.isUp()).toBe(false);
  });

  it('takes a bouncing key once, but the same key again when it is meant', () => {
    let now = 0;
    const keys = createKeyGuard(
      () => now,
      () => bounceMs,
    );
    expect(keys.accepts('1', false)).toBe(true);
    now = 100;
    expect(keys.accepts('1', false)).toBe(false);
    expect(keys.accepts('2', false)).toBe(true);
    now = 260;
    expect(keys.accepts('2', false)).toBe(true);
  });

  it('takes presses at 0, 100, 400 and 600 ms as meant, but with steady hands only those half a second apart (A26)', () => {
    const takenAt = (limitMs: number): number[] => {
      let now = 0;
      const keys = createKeyGuard(
        () => now,
        () => limitMs,
      );
      return [0, 100, 400, 600].filter((at) => {
        now = at;
        return keys.accepts('5', false);
      });
    };
    expect(takenAt(bounceMs)).toEqual([0, 400, 600]);
    expect(takenAt(steadyMs)).toEqual([0, 600]);
  });

  it('never takes the system’s key repeat', () => {
    const keys = createKeyGuard(
      () => 0,
      () => bounceMs,
    );
    expect(keys.accepts('Enter', true)).toBe(false);
  });

  it('reports life at most once a second', () => {
    let now = 0;
    const report = vi.fn();
    const alive = createActivity(() => now, report);
    for (const at of [0, 10, 999, 1000, 1500, 2100]) {
      now = at;
      alive();
    }
    expect(report).toHaveBeenCalledTimes(3);
  });
});
