import { describe, expect, it } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { ageText, dateText, elapsedText, moneyText, shortDateText, timeText } from './formats.ts';

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
    expect(ageText(instant, Date.parse('2026-11-20T00:00:00Z'), 'en')).toBe('this minute');
  });

  it('shows a wait in minutes and seconds', () => {
    expect([5, 65, 600].map(elapsedText)).toEqual(['0:05', '1:05', '10:00']);
  });
});
