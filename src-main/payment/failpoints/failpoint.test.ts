import { describe, expect, it } from 'vitest';
import { failpoint, readFailpoint } from './failpoint.ts';

describe('the setting of a failpoint', () => {
  it.each([
    ['journal.before:CAPTURE_PROVED', { place: 'journal.before:CAPTURE_PROVED', nth: 1 }],
    ['send.after:noCharge#3', { place: 'send.after:noCharge', nth: 3 }],
    ['terminal.before:Payment#12', { place: 'terminal.before:Payment', nth: 12 }],
  ])('%s is read', (text, read) => {
    expect(readFailpoint(text)).toEqual(read);
  });

  it.each([
    '',
    'commit',
    'send:commit',
    'send.during:commit',
    'send.before:',
    'send.before:commit#0',
    'send.before:a#x',
  ])('"%s" is refused', (text) => {
    expect(readFailpoint(text)).toBeNull();
  });
});

describe('a failpoint', () => {
  function armed(text: string | undefined) {
    const deaths: string[] = [];
    const now = { text };
    const hit = failpoint({ setting: () => now.text, strike: () => deaths.push(now.text ?? '') });
    return { deaths, now, hit };
  }

  it('strikes at its place and nowhere else', () => {
    const { deaths, hit } = armed('send.before:commit');
    hit('send.after:commit');
    hit('send.before:open');
    expect(deaths).toEqual([]);
    hit('send.before:commit');
    expect(deaths).toHaveLength(1);
  });

  it('strikes at the nth visit, and only once', () => {
    const { deaths, hit } = armed('send.before:commit#3');
    const seen = [1, 2, 3, 4].map(() => {
      hit('send.before:commit');
      return deaths.length;
    });
    expect(seen).toEqual([0, 0, 1, 1]);
  });

  it('that is set while the program runs counts from then on', () => {
    const { deaths, now, hit } = armed(undefined);
    hit('send.before:commit');
    now.text = 'send.before:commit#2';
    hit('send.before:commit');
    expect(deaths).toEqual([]);
    hit('send.before:commit');
    expect(deaths).toHaveLength(1);
  });

  it('that nobody can read is an error, not a place nobody comes to', () => {
    expect(() => armed('send.before').hit('send.before:commit')).toThrow(/WAFA_FAILPOINT/);
  });
});
