import type { DayReport, Tally } from '../../../src-shared/domain/day-report.ts';
import { sumText } from '../formats.ts';
import { dayAr, dayEn } from './day.ts';

/** One line of an X or Z, on the screen and on paper. */
export interface DayLine {
  readonly label: keyof typeof dayEn;
  readonly value: string;
}

export type DayTongue = 'ar' | 'en';

export function dayWord(key: keyof typeof dayEn, language: DayTongue): string {
  return (language === 'ar' ? dayAr : dayEn)[key];
}

const kinds = ['captured', 'posted', 'notCharged', 'reversed'] as const;

/** What a report says of money, all ways of paying together and each that was used by itself. */
export function moneyLines(report: DayReport, language: DayTongue): { rail: string | null; lines: DayLine[] }[] {
  const tallyLine = (kind: (typeof kinds)[number], { count, fils }: Tally): DayLine => ({
    label: `day.${kind}`,
    value: `${count} · ${sumText(fils, language)}`,
  });
  const used = report.rails.filter((rail) => kinds.some((kind) => rail[kind].count > 0));
  const all = kinds.map((kind) => tallyLine(kind, sum(report.rails.map((rail) => rail[kind]))));
  return [
    { rail: null, lines: all },
    ...used.map((rail) => ({ rail: rail.rail, lines: kinds.map((kind) => tallyLine(kind, rail[kind])) })),
  ];
}

function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce((total, { count, fils }) => ({ count: total.count + count, fils: total.fils + fils }), {
    count: 0,
    fils: 0,
  });
}

/** What a report says besides. */
export function otherLines(report: DayReport, language: DayTongue): DayLine[] {
  const { receipts } = report;
  return [
    { label: 'day.receipts', value: receipts ? `${receipts.first} – ${receipts.last}` : '0' },
    { label: 'day.copies', value: String(report.copies) },
    { label: 'day.uncommitted', value: String(report.uncommitted.length) },
    { label: 'day.carried', value: String(report.carried.length) },
    { label: 'day.grandTotal', value: sumText(report.grandTotalFils, language) },
    { label: 'day.records', value: `${report.firstSeq} – ${report.lastSeq}` },
    { label: 'day.head', value: report.headHash.slice(0, 8) },
    { label: 'day.software', value: report.software },
  ];
}
