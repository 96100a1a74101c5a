import { describe, expect, it } from 'vitest';
import { changePreferences, defaultPreferences, type Preferences } from '../../src-shared/session/preferences.ts';
import { pressDeviceKey } from './device-keys.ts';

function keypad(first: Preferences = defaultPreferences) {
  const done: string[] = [];
  let preferences = first;
  const press = (...keys: Parameters<typeof pressDeviceKey>[1][]): void => {
    for (const key of keys)
      pressDeviceKey(
        {
          preferences: () => preferences,
          change: (change) => {
            preferences = changePreferences(preferences, change);
            done.push('change');
          },
          repeat: () => done.push('repeat'),
          plug: (plugged) => done.push(plugged ? 'in' : 'out'),
        },
        key,
      );
  };
  return { press, done, now: () => preferences };
}

describe('the keys that work on every screen', () => {
  it('start speech at the first press and say the screen again at the next (A31)', () => {
    const { press, done, now } = keypad();
    press('speech');
    expect(now().speech).toBe(true);
    press('speech');
    expect(done).toEqual(['change', 'repeat']);
  });

  it('change volume and speed step by step, stop at both ends, and let it be heard', () => {
    const { press, now, done } = keypad({ ...defaultPreferences, speech: true });
    press('louder', 'faster');
    expect(now()).toMatchObject({ volume: defaultPreferences.volume + 1, rate: 125 });
    expect(done.at(-1)).toBe('repeat');
    press(
      ...Array.from({ length: 12 }, () => 'quieter' as const),
      ...Array.from({ length: 12 }, () => 'slower' as const),
    );
    expect(now()).toMatchObject({ volume: 0, rate: 75 });
    press(
      ...Array.from({ length: 12 }, () => 'louder' as const),
      ...Array.from({ length: 12 }, () => 'faster' as const),
    );
    expect(now()).toMatchObject({ volume: 7, rate: 200 });
  });

  it('tune nothing while nothing is said: a key at rest begins no visit', () => {
    const { press, done } = keypad();
    press('louder', 'slower', 'repeat');
    expect(done).toEqual([]);
  });

  it('take the picture away and bring it back, for who is led by ear only (A42)', () => {
    const { press, now } = keypad();
    press('blank');
    expect(now().blank).toBe(false);
    press('speech', 'blank');
    expect(now().blank).toBe(true);
    press('blank');
    expect(now().blank).toBe(false);
  });

  it('tell of the keypad’s own headphone socket', () => {
    const { press, done } = keypad();
    press('plugged', 'unplugged');
    expect(done).toEqual(['in', 'out']);
  });
});
