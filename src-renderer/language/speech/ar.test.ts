import { describe, expect, it } from 'vitest';
import { heardArabic } from '../arabic-voice.ts';
import { ar } from '../messages/ar.ts';
import { speechAr } from './ar.ts';

/** A letter with the marks that stand on it. */
const letterWithMarks = /[\u0621-\u064a\u0671][\u064b-\u0652\u0670]*/gu;

/** The share of letters that carry a vowel, among those that a writer of vowelled text would give one. */
function vowelledShare(texts: readonly string[]): number {
  const letters = texts.flatMap((text) => text.match(letterWithMarks) ?? []);
  // A lone alif, waw or ya is itself the vowel of the letter before it; a madda carries its own.
  const asking = letters.filter((letter) => !/^[اىآوي\u0671]$/u.test(letter));
  return asking.filter((letter) => letter.length > 1).length / asking.length;
}

/** What is said in another way than it is written: numbers inside a sentence, units. */
const saidAs: readonly (readonly [string, string])[] = [
  ['12', 'اثني عشر'],
  ['15', 'خمس عشرة'],
  ['من 9', 'من تسعة'],
  ['من 4 إلى 8', 'من أربعة إلى ثمانية'],
  ['كم/س', 'كيلومترا في الساعة'],
];

/** The words alone: no vowels, no signs, and one letter where writing and voice differ. */
function bareWords(text: string): string[] {
  const bare = text
    .replaceAll(/[\u064b-\u0652\u0670]/gu, '')
    .replaceAll('\u0671', 'ا')
    .replaceAll('ة', 'ه');
  const said = saidAs.reduce((words, [written, heard]) => words.replaceAll(written, heard.replaceAll('ة', 'ه')), bare);
  return said.split(/[\s.،:؟«»()]+/u).filter((word) => word !== '');
}

/** Are these words all there, in this order? */
function holdsInOrder(words: readonly string[], wanted: readonly string[]): boolean {
  let at = 0;
  for (const word of words) if (word === wanted[at]) at += 1;
  return at === wanted.length;
}

const keys = (Object.keys(speechAr) as (keyof typeof ar)[]).toSorted();

describe('Arabic as it is heard', () => {
  it('is written with its vowels: a voice drops the short ones otherwise', () => {
    expect(vowelledShare(Object.values(speechAr))).toBeGreaterThan(0.88);
    for (const key of keys) expect(vowelledShare([speechAr[key] ?? '']), key).toBeGreaterThanOrEqual(0.3);
  });

  it('says the words that are written, and in their order', () => {
    for (const key of keys) {
      const spoken = bareWords(speechAr[key] ?? '');
      expect(holdsInOrder(spoken, bareWords(ar[key])), `${key}: ${spoken.join(' ')}`).toBe(true);
    }
  });

  it('adds words in a few headings only, which stand alone when they are heard', () => {
    const longer = keys.filter((key) => bareWords(speechAr[key] ?? '').length > bareWords(ar[key]).length);
    expect(longer).toEqual(['demo.mark', 'paid.title', 'unknown.title']);
  });

  it('joins the alif that joins, and only inside a sentence: at its start the voice would swallow it', () => {
    for (const key of keys) expect(speechAr[key], key).not.toMatch(/(?:^|[.:؟،{«(] ?)\u0671/u);
  });

  it('leaves nothing for the voice to spell: no Latin letters, and no digits outside plurals', () => {
    for (const key of keys) {
      const words = (speechAr[key] ?? '').replaceAll(/\{\w+(, plural,)?|\b(zero|one|two|few|many|other) \{/g, '');
      expect(words, key).not.toMatch(/[A-Za-z0-9]/);
    }
  });
});

describe('vowelled text for the voice', () => {
  it('puts the shadda before the vowel, against Unicode’s order', () => {
    const normal = 'تَمَّ الدَّفْعُ'.normalize('NFC');
    expect(normal).toContain('\u064e\u0651');
    expect(heardArabic(normal)).not.toMatch(/[\u064b-\u0650]\u0651/u);
    expect(heardArabic(normal).normalize('NFC')).toBe(normal);
  });

  it('says a ta marbuta as h at a pause and as t with an ending', () => {
    expect(heardArabic('مُخَالَفَةٌ وَاحِدَة.')).toBe('مُخَالَفَةٌ وَاحِدَه.');
  });
});
