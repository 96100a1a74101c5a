import { describe, expect, it } from 'vitest';
import { stopBeside } from './stops.ts';

const stops = ['heading', 'first', 'last'];

describe('the way of the keypad through a screen', () => {
  it('goes on and back by one stop', () => {
    expect(stopBeside(stops, 'heading', 1)).toBe('first');
    expect(stopBeside(stops, 'last', -1)).toBe('first');
  });

  it('goes round at both ends: no trap', () => {
    expect(stopBeside(stops, 'last', 1)).toBe('heading');
    expect(stopBeside(stops, 'heading', -1)).toBe('last');
  });

  it('begins at the start when what had the focus has gone', () => {
    expect(stopBeside(stops, null, 1)).toBe('heading');
    expect(stopBeside(stops, 'a button of the last screen', 1)).toBe('heading');
  });

  it('leads nowhere on a screen without stops', () => {
    expect(stopBeside([], null, 1)).toBeNull();
  });
});
