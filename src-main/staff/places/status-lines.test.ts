import { describe, expect, it } from 'vitest';
import { cannotPay, statusLines, type StatusFacts } from './status-lines.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A kiosk at which all is well. */
const well: StatusFacts = {
  enrolled: true,
  outOfService: false,
  gateway: { online: true, paymentsOpen: true, ministry: 'up' },
  journal: { open: true, recognised: true, payments: 3, seq: 40 },
  rails: 1,
  payments: { unknown: 0, unposted: 0, cases: 0 },
  owed: 0,
  aside: 0,
  feed: { seq: 26, ageMs: 600_000, says: 'whole', coming: null },
  printer: 'ready',
  clock: { nowMs: Date.parse('2026-11-26T09:00:00+03:00'), offMs: 0, proved: true, doubt: null },
  staffList: { no: 12, leftMs: 29.5 * dayMs },
  lastZ: 4,
  terminal: null,
  scanner: true,
  machine: { diskFreeBytes: 50e9, temperature: 40 },
  start: { reason: 'ended', minutes: 12 },
  version: '0.1.0',
};

const lineOf = (id: string, facts: Partial<StatusFacts>) => {
  const found = statusLines({ ...well, ...facts }).find((each) => each.id === id);
  return found && { state: found.state, code: found.code, ...found.values };
};

describe('the status page', () => {
  it('has nothing but good lines when all is well', () => {
    expect(cannotPay(well)).toEqual([]);
    expect(statusLines(well).filter(({ state }) => state !== 'good')).toEqual([]);
  });

  it('puts what is bad first, then what wants somebody soon', () => {
    const lines = statusLines({ ...well, owed: 2, printer: 'jam' });
    expect(lines.slice(0, 3).map(({ id, state }) => [id, state])).toEqual([
      ['printer', 'bad'],
      ['owed', 'attention'],
      ['network', 'good'],
    ]);
  });

  it('names every reason why visitors cannot pay', () => {
    const gateway = { online: true, paymentsOpen: false, ministry: 'down' as const };
    expect(cannotPay({ ...well, outOfService: true, gateway, rails: 0 })).toEqual([
      'out_of_service',
      'gateway_closed',
      'ministry_down',
    ]);
    const down = { ...gateway, online: false };
    const journal = { ...well.journal, recognised: false };
    // What the gateway would say is not guessed while it is away.
    expect(cannotPay({ ...well, gateway: down, journal, rails: 0 })).toEqual(['no_network']);
  });
});

describe('the offline copy on the status page', () => {
  const feed = (ageMs: number, says: 'whole' | 'outline' | 'locked' = 'whole') =>
    lineOf('feed', { feed: { seq: 26, ageMs, says, coming: null } });

  it('is good for a day', () => {
    expect(feed(10 * 60_000)).toEqual({ state: 'good', code: 'held', seq: 26, minutes: 10 });
    expect(feed(23 * hourMs)).toMatchObject({ state: 'good', code: 'held' });
  });

  it('wants somebody after a day, and says what visitors are still told', () => {
    expect(feed(30 * hourMs)).toMatchObject({ state: 'attention', code: 'held', minutes: 1_800 });
    expect(feed(9 * dayMs, 'outline')).toEqual({ state: 'attention', code: 'outline', seq: 26, days: 9 });
    expect(feed(31 * dayMs, 'locked')).toEqual({ state: 'bad', code: 'locked', seq: 26, days: 31 });
  });

  it('says less than its age when its keys are gone', () => {
    expect(feed(hourMs, 'outline')).toMatchObject({ state: 'attention', code: 'outline', days: 0 });
  });

  it('that is not there yet, or has a newer one coming', () => {
    expect(lineOf('feed', { feed: null })).toEqual({ state: 'attention', code: 'none' });
    const coming = { done: 3, total: 12 };
    expect(lineOf('feed', { feed: { seq: 26, ageMs: 2 * dayMs, says: 'whole', coming } })).toEqual({
      state: 'attention',
      code: 'coming',
      seq: 26,
      ...coming,
    });
  });
});

describe('the list of staff on the status page', () => {
  it.each([
    ['is good for weeks', 29.5 * dayMs, { state: 'good', code: 'runs', no: 12, days: 29 }],
    ['ends within a week', 6.5 * dayMs, { state: 'attention', code: 'runs', no: 12, days: 6 }],
    ['ends within a day', 5 * hourMs, { state: 'attention', code: 'lastDay', no: 12, days: 0 }],
    ['has ended', 0, { state: 'bad', code: 'ended', no: 12 }],
  ])('%s', (_what, leftMs, told) => {
    expect(lineOf('staffList', { staffList: { no: 12, leftMs } })).toEqual(told);
  });

  it('is missing', () => {
    expect(lineOf('staffList', { staffList: null })).toEqual({ state: 'bad', code: 'none' });
  });
});
