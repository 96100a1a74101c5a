import { describe, expect, it } from 'vitest';
import { exampleConfig } from './example.ts';
import { judgeRules, type Asked, type Claim, type JudgeRules, type Knowledge } from './evidence.ts';
import { judge } from './judge.ts';

const second = 1000;
const minute = 60 * second;
/** Page 30 min, grace 5 min, void window 90 s, no second try on the page. */
const rules = judgeRules(exampleConfig());
const retry: JudgeRules = { ...rules, retryOnPage: true };

function claim(receivedAt: number, says: Claim['says'], amount: Claim['amount'] = 'ours'): Claim {
  return { receivedAt: receivedAt * second, says, amount };
}

function asked(
  askedAt: number,
  says: Asked['says'],
  amount: Asked['amount'] = says === 'captured' ? 'ours' : 'absent',
): Asked {
  return { askedAt: askedAt * second, says, amount };
}

/** The verdict as `verdict:reason` a given number of seconds after the page was opened. */
function verdict(claims: readonly Claim[], inquiries: readonly Asked[], now = 4000, with_ = rules): string {
  const known: Knowledge = { openedAt: 0, claims, inquiries, hints: [] };
  const { verdict: word, reason } = judge(known, with_, now * second);
  return `${word}:${reason}`;
}

describe('captured', () => {
  it('needs an inquiry that agrees, asked when the void window after the callback is over', () => {
    expect(verdict([claim(60, 'captured')], [], 200)).toBe('unknown:confirming');
    expect(verdict([claim(60, 'captured')], [asked(149.999, 'captured')], 200)).toBe('unknown:confirming');
    expect(verdict([claim(60, 'captured')], [asked(150, 'captured')], 200)).toBe('captured:after_callback');
  });

  it('without a callback needs two inquiries as far apart as the void window', () => {
    expect(verdict([], [asked(60, 'captured')], 70)).toBe('unknown:confirming');
    expect(verdict([], [asked(60, 'captured'), asked(149, 'captured')], 200)).toBe('unknown:confirming');
    expect(verdict([], [asked(60, 'captured'), asked(100, 'captured'), asked(150, 'captured')], 200)).toBe(
      'captured:twice',
    );
  });

  it('without a callback is not helped by a "no" between the two', () => {
    expect(verdict([], [asked(60, 'captured'), asked(100, 'not_found'), asked(150, 'captured')], 200)).toBe(
      'unknown:confirming',
    );
  });

  it('waits anew when the callback comes between the two inquiries', () => {
    const claims = [claim(140, 'captured')];
    expect(verdict(claims, [asked(60, 'captured'), asked(150, 'captured')])).toBe('unknown:confirming');
    expect(verdict(claims, [asked(60, 'captured'), asked(150, 'captured'), asked(230, 'captured')])).toBe(
      'captured:after_callback',
    );
  });

  it('waits anew after a repeated callback, but one that comes after the proof changes nothing', () => {
    const first = claim(60, 'captured');
    expect(verdict([first, claim(120, 'captured')], [asked(150, 'captured')])).toBe('unknown:confirming');
    expect(verdict([first, claim(151, 'captured')], [asked(150, 'captured')])).toBe('captured:after_callback');
    expect(verdict([first, claim(86_400, 'captured')], [asked(150, 'captured')])).toBe('captured:after_callback');
  });

  it('is not vouched for by a callback without an amount or with an unknown word: then it takes two inquiries', () => {
    for (const weak of [claim(60, 'captured', 'absent'), claim(60, 'unknown')]) {
      expect(verdict([weak], [asked(150, 'captured')])).toBe('unknown:confirming');
      expect(verdict([weak], [asked(150, 'captured'), asked(240, 'captured')])).toBe('captured:twice');
    }
  });

  it.each([
    ['the callback had another amount', [claim(60, 'captured', 'other')]],
    ['the callback said failure', [claim(60, 'failure')]],
    ['the callback said voided', [claim(60, 'voided')]],
    ['one callback said captured and one said failure', [claim(60, 'captured'), claim(61, 'failure')]],
  ])('is contradicted when %s', (_, claims) => {
    expect(verdict(claims, [asked(150, 'captured'), asked(240, 'captured')])).toBe('unknown:contradiction');
  });

  it('of another amount is a contradiction, of no amount is no proof', () => {
    expect(verdict([claim(60, 'captured')], [asked(150, 'captured', 'other')])).toBe('unknown:contradiction');
    expect(verdict([claim(60, 'captured')], [asked(150, 'captured', 'absent')])).toBe('unknown:confirming');
  });

  it('survives an early "not found" and silence around it', () => {
    expect(
      verdict(
        [claim(60, 'captured')],
        [asked(20, 'not_found'), asked(149, 'unknown'), asked(150, 'captured'), asked(151, 'unknown')],
      ),
    ).toBe('captured:after_callback');
  });

  it('is contradicted by a later "no"', () => {
    expect(verdict([claim(60, 'captured')], [asked(150, 'captured'), asked(300, 'failure')])).toBe(
      'unknown:contradiction',
    );
    expect(verdict([claim(60, 'captured')], [asked(150, 'not_found')])).toBe('unknown:contradiction');
    expect(verdict([claim(60, 'captured')], [asked(149, 'not_found')])).toBe('unknown:confirming');
  });

  it('after a decline is believed only where the page may be tried again', () => {
    const claims = [claim(60, 'failure'), claim(100, 'captured')];
    expect(verdict(claims, [asked(190, 'captured')], 200, retry)).toBe('captured:after_callback');
    expect(verdict(claims, [asked(190, 'captured')], 200)).toBe('unknown:contradiction');
  });
});

