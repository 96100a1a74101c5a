import { describe, expect, it } from 'vitest';
import { Headphones } from './headphones.ts';

function headphones(hasSound = true) {
  const changes: string[] = [];
  const of = new Headphones({ hasSound, onChange: (route, before) => changes.push(`${before} to ${route}`) });
  return { of, changes };
}

describe('the route of sound (A35)', () => {
  it('is open until a plug is known to be in, and open again the moment it comes out', () => {
    const { of, changes } = headphones();
    expect(of.current()).toBe('open');
    of.tell('board', true);
    expect(of.current()).toBe('private');
    of.tell('board', false);
    expect(changes).toEqual(['open to private', 'private to open']);
  });

  it('is told once: a socket that says the same again changes nothing', () => {
    const { of, changes } = headphones();
    of.tell('keypad', false);
    of.tell('keypad', true);
    of.tell('keypad', true);
    expect(changes).toEqual(['open to private']);
  });

  it('is none where there is no sound, whatever is plugged in', () => {
    const { of, changes } = headphones(false);
    of.tell('computer', true);
    expect(of.current()).toBe('none');
    expect(changes).toEqual([]);
  });
});
