import { describe, expect, it } from 'vitest';
import { comparisonMessage, comparisonWords, wordsOf } from './comparison-words.ts';

describe('the words two people compare', () => {
  it('are 256 in each language, none twice', () => {
    for (const language of ['ar', 'en'] as const) {
      expect(new Set(comparisonWords.map((word) => word[language])).size).toBe(256);
    }
  });

  it('are short, and written in their own letters without marks', () => {
    for (const { ar, en } of comparisonWords) {
      expect(en).toMatch(/^[a-z]{3,12}$/);
      expect(ar).toMatch(/^[\u0621-\u063a\u0641-\u064a]{3,10}$/);
    }
  });

  it('are never one letter apart', () => {
    for (const language of ['ar', 'en'] as const) {
      const words = comparisonWords.map((word) => word[language]);
      const near = words.flatMap((one, at) => words.slice(at + 1).filter((other) => distance(one, other) < 2));
      expect(near).toEqual([]);
    }
  });

  it('stand for one byte each', () => {
    expect(wordsOf(new Uint8Array([0, 255, 0])).map(({ en }) => en)).toEqual(['apple', 'notebook', 'apple']);
  });

  it('come from everything that a man in the middle would have to change', () => {
    const facts = { deviceKey: 'd', answerKey: 'a', kioskCode: 'K001' };
    const texts = [facts, { ...facts, deviceKey: 'e' }, { ...facts, answerKey: 'b' }, { ...facts, kioskCode: 'K002' }];
    expect(new Set(texts.map((one) => new TextDecoder().decode(comparisonMessage(one)))).size).toBe(4);
  });
});

/** Letters to add, take away or change from one to the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [to, wanted] of [...other].entries()) {
      next.push(Math.min((row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1, (row[to] ?? 0) + (letter === wanted ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
