import { beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '../../src-shared/domain/language.ts';
import { loadAllLanguages } from './load-language.ts';
import type { MessageKey } from './message-keys.ts';
import { en } from './messages/en.ts';
import { messagesOf, spokenMessage } from './messages.ts';
import { spokenText } from './speech.ts';

/** Languages the kiosk speaks. Filipino has no voice, so it has no spoken texts. */
const heard = ['ar', 'en', 'ur', 'hi', 'bn'] as const satisfies readonly Language[];
const keys = Object.keys(en) as MessageKey[];

/** Words and plural patterns without the parts that name values and forms. */
function wordsOf(pattern: string): string {
  return pattern.replaceAll(/\{\w+, plural,|\{\w+\}|(?<=[\s}])(zero|one|two|few|many|other|=\d+) \{/g, ' ');
}

/**
 * What no voice reads as it is meant: signs, capitals in a row, the Arabic "kilometres an hour", and Latin letters in
 * the middle of another script. Numbers are read well in every language.
 */
function misheard(text: string, language: Language): readonly string[] {
  const signs = text.match(/[/%&+=*@_·•<>|~^]|(?<!\p{L})كم(?!\p{L})/gu) ?? [];
  const latin = language === 'en' ? /\b(?:[A-Z]{2,}|km|K-Net)\b/g : /[A-Za-z][A-Za-z-]*/g;
  return [...signs, ...(text.match(latin) ?? [])];
}

describe('what is spoken', () => {
  beforeAll(loadAllLanguages);

  it.each(heard)('%s: every text is plain to a voice, or has a spoken text of its own', (language) => {
    const unheard = keys
      .filter((key) => spokenText(language, key) === undefined)
      // Words of the services that are not written yet stand there in English.
      .filter((key) => language === 'en' || messagesOf(language)[key] !== en[key])
      .filter((key) => misheard(wordsOf(messagesOf(language)[key]), language).length > 0);
    expect(unheard).toEqual([]);
  });

  it.each(heard)('%s: no spoken text has letters or signs a voice would stumble over', (language) => {
    for (const key of keys) {
      const spoken = spokenText(language, key);
      if (spoken !== undefined) expect(misheard(wordsOf(spoken), language), key).toEqual([]);
    }
  });

  it.each(heard)('%s: a spoken text asks for no value that the written one does not have', (language) => {
    const values = (pattern: string): string[] => [...pattern.matchAll(/\{(\w+)[,}]/g)].map((found) => found[1] ?? '');
    for (const key of keys) {
      const known = new Set(values(en[key]));
      for (const value of values(spokenText(language, key) ?? '')) expect(known.has(value), key).toBe(true);
    }
  });

  it('says a key without a spoken text as it is written', () => {
    expect(spokenMessage('en', 'action.back')).toBe('Back');
    expect(spokenMessage('hi', 'terminal.step1')).toContain('के नेट');
  });
});
