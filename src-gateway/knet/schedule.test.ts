import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeRules, type Asked, type Claim, type Knowledge } from './evidence.ts';
import { exampleConfig } from './example.ts';
import { askAgainInMs } from './schedule.ts';

const rules = judgeRules(exampleConfig());
const second = 1000;
const hour = 3_600_000;
const pageEnd = rules.pageLifeMs;

const claim = (receivedAt: number, says: Claim['says'], amount: Claim['amount'] = 'ours'): Claim => ({
  receivedAt,
  says,
  amount,
});
const asked = (askedAt: number, says: Asked['says'] = 'unknown'): Asked => ({
  askedAt,
  says,
  amount: says === 'captured' ? 'ours' : 'absent',
});
const nothing: Knowledge = { openedAt: 0, claims: [], inquiries: [], hints: [] };

/** Asks whenever the schedule says so, always in vain; returns the times in milliseconds. */
function askInVain(known: Knowledge, until: number): number[] {
  const times: number[] = [];
  let inquiries = known.inquiries;
  for (let now = 0; now <= until;) {
    const wait = askAgainInMs({ ...known, inquiries }, rules, now);
    if (wait === null) break;
    now += wait;
    times.push(now);
    inquiries = [...inquiries, asked(now)];
  }
  return times;
}

describe('when nothing is heard', () => {
  const times = askInVain(nothing, 10 * 24 * hour);
  const gaps = times.map((time, index) => time - (times[index - 1] ?? 0));

  it('the gaps grow from 5 seconds to 5 minutes', () => {
    expect(gaps.slice(0, 8)).toEqual([5, 10, 20, 40, 80, 160, 300, 300].map((gap) => gap * second));
  });

  it('it is asked at the very moment the page is surely over', () => {
    expect(times).toContain(pageEnd + rules.graceMs);
  });

  it('it is asked hourly from a day after the page, and not at all after the configured days', () => {
    const late = times.filter((time) => time > pageEnd + 25 * hour);
    expect(late.length).toBeGreaterThan(100);
    expect(late.slice(1).every((time, index) => time - (late[index] ?? 0) === hour)).toBe(true);
    expect(Math.max(...times)).toBeLessThan(pageEnd + rules.askForMs);
    expect(
      askAgainInMs({ ...nothing, inquiries: times.map((time) => asked(time)) }, rules, pageEnd + rules.askForMs),
    ).toBeNull();
  });
});

describe('news', () => {
  const quiet = [5, 15, 35, 75, 155, 315].map((at) => asked(at * second));

  it.each([
    ['a declined callback', { claims: [claim(400 * second, 'failure')] }],
    ['an unknown word', { claims: [claim(400 * second, 'unknown')] }],
    ['a capture with another amount', { claims: [claim(400 * second, 'captured', 'other')] }],
    ['a hint', { hints: [400 * second] }],
  ])('%s is followed up at once, then with short gaps again', (_, news) => {
    const known: Knowledge = { ...nothing, inquiries: quiet, ...news };
    expect(askAgainInMs(known, rules, 400 * second)).toBe(0);
    const once = { ...known, inquiries: [...quiet, asked(400 * second)] };
    expect(askAgainInMs(once, rules, 400 * second)).toBe(10 * second);
  });

  it('of a capture is followed up when its void window is over, and at once if something else happens meanwhile', () => {
    const known: Knowledge = { ...nothing, inquiries: quiet, claims: [claim(400 * second, 'captured')] };
    expect(askAgainInMs(known, rules, 400 * second)).toBe(90 * second);
    expect(askAgainInMs({ ...known, hints: [401 * second] }, rules, 402 * second)).toBe(0);
  });

  it('of a capture by inquiry is followed up after the void window at the latest', () => {
    const known: Knowledge = { ...nothing, inquiries: [...quiet, asked(615 * second, 'captured')] };
    expect(askAgainInMs(known, rules, 615 * second)).toBe(90 * second);
  });
});

describe('always', () => {
  const time = fc.integer({ min: 0, max: 10 * 24 * hour });
  const knowledge = fc.record({
    openedAt: fc.constant(0),
    claims: fc.array(
      fc.record({
        receivedAt: time,
        says: fc.constantFrom('captured', 'failure', 'voided', 'unknown'),
        amount: fc.constantFrom('ours', 'other', 'absent'),
      }),
      { maxLength: 4 },
    ),
    inquiries: fc.array(
      fc.record({
        askedAt: time,
        says: fc.constantFrom('captured', 'failure', 'voided', 'not_found', 'unknown'),
        amount: fc.constantFrom('ours', 'other', 'absent'),
      }),
      { maxLength: 8 },
    ),
    hints: fc.array(time, { maxLength: 3 }),
  });

  it('the wait is a whole number of milliseconds, never negative, and null only when it is too late', () => {
    fc.assert(
      fc.property(knowledge, time, (known, now) => {
        const wait = askAgainInMs(known, rules, now);
        if (wait === null) return;
        expect(Number.isInteger(wait) && wait >= 0).toBe(true);
        expect(now + wait).toBeLessThan(pageEnd + rules.askForMs);
      }),
    );
  });

  it('an undecided payment is asked about at least hourly while K-Net answers', () => {
    fc.assert(
      fc.property(knowledge, time, (known, now) => {
        const past: Knowledge = {
          ...known,
          claims: known.claims.filter(({ receivedAt }) => receivedAt <= now),
          inquiries: known.inquiries.filter(({ askedAt }) => askedAt <= now),
          hints: known.hints.filter((at) => at <= now),
        };
        if (now < pageEnd + rules.askForMs - hour) expect(askAgainInMs(past, rules, now)).toBeLessThanOrEqual(hour);
      }),
    );
  });
});
