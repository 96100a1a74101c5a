import { describe, expect, it } from 'vitest';
import { deviceKey, deviceKeys, navigationKey, navigationKeys } from './keypad.ts';

describe('the key map of the keypads (A39)', () => {
  it('gives every meaning one key and no key two meanings', () => {
    const keys = [...Object.keys(navigationKeys), ...Object.keys(deviceKeys)];
    const meanings = [...Object.values(navigationKeys), ...Object.values(deviceKeys)];
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(meanings).size).toBe(meanings.length);
  });

  it('starts speech by F13 and can do without any other key than five', () => {
    expect(deviceKey('F13')).toBe('speech');
    expect(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Enter'].map(navigationKey)).toEqual([
      'previous',
      'next',
      'back',
      'forward',
      'choose',
    ]);
  });

  it.each(['5', 'a', 'F12', 'toString', '__proto__', ''])('leaves %j alone', (key) => {
    expect(navigationKey(key)).toBeNull();
    expect(deviceKey(key)).toBeNull();
  });
});
