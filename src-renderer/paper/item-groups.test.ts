import { describe, expect, it } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { counterOf, groupsOf, sumOfGroup, type PaperItem } from './item-groups.ts';

const item = (ticketNo: string, system?: PaperItem['system']): PaperItem => ({
  ticketNo,
  system,
  title: { ar: 'أ', en: 'a' },
  amountFils: fils(5_000),
});

describe('items on paper', () => {
  it('stand below their system, numbered through, and what names no system is traffic', () => {
    const groups = groupsOf([
      item('R1', 'residency'),
      item('T1'),
      item('C1', 'residency_cases'),
      item('T2', 'traffic'),
    ]);
    expect(groups.map(({ system, items }) => [system, ...items.map((one) => `${one.number} ${one.ticketNo}`)])).toEqual(
      [
        ['traffic', '1 T1', '2 T2'],
        ['residency', '3 R1'],
        ['residency_cases', '4 C1'],
      ],
    );
    expect(groups.map(sumOfGroup)).toEqual([10_000, 5_000, 5_000]);
  });

  it('send people to the counter that knows them', () => {
    expect(counterOf([item('T1')])).toBe('notice.counter.traffic');
    expect(counterOf([item('R1', 'residency'), item('C1', 'residency_cases')])).toBe('notice.counter.residency');
    expect(counterOf([item('R1', 'residency'), item('T1')])).toBe('notice.counter.any');
  });
});
