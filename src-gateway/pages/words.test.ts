import { describe, expect, it } from 'vitest';
import { languages } from '../../src-shared/domain/language.ts';
import { fils } from '../../src-shared/domain/money.ts';
import { amountText, pageLanguage, wordsIn, type Words } from './words.ts';

const written = languages.filter((language) => pageLanguage(language) === language);

/** Every text of the pages by its name; functions as they speak of one amount or of three tickets. */
function textsOf(words: Words): [string, string][] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    if (typeof value === 'string') return [[name, value]];
    if (name === 'tickets') return [[name, words.tickets(3)]];
    if (name === 'payButton') return [[name, words.payButton('12.500')]];
    if (name === 'refundText') return [[name, words.refundText('12.500')]];
    if (name === 'refundedText') return [[name, words.refundedText('12.500')]];
    return Object.entries(value as Readonly<Record<string, string>>).map(([key, text]) => [`${name}.${key}`, text]);
  });
}

describe('the words of the phone pages', () => {
  it.each(written.filter((language) => language !== 'en'))('%s speaks for itself, with Western digits', (language) => {
    const english = new Map(textsOf(wordsIn('en')));
    for (const [name, text] of textsOf(wordsIn(language))) {
      expect(text.trim(), name).toBe(text);
      expect(text, name).not.toMatch(/[\u200e\u200f\u202a-\u202e\u2066-\u2069٠-٩۰-۹०-९০-৯]/u);
      // A kiosk is a kiosk in Filipino too.
      if (name !== 'fields.kiosk') expect(text, name).not.toBe(english.get(name));
    }
  });

  it.each(written)('%s names the amount wherever English does', (language) => {
    const words = wordsIn(language);
    for (const say of [words.payButton, words.refundText, words.refundedText]) {
      expect(say('KWD 12.500')).toContain('KWD 12.500');
    }
  });

  it('counts as each language counts', () => {
    expect([1, 2, 3, 11].map(wordsIn('ar').tickets)).toEqual(['مخالفة واحدة', 'مخالفتان', '3 مخالفات', '11 مخالفة']);
    expect([1, 4].map(wordsIn('en').tickets)).toEqual(['1 violation', '4 violations']);
    expect([1, 4].map(wordsIn('bn').tickets)).toEqual(['1টি জরিমানা', '4টি জরিমানা']);
    expect([1, 4].map(wordsIn('fil').tickets)).toEqual(['1 na violation', '4 na violation']);
  });

  it('writes amounts with Western digits in every language', () => {
    expect(languages.map((language) => amountText(fils(1_012_500), language))).toEqual([
      '1,012.500 د.ك',
      ...languages.slice(1).map(() => 'KWD 1,012.500'),
    ]);
  });
});
