import { describe, expect, it } from 'vitest';
import { createNews, type Piece } from './news.ts';

const piece = (text: string, quiet = false): Piece => ({ key: `key.${text.replace(/\d+/, 'n')}`, text, quiet });
const texts = (pieces: readonly Piece[]): string[] => pieces.map(({ text }) => text);

describe('news on a screen that has been read', () => {
  it('is what was not there a moment ago', () => {
    const news = createNews();
    news.begin([piece('Paid'), piece('Printing')]);
    expect(texts(news.look([piece('Paid'), piece('Printed')]))).toEqual(['Printed']);
    expect(texts(news.look([piece('Paid'), piece('Printed')]))).toEqual([]);
  });

  it('is told again when it went and came back: the same error twice is heard twice', () => {
    const news = createNews();
    news.begin([piece('Number')]);
    const wrong = [piece('Number'), piece('Wrong')];
    expect(texts(news.look(wrong))).toEqual(['Wrong']);
    news.look([piece('Number')]);
    expect(texts(news.look(wrong))).toEqual(['Wrong']);
  });

  it('of a countdown is only its first second', () => {
    const news = createNews();
    news.begin([]);
    expect(texts(news.look([piece('30 s', true)]))).toEqual(['30 s']);
    expect(texts(news.look([piece('29 s', true)]))).toEqual([]);
  });
});
