import { describe, expect, it } from 'vitest';
import { languages, type Language } from '../../src-shared/domain/language.ts';
import { fils } from '../../src-shared/domain/money.ts';
import { ageText, dateText, elapsedText, localeOf, moneyText, shortDateText, timeText } from './formats.ts';

describe('money', () => {
  it('has three decimals, grouped thousands and the sign where the language puts it', () => {
    expect(moneyText(fils(12_500), 'en')).toBe('KWD\u00a012.500');
    expect(moneyText(fils(12_500), 'ar')).toBe('12.500\u00a0د.ك');
    expect(moneyText(fils(13_350_005), 'en')).toBe('KWD\u00a013,350.005');
    expect(moneyText(fils(999_999_999), 'en')).toBe('KWD\u00a0999,999.999');
    expect(moneyText(fils(5), 'ar')).toBe('0.005\u00a0د.ك');
  });
});

describe('time', () => {
  const instant = '2026-11-21T22:30:00Z';

  it('is Kuwait’s, wherever the machine thinks it is', () => {
    expect(shortDateText(instant)).toBe('22/11/2026');
    expect(timeText(instant)).toBe('01:30');
    expect(timeText('2026-11-22T00:05:00+03:00')).toBe('00:05');
  });

  it('names the day in the language, with Western digits and the Gregorian calendar', () => {
    expect(dateText(instant, 'en')).toBe('22 November 2026');
    expect(dateText(instant, 'ar')).toBe('22 نوفمبر 2026');
    expect(dateText('2027-01-18', 'en')).toBe('18 January 2027');
  });

  it('tells the age of a copy in the largest unit that fits', () => {
    const at = (iso: string): number => Date.parse(iso);
    expect(ageText(instant, at('2026-11-22T02:00:00Z'), 'en')).toBe('3 hours ago');
    expect(ageText(instant, at('2026-11-22T02:00:00Z'), 'ar')).toBe('قبل 3 ساعات');
    expect(ageText(instant, at('2026-11-23T23:00:00Z'), 'en')).toBe('2 days ago');
  });

  it('does not speak of the future when the clock has jumped back', () => {
    expect(ageText(instant, Date.parse('2026-11-20T00:00:00Z'), 'en')).toBe('now');
  });

  it('shows a wait in minutes and seconds', () => {
    expect([5, 65, 600].map(elapsedText)).toEqual(['0:05', '1:05', '10:00']);
  });
});

describe('every language', () => {
  const noon = Date.parse('2026-11-22T12:00:00+03:00');
  /** Day, three hours, two days, just now, one day, an amount. `\u00a0` is the space that does not break. */
  const shown: Readonly<Record<Language, readonly string[]>> = {
    ar: ['22 نوفمبر 2026', 'قبل 3 ساعات', 'قبل يومين', 'الآن', 'قبل يوم واحد', '1,234.500\u00a0د.ك'],
    en: ['22 November 2026', '3 hours ago', '2 days ago', 'now', '1 day ago', 'KWD\u00a01,234.500'],
    ur: ['22 نومبر، 2026', '3 گھنٹے پہلے', '2 دنوں پہلے', 'اب', '1 دن پہلے', 'KWD\u00a01,234.500'],
    hi: ['22 नवंबर 2026', '3 घंटे पहले', '2 दिन पहले', 'अब', '1 दिन पहले', 'KWD\u00a01,234.500'],
    bn: ['22 নভেম্বর, 2026', '3 ঘণ্টা আগে', '2 দিন আগে', 'এখন', '1 দিন আগে', 'KWD\u00a01,234.500'],
    fil: [
      'Nobyembre 22, 2026',
      '3 oras ang nakalipas',
      '2 araw ang nakalipas',
      'ngayon',
      '1 araw ang nakalipas',
      'KWD\u00a01,234.500',
    ],
  };

  it.each(languages)('%s writes days, ages and amounts with Western digits and no invisible marks', (language) => {
    const hoursAgo = (hours: number): string => new Date(noon - hours * 3_600_000).toISOString();
    const texts = [
      dateText('2026-11-22', language),
      ...[3, 49, 0, 25].map((hours) => ageText(hoursAgo(hours), noon, language)),
      moneyText(fils(1_234_500), language),
    ];
    expect(texts).toEqual(shown[language]);
    expect(texts.join('')).not.toMatch(/[\u061c\u200e\u200f\u066b\u066c٠-٩۰-۹०-९০-৯]/u);
  });

  it.each(languages)('%s counts with Western digits', (language) => {
    expect(new Intl.NumberFormat(localeOf(language)).format(1_234_567.5)).toMatch(/^[\d,]+\.5$/);
  });

  it('has the plural forms its messages are written for', () => {
    const forms = (language: Language): string =>
      new Intl.PluralRules(localeOf(language)).resolvedOptions().pluralCategories.join(' ');
    expect(languages.map(forms)).toEqual(['zero one two few many other', ...languages.slice(1).map(() => 'one other')]);
    // In Hindi and Bengali nothing is counted as one is.
    expect(languages.map((language) => new Intl.PluralRules(localeOf(language)).select(0))).toEqual([
      'zero',
      'other',
      'other',
      'one',
      'one',
      'one',
    ]);
  });
});
