import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { paperLanguages, paperWordsOf } from './words.ts';

describe('words on paper', () => {
  it.each(paperLanguages)('%s says everything, and in its own words', (language) => {
    const words = paperWordsOf(language);
    expect(Object.keys(words).toSorted()).toEqual(Object.keys(en).toSorted());
    for (const [key, text] of Object.entries(words)) {
      expect(text.trim(), key).toBe(text);
      expect(text, key).not.toBe('');
      if (language !== 'en') expect(text, key).not.toBe(en[key as keyof typeof en]);
    }
  });

  it('Arabic words are written in Arabic, with Western digits and without invisible marks', () => {
    for (const [key, text] of Object.entries(paperWordsOf('ar'))) {
      expect(text, key).toMatch(/\p{Script=Arabic}/u);
      expect(text, key).not.toMatch(/[A-Za-z٠-٩۰-۹\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
    }
  });

  it('the notice about 15 minutes is the ministry’s own sentence', () => {
    expect(paperWordsOf('ar')['notice.fifteen']).toBe(
      'بعد إجراء عملية الدفع.. يرجى عدم محاولة الدفع مرة أخرى حيث يجرى تحديث البيانات خلال 15 دقيقة.',
    );
  });
});
