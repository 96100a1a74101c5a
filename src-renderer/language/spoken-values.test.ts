import { describe, expect, it } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { languages } from '../../src-shared/domain/language.ts';
import { spokenDate, spokenElapsed, spokenId, spokenMoney } from './spoken-values.ts';

describe('amounts as words', () => {
  it.each([
    [12_500, '12 dinars 500 fils'],
    [1_000, '1 dinar'],
    [250, '250 fils'],
    [0, '0 dinars'],
    [1_234_001, '1234 dinars 1 fils'],
  ])('%i fils in English: %s', (amount, words) => {
    expect(spokenMoney(fils(amount), 'en')).toBe(words);
  });

  it.each([
    [1_000, 'دينارٌ واحِد'],
    [2_000, 'دينارانِ'],
    [5_000, '5 دَنانير'],
    [12_500, '12 دينارًا وَ 500 فِلس'],
    [100_003, '100 دينار وَ 3 فُلوس'],
  ])('%i fils in Arabic, in the form the number asks for: %s', (amount, words) => {
    expect(spokenMoney(fils(amount), 'ar')).toBe(words);
  });

  it.each(languages)('names both parts of an amount in %s', (language) => {
    const words = spokenMoney(fils(12_500), language);
    expect(words).toMatch(/^12 .+500 \P{N}+$/u);
    expect(words).not.toMatch(/[.,]/);
  });
});

describe('numbers people are known by', () => {
  it('are heard digit by digit, in pairs with a pause between (experience 12)', () => {
    expect(spokenId('399123100017', 'en')).toBe('3 9, 9 1, 2 3, 1 0, 0 0, 1 7');
    expect(spokenId('K001-00000193', 'en')).toBe('K, 0 0, 1, 0 0, 0 0, 0 1, 9 3');
    expect(spokenId('12/34567', 'en')).toBe('1 2, 3 4, 5 6, 7');
  });

  it.each(languages)('that are masked end with their last digits only, in %s', (language) => {
    const heard = spokenId('••••••••••17', language);
    expect(heard).toContain('1 7');
    expect(heard).not.toContain('•');
    expect(heard.match(/\d/g)).toEqual(['1', '7']);
  });
});

it('a date has no strokes, a wait no colon', () => {
  expect(spokenDate('2026-11-22', 'en')).toBe('22 November 2026');
  expect(spokenElapsed(65, 'en')).toBe('1 minute, 5 seconds');
  expect(spokenElapsed(7, 'ar')).toBe('7 ثوان');
});
