import { describe, expect, it } from 'vitest';
import type { DayReport } from '../../src-shared/domain/day-report.ts';
import { fils } from '../../src-shared/domain/money.ts';
import { receiptNumber, type Rail } from '../../src-shared/domain/receipt.ts';
import { kuwaitDay, kuwaitIso } from '../../src-shared/domain/time.ts';
import { settlementKey, type SettledTicket } from '../ministry/port.ts';
import type { Difference } from './difference.ts';
import { match } from './match.ts';
import type { KeptLine, KioskDay, LedgerAttempt, MatchInput } from './match-input.ts';
import { acquirerOf } from './settlement-importer.ts';
import { busyReport, dayMs, dayReport, railTotals } from './test-support.ts';

/*
 * A made-up day on which all five sides agree, and one thing done to it. The match has to name exactly that one thing:
 * more would be as wrong as less.
 */

const noon = Date.UTC(2026, 10, 18, 9, 0, 0);
const now = noon + 5 * dayMs;
const seedsPerInjury = 16;

/** Numbers that look random and are the same every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 14)) >>> 0) % below;
  };
}

interface Day {
  attempts: LedgerAttempt[];
  lines: KeptLine[];
  records: SettledTicket[];
  kioskDay: KioskDay;
  coveredDays: Set<string>;
  now: number;
}

function soundDay(below: (below: number) => number): Day {
  const rail = (['terminal', 'phone'] as const)[below(2)]!;
  const attempts = Array.from({ length: 2 + below(6) }, (_, at) => attempt(rail, at, below));
  const coveredDays = new Set([noon, noon + dayMs].map((day) => `${acquirerOf(rail)} ${kuwaitDay(day)}`));
  const total = attempts.reduce((sum, { totalFils }) => sum + totalFils, 0);
  return {
    attempts,
    lines: attempts.map((one, at) => lineOf(one, at, below)),
    records: attempts.flatMap(recordsOf),
    kioskDay: {
      report: busyReport(rail, { first: 1, count: attempts.length, total }),
      subject: 'Z 1',
      receivedAt: noon + dayMs / 2,
      before: null,
      delivered: attempts.map((one, at) => ({
        receiptNo: receiptNumber('K001', at + 1),
        rail,
        capturedFils: one.totalFils,
      })),
    },
    coveredDays,
    now,
  };
}

function attempt(rail: Rail, at: number, below: (below: number) => number): LedgerAttempt {
  const pid = String(at + 1).padStart(32, '0');
  const postings = Array.from({ length: 1 + below(3) }, (_, item) => ({
    itemId: `item-${at}-${item}`,
    system: item === 1 ? ('residency' as const) : ('traffic' as const),
    ticketNo: `T${at}${item}`,
    amountFils: fils(1000 * (1 + below(50))),
    active: true,
    state: 'posted' as const,
    quarantined: false,
  }));
  const totalFils = fils(postings.reduce((sum, { amountFils }) => sum + amountFils, 0));
  const armedAt = noon + below(6 * 60) * 60_000;
  return {
    ...{ pid, rail, totalFils, armedAt, postings, kioskCode: 'K001', capturedFils: totalFils },
    railRef: rail === 'terminal' ? `POI1/S${at}` : null,
    state: 'posted',
    endedByTime: false,
    capturedAt: armedAt + 30_000,
    ...{ owedBackFils: 0, doneBackFils: 0 },
  };
}

/** Some acquirers name our pid, some only the terminal's message. */
function lineOf(
  { pid, rail, railRef, totalFils, armedAt }: LedgerAttempt,
  at: number,
  below: (below: number) => number,
): KeptLine {
  const byRailRef = railRef !== null && below(2) === 0;
  return {
    ...{
      acquirer: acquirerOf(rail),
      key: `key-${at}`,
      railRef,
      pid: byRailRef ? null : pid,
      transactionId: `TX${at}`,
      approvalCode: null,
    },
    ...{ amountFils: totalFils, kind: 'charged', suspended: false },
    at: kuwaitIso((armedAt ?? 0) + 60_000),
  };
}

function recordsOf({ pid, postings }: LedgerAttempt): SettledTicket[] {
  return postings.map(({ system, ticketNo, amountFils }) => ({
    ...{ key: settlementKey(pid, ticketNo, system), pid, system, ticketNo, amountFils },
    outcome: 'posted',
  }));
}

