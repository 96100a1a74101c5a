import { describe, expect, it } from 'vitest';
import { GrowingDictionary } from './dictionary.ts';
import { dictionarySchema, maxDictionaryBytes } from './head.ts';

describe('a growing dictionary', () => {
  it('gives a value its number once, however it is written down', () => {
    const dictionary = new GrowingDictionary();
    expect([dictionary.numberOf('37'), dictionary.numberOf({ ar: 'أ', en: 'A' })]).toEqual([0, 1]);
    expect([dictionary.numberOf({ en: 'A', ar: 'أ' }), dictionary.numberOf('37')]).toEqual([1, 0]);
  });

  it('goes on with the numbers it had', () => {
    const first = new GrowingDictionary();
    first.numberOf('a');
    const next = new GrowingDictionary(first.values);
    expect([next.numberOf('b'), next.numberOf('a')]).toEqual([1, 0]);
    expect(first.values).toEqual(['a']);
  });

  it('takes no more than a kiosk reads, but still knows what it has', () => {
    const words = new GrowingDictionary();
    const numbers = Array.from({ length: 5000 }, (_, at) => words.numberOf(`word ${at}`));
    expect([numbers.at(4095), numbers.at(4096), words.numberOf('word 7')]).toEqual([4095, null, 7]);

    const long = new GrowingDictionary();
    for (let at = 0; at < 4096; at += 1) long.numberOf({ ar: `${at} ${'ن'.repeat(490)}`, en: 'n' });
    const again = new GrowingDictionary(long.values);
    expect(again.numberOf({ ar: 'ن'.repeat(490), en: 'n' })).toBe(null);
    const file = dictionarySchema.parse({ v: 1, epoch: 1, values: long.values });
    expect(new TextEncoder().encode(JSON.stringify(file)).length).toBeLessThan(maxDictionaryBytes);
  });
});
