import { describe, expect, it } from 'vitest';
import { digitGroups, groupedDigits, withTyped } from './digit-entry.ts';

describe('typing a number', () => {
  it('takes digits of every script a visitor may have on the keyboard', () => {
    expect(['٣', '۹', '৯', '१'].reduce(withTyped, '')).toBe('3991');
  });

  it('drops what is no digit and stops at twelve', () => {
    expect(withTyped('39', 'x')).toBe('39');
    expect(withTyped('399123100017', '5')).toBe('399123100017');
    expect(withTyped('', '3991-2310 0017 99')).toBe('399123100017');
  });

  it('shows the number in groups of four, with the empty places to come', () => {
    expect(groupedDigits('399123100017')).toBe('3991 2310 0017');
    expect(groupedDigits('3991')).toBe('3991');
    expect(groupedDigits('39912')).toBe('3991 2');
    expect(digitGroups('39912').map((group) => group.map((digit) => digit ?? '_').join(''))).toEqual([
      '3991',
      '2___',
      '____',
    ]);
  });
});