function inputOf(day: Day): MatchInput {
  return {
    now: day.now,
    kioskDays: [day.kioskDay],
    attempts: day.attempts,
    lines: day.lines,
    coveredDays: day.coveredDays,
    ministry: new Map([[kuwaitDay(noon), day.records]]),
  };
}

/** The attempt something is done to, as if its capture had never reached us. */
function forget(day: Day, at: number, change: Partial<LedgerAttempt>): LedgerAttempt {
  const before = day.attempts[at]!;
  const known = before.postings.map(({ ticketNo }) => ticketNo);
  const after = { ...before, capturedAt: null, capturedFils: null, postings: [], state: 'open' as const, ...change };
  day.attempts[at] = after;
  day.records = day.records.filter(({ ticketNo }) => !known.includes(ticketNo));
  // The kiosk was destroyed: it has no Z either.
  day.kioskDay = { ...day.kioskDay, report: { ...day.kioskDay.report, rails: [], receipts: null }, delivered: [] };
  return after;
}

/** What the terminal has taken since it can remember. */
function totals(debitFils: number): string {
  const debit = { TransactionType: 'Debit', TransactionCount: 1, TransactionAmount: debitFils / 1000 };
  return JSON.stringify([{ PaymentCurrency: 'KWD', PaymentTotals: [debit] }]);
}

type Injury = (day: Day, at: number, below: (below: number) => number) => Partial<Difference> | null;

