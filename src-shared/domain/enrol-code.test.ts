import { describe, expect, it } from 'vitest';
import {
  enrolCodeAlphabet,
  enrolCodeBodyLength,
  groupedEnrolCode,
  isWholeEnrolCode,
  normalEnrolCode,
  withCheck,
} from './enrol-code.ts';

const bodies = ['0'.repeat(27), 'Z7A0B1C2D3E4F5G6H7J8K9MNPQR', 'DEM0ENR0100000000000000000Z'];

describe('a one-time code', () => {
  it.each(bodies)('%s is whole with its check character, and only with it', (body) => {
    expect(body).toHaveLength(enrolCodeBodyLength);
    const good = [...enrolCodeAlphabet].filter((one) => isWholeEnrolCode(body + one));
    expect(good).toEqual([withCheck(body).at(-1)]);
  });

  it.each(bodies)('%s shows every single wrong character', (body) => {
    const code = withCheck(body);
    for (let at = 0; at < code.length; at += 1) {
      for (const other of enrolCodeAlphabet.replace(code.charAt(at), '')) {
        expect(isWholeEnrolCode(code.slice(0, at) + other + code.slice(at + 1))).toBe(false);
      }
    }
  });

  it.each(bodies)('%s shows any two characters that changed places', (body) => {
    const code = [...withCheck(body)];
    for (let one = 0; one < code.length; one += 1) {
      for (let other = one + 1; other < code.length; other += 1) {
        const swapped = code.with(one, code[other] ?? '').with(other, code[one] ?? '');
        expect(isWholeEnrolCode(swapped.join(''))).toBe(code[one] === code[other]);
      }
    }
  });

  it('cut short, drawn out or with a letter nobody uses is not whole', () => {
    const code = withCheck(bodies[1] ?? '');
    for (const typed of ['', code.slice(0, -1), `${code}0`, `0${code}`, `U${code.slice(1)}`]) {
      expect(isWholeEnrolCode(typed)).toBe(false);
    }
  });

  it('is the same however people write it', () => {
    expect(normalEnrolCode(' 1o-iL\u00a0ab ')).toBe('1011AB');
    expect(normalEnrolCode('٠١٢–abc')).toBe('012ABC');
    const code = withCheck(bodies[1] ?? '');
    expect(normalEnrolCode(groupedEnrolCode(code).toLowerCase())).toBe(code);
  });

  it('is read out in groups of four', () => {
    expect(groupedEnrolCode(withCheck('0'.repeat(27)))).toBe('0000-0000-0000-0000-0000-0000-0000');
  });
});
