import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import type { DayReport } from '../../src-shared/domain/day-report.ts';
import { fils } from '../../src-shared/domain/money.ts';
import DayPaper from './DayPaper.vue';

const none = { count: 0, fils: 0 };
const report: DayReport = {
  ...{ v: 1, kioskCode: 'K001', no: 7, firstSeq: 101, lastSeq: 180, headHash: 'ab12cd34'.repeat(8) },
  closedAt: '2026-11-26T03:00:00.000+03:00',
  rails: [
    {
      rail: 'phone',
      captured: { count: 2, fils: 45_000 },
      posted: { count: 2, fils: 45_000 },
      notCharged: none,
      reversed: none,
    },
    { rail: 'screen', captured: none, posted: none, notCharged: none, reversed: none },
  ],
  uncommitted: [],
  carried: [{ pid: '3f2a91c0'.repeat(4), rail: 'phone', state: 'unknown', totalFils: fils(10_000) }],
  receipts: { first: 'K001-00000011', last: 'K001-00000012', count: 2 },
  copies: 1,
  grandTotalFils: 1_234_567_890_123,
  software: '0.1.0',
  settingsHash: 'c'.repeat(64),
};

it('a Z on paper says its number, the money of each way that was used, what is carried on, and the grand total', () => {
  for (const language of ['ar', 'en'] as const) {
    const text = mount(DayPaper, { props: { report, closed: true, demo: false, language } })
      .text()
      .replace(/\s+/g, ' ');
    for (const part of [
      'Z 7',
      '45.000',
      'K001-00000011 – K001-00000012',
      '3F2A91C0',
      '1,234,567,890.123',
      'ab12cd34',
    ]) {
      expect(text, `${language} ${part}`).toContain(part);
    }
    expect(text).not.toContain('kiosk screen');
  }
});