const injuries: Readonly<Record<string, Injury>> = {
  'nothing is wrong': () => null,
  'a: the kiosk gave a receipt that never arrived': (day, at) => {
    const [missing] = day.kioskDay.delivered.slice(at, at + 1);
    day.kioskDay = { ...day.kioskDay, delivered: day.kioskDay.delivered.filter((one) => one !== missing) };
    return { class: 'a', finding: 'not_delivered', receiptNo: missing!.receiptNo, overdue: true };
  },
  'b: the acquirer has the money of an attempt that is open': (day, at, below) => {
    const state = (['open', 'notified', 'not_charged', 'reserved'] as const)[below(4)]!;
    const { pid } = forget(day, at, { state });
    const line = { ...day.lines[at]!, pid };
    day.lines[at] = line;
    return { class: 'b', finding: 'captured', pid, line };
  },
  'b: the acquirer has money for a page nobody opened': (day, at) => {
    const { pid } = forget(day, at, { state: 'intent', armedAt: null });
    const line = { ...day.lines[at]!, pid };
    day.lines[at] = line;
    return { class: 'b', finding: 'unopened', pid, line };
  },
  'b: the complete files lack an attempt that is open': (day, at) => {
    const { pid } = forget(day, at, {});
    day.lines.splice(at, 1);
    return { class: 'b', finding: 'not_charged', pid };
  },
  'b: it was charged and voided, so nothing was taken': (day, at) => {
    const { pid } = forget(day, at, {});
    const line = { ...day.lines[at]!, pid };
    day.lines[at] = line;
    day.lines.push({ ...line, key: 'voided', kind: 'voided' });
    return { class: 'b', finding: 'not_charged', pid };
  },
  'b: the acquirer confirms what was held back': (day, at) => {
    const { pid, postings } = day.attempts[at]!;
    const held = postings.map((posting) => ({ ...posting, state: 'pending' as const, quarantined: true }));
    day.attempts[at] = { ...day.attempts[at]!, postings: held };
    day.records = day.records.filter((record) => record.pid !== pid);
    return { class: 'b', finding: 'quarantine_over', pid };
  },
  'c: nobody knows the reference': (day, _at, below) => {
    const stranger = {
      ...day.lines[0]!,
      key: 'stranger',
      railRef: 'POI9/X',
      pid: below(2) === 0 ? null : 'f'.repeat(32),
    };
    day.lines.push(stranger);
    return { class: 'c', finding: 'unknown_reference', line: stranger };
  },
  'c: a reference nobody knew is found': (day, at) => {
    const line = { ...day.lines[at]!, suspended: true };
    day.lines[at] = line;
    return { class: 'c', finding: 'reference_found', line };
  },
  'd: the acquirer lacks a capture for days': (day, at) => {
    day.lines.splice(at, 1);
    return { class: 'd', finding: 'not_settled', pid: day.attempts[at]!.pid };
  },
  'd: the acquirer took a capture back': (day, at) => {
    day.lines.push({ ...day.lines[at]!, key: 'voided', kind: 'voided' });
    return { class: 'd', finding: 'taken_back', pid: day.attempts[at]!.pid };
  },
  'e: the acquirer names another amount': (day, at, below) => {
    const line = day.lines[at]!;
    const theirsFils = line.amountFils + 1 + below(500);
    day.lines[at] = { ...line, amountFils: fils(theirsFils) };
    return { class: 'e', finding: 'settlement', pid: day.attempts[at]!.pid, oursFils: line.amountFils, theirsFils };
  },
  'e: the acquirer charged twice': (day, at) => {
    const line = day.lines[at]!;
    day.lines.push({ ...line, key: 'again', transactionId: 'again' });
    return { class: 'e', finding: 'settlement', oursFils: line.amountFils, theirsFils: 2 * line.amountFils };
  },
  'e: the acquirer gave back more than is owed': (day, at) => {
    day.lines.push({ ...day.lines[at]!, key: 'back', kind: 'refunded', amountFils: fils(1) });
    return { class: 'e', finding: 'settlement', pid: day.attempts[at]!.pid };
  },
  'e: the kiosk names another sum': (day) => {
    const { report } = day.kioskDay;
    const [totals] = report.rails;
    const wrong = railTotals(totals!.rail, totals!.captured.count, totals!.captured.fils + 1);
    day.kioskDay = { ...day.kioskDay, report: { ...report, rails: [wrong] } };
    return { class: 'e', finding: 'kiosk_day', pid: null, theirsFils: wrong.captured.fils };
  },
  'e: the terminal names another sum': (day) => {
    const { report } = day.kioskDay;
    day.kioskDay = { ...day.kioskDay, report: { ...report, terminalTotals: totals(99_999_999) } };
    return { class: 'e', finding: 'terminal_totals', theirsFils: 99_999_999 };
  },
  'e: the ministry recorded another amount': (day, at) => {
    const { pid } = day.attempts[at]!;
    const wrong = day.records.findIndex((record) => record.pid === pid);
    day.records[wrong] = { ...day.records[wrong]!, amountFils: fils(1) };
    return { class: 'e', finding: 'ministry', pid, theirsFils: 1 };
  },
  'f: two attempts have one ticket in our books': (day) => {
    const [one, other] = day.attempts;
    const [posting] = one!.postings;
    day.attempts[1] = { ...other!, postings: [...other!.postings, { ...posting!, state: 'pending' }] };
    return { class: 'f', finding: 'posted_twice', ticketNo: posting!.ticketNo, pids: [one!.pid, other!.pid] };
  },
  'm: the ministry lacks what it said it had': (day, at, below) => {
    const { pid } = day.attempts[at]!;
    const lost = day.records.findIndex((record) => record.pid === pid);
    const { ticketNo } = day.records[lost]!;
    if (below(2) === 0) day.records.splice(lost, 1);
    else day.records[lost] = { ...day.records[lost]!, outcome: 'refused' };
    return { class: 'm', finding: 'ministry_lacks', pid, ticketNo };
  },
  'm: the ministry has recorded what it refused to us': (day, at) => {
    const { pid, postings } = day.attempts[at]!;
    const [posting, ...others] = postings;
    const refused = { ...posting!, active: false, state: 'refused' as const };
    day.attempts[at] = { ...day.attempts[at]!, postings: [refused, ...others] };
    return { class: 'm', finding: 'ministry_has_more', pid, ticketNo: posting!.ticketNo };
  },
  'm: the ministry has what we never sent': (day) => {
    const pid = 'e'.repeat(32);
    day.records.push({
      key: `${pid}-X1`,
      pid,
      system: 'traffic',
      ticketNo: 'X1',
      amountFils: fils(1000),
      outcome: 'posted',
    });
    return { class: 'm', finding: 'ministry_has_more', pid, ticketNo: 'X1' };
  },
};

function made(name: string, seed: number): { day: Day; expected: Partial<Difference> | null } {
  const below = numbers(seed * 7919 + name.length);
  const day = soundDay(below);
  return { day, expected: injuries[name]!(day, below(day.attempts.length), below) };
}

describe('a match of five sides', () => {
  it.each(Object.keys(injuries))(`names the one thing that is wrong, ${seedsPerInjury} times: %s`, (name) => {
    for (let seed = 1; seed <= seedsPerInjury; seed += 1) {
      const { day, expected } = made(name, seed);
      const found = match(inputOf(day));
      expect(found, `seed ${seed}`).toHaveLength(expected === null ? 0 : 1);
      if (expected !== null) expect(found[0], `seed ${seed}`).toMatchObject(expected);
    }
  });

  it('was tried with at least 200 injuries', () => {
    expect((Object.keys(injuries).length - 1) * seedsPerInjury).toBeGreaterThanOrEqual(200);
  });
});

