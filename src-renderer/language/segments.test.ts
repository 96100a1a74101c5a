import { beforeAll, describe, expect, it } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { loadLanguage } from './load-language.ts';
import { segmentsOf } from './segments.ts';
import { formsOf } from './spoken-forms.ts';
import { wordsIn } from './use-words.ts';

const en = wordsIn('en');
const ar = wordsIn('ar');
const read = (line: string, language: 'ar' | 'en' = 'en') => segmentsOf(line, language, formsOf(language));

beforeAll(() => loadLanguage('en'));

describe('what is drawn, as it is said', () => {
  it('a message is known by its drawn words and said with its spoken text', () => {
    expect(read(en.t('paid.title'))).toEqual([
      { key: 'paid.title', personal: false, fixed: true, text: 'Your payment was made.' },
    ]);
  });

  it('values in a sentence are said as words, and make it personal', () => {
    expect(read(en.t('review.pay', { amount: en.money(fils(12_500)) }))).toEqual([
      { key: 'review.pay', personal: true, fixed: false, text: 'Pay 12 dinars 500 fils' },
    ]);
  });

  it('an Arabic sentence is known although the screen has direction marks in it', () => {
    const drawn = ar.t('review.pay', { amount: ar.money(fils(12_500)) });
    expect(read(drawn, 'ar')).toMatchObject([
      { key: 'review.pay', text: expect.stringContaining('12 دينارًا') as string },
    ]);
  });

  it('an answer about health is for headphones although it is a fixed sentence, and so is every answer', () => {
    expect(read(en.t('service.medicalResult.status.unfit'))).toMatchObject([{ personal: true }]);
    expect(read(en.t('service.medicalResult.advice.unfit'))).toMatchObject([{ personal: true }]);
    expect(read(en.t('service.renewalIndividuals.status.not_eligible'))).toMatchObject([{ personal: true }]);
    expect(read(en.t('service.medicalResult.title'))).toMatchObject([{ personal: false }]);
  });

  it('a wait and a countdown may be heard by everyone', () => {
    expect(read(en.t('pay.elapsed', { time: en.elapsed(65) }))).toMatchObject([{ personal: false }]);
    expect(read(en.t('still.seconds', { seconds: 20 }))).toMatchObject([{ personal: false }]);
  });

  it('a line put together from several texts is said in all its parts, in order', () => {
    const line = `${en.t('paid.receipt')} K001-00000193 · ${en.t('paid.print')}.`;
    expect(read(line).map(({ key, text }) => key ?? text)).toEqual([
      'paid.receipt',
      'K, 0 0, 1, 0 0, 0 0, 0 1, 9 3',
      'paid.print',
    ]);
  });

  it('a short date drawn alone is said as a date', () => {
    expect(read(en.shortDate('2026-11-22').text)).toMatchObject([{ text: '22 November 2026', personal: true }]);
  });

  it('a word inside another word is not taken for a message', () => {
    en.t('action.back');
    expect(read('Backyard parking')).toEqual([{ key: null, personal: true, fixed: false, text: 'Backyard parking' }]);
  });

  it('what nobody wrote a message for is read as it stands and counts as personal', () => {
    expect(read('••••••••••17')).toMatchObject([{ key: null, personal: true, text: 'number ending in 1 7' }]);
    expect(read('Ahmadi, street 4')).toMatchObject([{ key: null, personal: true, text: 'Ahmadi, street 4' }]);
  });

  it('dots and strokes alone are not said', () => {
    expect(read(' · ')).toEqual([]);
  });
});
