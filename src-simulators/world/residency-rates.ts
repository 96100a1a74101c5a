import { fils, type Fils } from '../../src-shared/domain/money.ts';
import type { ResidencyKind } from '../../src-shared/domain/obligation.ts';
import { daysBetween } from './calendar.ts';

/** Decree-Law 114/2024 came into force; the demo knows no fines from before. */
export const residencyRatesFrom = '2025-01-05';

/** What a residency violation costs a day, and at most. Demo figures, dated: a real back end states its own amounts. */
export interface FineRule {
  /** Article of Decree-Law 114/2024; absent where no article is named. */
  readonly lawArticle?: string;
  /** Fils a day for the first thirty days. */
  readonly first: number;
  /** Fils a day from then on. */
  readonly later: number;
  readonly cap: number;
}

type KnownKind = Exclude<ResidencyKind, 'other'>;

const rules: Readonly<Record<KnownKind, FineRule>> = {
  newborn_not_reported: { lawArticle: '6', first: 2000, later: 4000, cap: 2_000_000 },
  no_permit_after_entry: { lawArticle: '9', first: 2000, later: 4000, cap: 1_200_000 },
  overstayed_visit: { lawArticle: '11', first: 10_000, later: 10_000, cap: 2_000_000 },
  overstayed_temporary: { lawArticle: '12', first: 2000, later: 4000, cap: 1_200_000 },
  permit_expired: { lawArticle: '13', first: 2000, later: 4000, cap: 1_200_000 },
  permit_cancelled: { first: 2000, later: 4000, cap: 1_200_000 },
};

/** Domestic workers: a flat rate and half the cap. */
const domesticKinds: ReadonlySet<KnownKind> = new Set([
  'no_permit_after_entry',
  'overstayed_temporary',
  'permit_expired',
]);

/** The rule for a kind of violation; domestic workers pay less where the law says so. */
export function fineRule(kind: KnownKind, domestic = false): FineRule {
  const rule = rules[kind];
  return domestic && domesticKinds.has(kind) ? { ...rule, later: rule.first, cap: 600_000 } : rule;
}

/** "The first month" is taken as thirty days; the law does not say how long it is. */
const firstMonthDays = 30;

/** What a violation of so many days costs. The first day counts. */
export function fineAfter(rule: FineRule, days: number): { readonly amount: Fils; readonly capReached: boolean } {
  const open = rule.first * Math.min(days, firstMonthDays) + rule.later * Math.max(0, days - firstMonthDays);
  return { amount: fils(Math.min(rule.cap, open)), capReached: open >= rule.cap };
}

/** Days of a violation from its first to its last day, both included. */
export function daysOfViolation(from: string, to: string): number {
  return daysBetween(from, to) + 1;
}

/** Fils a day on a day of the violation. */
export function rateOn(rule: FineRule, days: number): Fils {
  return fils(days <= firstMonthDays ? rule.first : rule.later);
}
