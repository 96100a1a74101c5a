import { describe, expect, it } from 'vitest';
import { statusText } from './status-text.ts';
import { staffWordsIn } from './words.ts';

const told = (minutes: number, language: 'ar' | 'en' = 'en'): string =>
  statusText({ id: 'start', state: 'good', code: 'first', values: { minutes } }, staffWordsIn(language));

describe('a span of time on the status page', () => {
  it.each([
    [0, '0 min ago, the first one here'],
    [119, '119 min ago, the first one here'],
    [120, '2 h ago, the first one here'],
    [2_879, '47 h ago, the first one here'],
    [2_880, '2 days ago, the first one here'],
    [43_200, '30 days ago, the first one here'],
  ])('of %d minutes is said in the unit that fits', (minutes, text) => {
    expect(told(minutes)).toBe(text);
  });

  it('agrees with its number in Arabic', () => {
    expect(told(2_880, 'ar')).toContain('قبل يومين');
    expect(told(7 * 1_440, 'ar')).toContain('7 أيام');
  });
});