describe('not charged', () => {
  it('needs callback and a later inquiry to say failure', () => {
    expect(verdict([claim(60, 'failure')], [], 61)).toBe('unknown:page_open');
    expect(verdict([claim(60, 'failure')], [asked(59, 'failure')], 61)).toBe('unknown:page_open');
    expect(verdict([claim(60, 'failure')], [asked(60, 'failure')], 61)).toBe('not_charged:declined');
    expect(verdict([], [asked(60, 'failure')], 61)).toBe('unknown:page_open');
  });

  it('does not follow from a decline where the page may be tried again', () => {
    expect(verdict([claim(60, 'failure')], [asked(61, 'failure')], 62, retry)).toBe('unknown:page_open');
    expect(verdict([claim(60, 'failure')], [asked(61, 'failure'), asked(2100, 'failure')], 2101, retry)).toBe(
      'not_charged:page_over',
    );
  });

  it.each([
    ['another amount', [claim(60, 'failure', 'other')]],
    ['an unknown word beside it', [claim(60, 'failure'), claim(61, 'unknown')]],
  ])('does not follow from a decline with %s', (_, claims) => {
    expect(verdict(claims, [asked(70, 'failure')], 71)).toBe('unknown:page_open');
  });

  it.each(['failure', 'not_found', 'voided'] as const)(
    'follows from %s, asked when page and grace are over',
    (says) => {
      expect(verdict([], [asked(2099.999, says)], 9000)).toBe('unknown:checking');
      expect(verdict([], [asked(2100, says)], 2100)).toBe('not_charged:page_over');
    },
  );

  it('never follows from silence, SUSPECT or host time-out, however late', () => {
    expect(verdict([], [asked(2100, 'unknown'), asked(500_000, 'unknown')], 600_000)).toBe('unknown:checking');
    expect(verdict([claim(60, 'unknown')], [], 600_000)).toBe('unknown:checking');
  });

  it('never follows from "not found" when anything said captured', () => {
    expect(verdict([claim(60, 'captured')], [asked(2100, 'not_found')])).toBe('unknown:contradiction');
    expect(verdict([claim(60, 'captured', 'other')], [asked(2100, 'not_found')])).toBe('unknown:contradiction');
    expect(verdict([], [asked(60, 'captured'), asked(2100, 'not_found')])).toBe('unknown:contradiction');
    expect(verdict([], [asked(60, 'captured', 'other'), asked(2100, 'failure')])).toBe('unknown:contradiction');
  });

  it('follows from a void after a capture, claimed or seen', () => {
    expect(verdict([claim(60, 'captured')], [asked(100, 'voided')], 101)).toBe('not_charged:voided');
    expect(verdict([], [asked(60, 'captured'), asked(100, 'voided')], 101)).toBe('not_charged:voided');
    expect(verdict([claim(60, 'captured', 'other')], [asked(100, 'voided')], 101)).toBe('not_charged:voided');
    expect(verdict([claim(60, 'voided')], [asked(100, 'voided')], 101)).toBe('not_charged:voided');
    expect(verdict([], [asked(100, 'voided')], 101)).toBe('unknown:page_open');
  });

  it('does not follow from a void that a capture came after', () => {
    expect(verdict([claim(101, 'captured')], [asked(100, 'voided')], 102)).toBe('unknown:contradiction');
    expect(verdict([claim(60, 'captured')], [asked(100, 'voided'), asked(200, 'captured')], 201)).toBe(
      'unknown:contradiction',
    );
  });

  it('follows from a void only at the page end where the page may be tried again', () => {
    expect(verdict([claim(60, 'captured')], [asked(100, 'voided')], 101, retry)).toBe('unknown:contradiction');
    expect(verdict([claim(60, 'captured')], [asked(2100, 'voided')], 2101, retry)).toBe('not_charged:voided');
  });

  it('turns a proof we had into a void, for the caller to open a case', () => {
    expect(verdict([claim(60, 'captured')], [asked(150, 'captured'), asked(400, 'voided')])).toBe('not_charged:voided');
  });
});

describe('unknown', () => {
  it('says why: page open, page over, confirming', () => {
    expect(verdict([], [], 0)).toBe('unknown:page_open');
    expect(verdict([], [], 2100)).toBe('unknown:checking');
    expect(verdict([claim(60, 'captured')], [], 61)).toBe('unknown:confirming');
  });

  it('says when to ask again', () => {
    expect(judge({ openedAt: 0, claims: [], inquiries: [], hints: [] }, rules, 1000)).toEqual({
      verdict: 'unknown',
      reason: 'page_open',
      askAgainInMs: 4000,
    });
    expect(rules.pageLifeMs + rules.graceMs).toBe(35 * minute);
  });
});
