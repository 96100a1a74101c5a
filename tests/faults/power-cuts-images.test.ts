import { describe, expect, it } from 'vitest';
import { callsInLife, cutMemoryDisk } from './power-cuts-images.ts';

describe('the image of a power cut', () => {
  it('holds every acknowledged record, wherever the program died', async () => {
    const calls = await callsInLife();
    for (let death = 1; death <= calls + 1; death += 1) {
      const after = await cutMemoryDisk(death, death, 'on');
      expect(after, `died at call ${death}`).toMatchObject({ kind: 'read', lost: [] });
    }
  });

  it('lacks records when fdatasync does nothing, and the rig sees it', async () => {
    const after = await Promise.all([1, 2, 3, 4, 5].map((seed) => cutMemoryDisk(1_000, seed, 'off')));
    expect(after.some((one) => one.kind === 'unreadable' || one.lost.length > 0)).toBe(true);
  });
});
