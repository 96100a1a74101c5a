import { describe, expect, it } from 'vitest';
import { feedKeysOf } from '../../src-shared/feed/feed-keys.ts';
import { epochAt, epochsToHandOut, peppersOf } from './epochs.ts';
import { person, startEpoch, startMs, testKeys } from './test-support.ts';

const hourMs = 3_600_000;
const changeMs = (startEpoch + 14) * 24 * hourMs;

describe('an epoch', () => {
  it('changes every so many days, to a higher number', () => {
    expect(epochAt(changeMs - 1, 14)).toBe(startEpoch);
    expect(epochAt(changeMs, 14)).toBe(startEpoch + 14);
  });

  it('is never far below the one before when its length is changed', () => {
    for (const days of [3, 7, 30, 90]) expect(Math.abs(epochAt(startMs, days) - startEpoch)).toBeLessThan(90);
  });
});

describe('peppers handed out', () => {
  it('are those of the present epoch, and of the next from two days before it', () => {
    expect(epochsToHandOut(startEpoch, startMs, 14)).toEqual([startEpoch]);
    expect(epochsToHandOut(startEpoch, changeMs - 48 * hourMs - 1, 14)).toEqual([startEpoch]);
    expect(epochsToHandOut(startEpoch, changeMs - 48 * hourMs, 14)).toEqual([startEpoch, startEpoch + 14]);
  });

  it('are also those of the epoch that is still published when the next has begun', () => {
    expect(epochsToHandOut(startEpoch, changeMs + hourMs, 14)).toEqual([startEpoch, startEpoch + 14]);
  });

  it('are none of the epochs before the published one, when the clock goes back', () => {
    expect(epochsToHandOut(startEpoch + 14, startMs, 14)).toEqual([startEpoch + 14]);
    expect(epochsToHandOut(null, startMs, 14)).toEqual([startEpoch]);
  });

  it('lead to other places and keys in every epoch, and always to the same in one', async () => {
    const keys = await testKeys();
    const [one, again, other] = await Promise.all(
      [startEpoch, startEpoch, startEpoch + 14].map((epoch) => feedKeysOf(person(1), peppersOf(keys, epoch))),
    );
    expect(one).toEqual(again);
    expect(other?.index).not.toEqual(one?.index);
    expect(other?.rowKey).not.toEqual(one?.rowKey);
    expect([one?.index.length, one?.rowKey.length]).toEqual([8, 32]);
  });
});
