import { describe, expect, it } from 'vitest';
import { dateOf, digitGroups, groupedDigits, withLetters, withTyped } from './digit-entry.ts';

describe('typing a number', () => {
  it('takes digits of every script a visitor may have on the keyboard', () => {
    expect(['٣', '۹', '৯', '१'].reduce((digits, key) => withTyped(digits, key, 12), '')).toBe('3991');
  });

  it('drops what is no digit and stops at the most there can be', () => {
    expect(withTyped('39', 'x', 12)).toBe('39');
    expect(withTyped('399123100017', '5', 12)).toBe('399123100017');
    expect(withTyped('', '3991-2310 0017 99', 12)).toBe('399123100017');
  });

  it('shows the number in groups of four, with the empty places to come', () => {
    expect(groupedDigits('399123100017')).toBe('3991 2310 0017');
    expect(groupedDigits('3991')).toBe('3991');
    expect(groupedDigits('39912')).toBe('3991 2');
    expect(digitGroups('39912', 12).map((group) => group.map((digit) => digit ?? '_').join(''))).toEqual([
      '3991',
      '2___',
      '____',
    ]);
  });
});

describe('typing a passport number', () => {
  it('takes Latin letters as capitals and digits of every script, and nothing else', () => {
    expect(['z', '٠', '-', 'é', 'ب', 'a'].reduce((text, key) => withLetters(text, key, 15), '')).toBe('Z0A');
  });

  it('stops at the most there can be', () => {
    expect(withLetters('', 'a0000000123456789', 15)).toBe('A00000001234567');
  });
});

describe('typing a date', () => {
  it('reads eight digits as day, month, year, and leaves fewer to be refused', () => {
    expect(dateOf('05112030')).toBe('2030-11-05');
    expect(dateOf('0511')).toBe('0511');
  });
});