describe('silence of the acquirer', () => {
  const day = (change: (day: Day) => void): readonly Difference[] => {
    const { day: lacking } = made('b: the complete files lack an attempt that is open', 3);
    change(lacking);
    return match(inputOf(lacking));
  };

  it('proves nothing while the file of the next day is missing, or the rail is not in it', () => {
    expect(day(() => undefined)).toHaveLength(1);
    for (const remove of [noon, noon + dayMs]) {
      expect(
        day(({ coveredDays }) =>
          [...coveredDays]
            .filter((name) => name.endsWith(kuwaitDay(remove)))
            .forEach((name) => coveredDays.delete(name)),
        ),
      ).toEqual([]);
    }
  });

  it('proves nothing about an attempt that people have', () => {
    expect(
      day((one) => (one.attempts = one.attempts.map((a) => (a.state === 'open' ? { ...a, state: 'manual' } : a)))),
    ).toEqual([]);
  });

  it('about a capture is a case after three days, not before, and not when the money went back', () => {
    const lacking = made('d: the acquirer lacks a capture for days', 5).day;
    expect(match(inputOf({ ...lacking, now: noon + 2 * dayMs }))).toEqual([]);
    const undone = lacking.attempts.map((one) => ({
      ...one,
      owedBackFils: one.totalFils,
      doneBackFils: one.totalFils,
    }));
    expect(match(inputOf({ ...lacking, attempts: undone })).filter((one) => one.class === 'd')).toEqual([]);
  });
});

describe('a line of an attempt that people have', () => {
  it('is for them to read', () => {
    const { day } = made('b: the acquirer has the money of an attempt that is open', 6);
    const withPeople = day.attempts.map((one) =>
      one.capturedAt === null ? { ...one, state: 'manual' as const } : one,
    );
    expect(match(inputOf(day))).toHaveLength(1);
    expect(match(inputOf({ ...day, attempts: withPeople }))).toEqual([]);
  });
});

describe('a refund', () => {
  it('that is owed agrees with the line that gives it back', () => {
    const { day } = made('nothing is wrong', 4);
    const [one] = day.attempts;
    day.attempts[0] = { ...one!, owedBackFils: 700, doneBackFils: 700 };
    day.lines.push({ ...day.lines[0]!, key: 'back', kind: 'refunded', amountFils: fils(700) });
    expect(match(inputOf(day))).toEqual([]);
  });
});

describe('a receipt that has not arrived', () => {
  it('is chased for a day before people are asked', () => {
    const { day } = made('a: the kiosk gave a receipt that never arrived', 2);
    const found = match(inputOf({ ...day, now: day.kioskDay.receivedAt + dayMs - 1 }));
    expect(found).toMatchObject([{ class: 'a', overdue: false }]);
  });
});

describe("a terminal's totals", () => {
  const [before, today] = [1_000_000, 15_000];
  const found = (change: Partial<DayReport>, beforeChange: Partial<DayReport> = {}): number => {
    const report = { ...busyReport('terminal', { first: 1, count: 0, total: today }), receipts: null, ...change };
    const delivered = [{ receiptNo: receiptNumber('K001', 1), rail: 'terminal' as const, capturedFils: fils(today) }];
    const earlier = dayReport({ terminalTotals: totals(before), ...beforeChange });
    const kioskDay = { report, subject: 'Z 2', receivedAt: noon, before: earlier, delivered };
    return match({ ...inputOf(made('nothing is wrong', 1).day), kioskDays: [kioskDay] }).length;
  };

  it('count on from day to day, or begin anew', () => {
    expect(found({ terminalTotals: totals(before + today) })).toBe(0);
    expect(found({ terminalTotals: totals(today) })).toBe(0);
    expect(found({ terminalTotals: totals(before + today + 1) })).toBe(1);
  });

  it('are left to people when nobody can read them, or an outcome was not known at midnight', () => {
    const wrong = { terminalTotals: totals(before + 1) };
    const carried = [{ pid: '0'.repeat(32), rail: 'terminal', state: 'unknown', totalFils: fils(1) } as const];
    expect(found(wrong)).toBe(1);
    expect(found({ terminalTotals: 'TOTAL 15.000 KD' })).toBe(0);
    expect(found({ ...wrong, carried })).toBe(0);
    expect(found(wrong, { carried })).toBe(0);
    expect(found(wrong, { terminalTotals: undefined })).toBe(0);
  });
});
