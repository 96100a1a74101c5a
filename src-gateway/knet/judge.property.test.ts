import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finalAt, type Asked, type Claim, type JudgeRules, type Knowledge } from './evidence.ts';
import { judge, type Verdict } from './judge.ts';

const second = 1000;
const base: JudgeRules = {
  confirmAfterMs: 90 * second,
  pageLifeMs: 600 * second,
  graceMs: 60 * second,
  retryOnPage: false,
  askForMs: 7 * 86_400 * second,
};
const horizon = 1500 * second;

const rulesOf = fc.boolean().map((retryOnPage): JudgeRules => ({ ...base, retryOnPage }));
// Coarse times make equal ones and exact window edges frequent.
const time = fc.integer({ min: 0, max: horizon / (30 * second) }).map((step) => step * 30 * second);
const amount = fc.constantFrom('ours', 'ours', 'ours', 'other', 'absent');
const claims = fc.array(
  fc.record({
    receivedAt: time,
    says: fc.constantFrom('captured', 'captured', 'failure', 'voided', 'unknown'),
    amount,
  }),
  { maxLength: 3 },
);
const inquiries = fc.array(
  fc.record({
    askedAt: time,
    says: fc.constantFrom('captured', 'captured', 'failure', 'voided', 'not_found', 'unknown'),
    amount,
  }),
  { maxLength: 5 },
);
const knowledge: fc.Arbitrary<Knowledge> = fc.record({
  openedAt: fc.constant(0),
  claims,
  inquiries,
  hints: fc.array(time, { maxLength: 2 }),
});
const many = { numRuns: 3000 };

const outcome = ({ verdict, reason }: Verdict): string => `${verdict}:${reason}`;

describe('whatever is known', () => {
  it('callbacks and hints alone never decide anything', () => {
    fc.assert(
      fc.property(knowledge, rulesOf, time, (known, rules, now) => {
        expect(judge({ ...known, inquiries: [] }, rules, now).verdict).toBe('unknown');
      }),
      many,
    );
  });

  it('time alone never decides anything', () => {
    fc.assert(
      fc.property(knowledge, rulesOf, time, (known, rules, now) => {
        expect(judge(known, rules, now).verdict).toBe(judge(known, rules, now + 400 * 86_400 * second).verdict);
      }),
      many,
    );
  });

  it('inquiries that say nothing never decide anything', () => {
    const silence = fc.array(
      time.map((askedAt): Asked => ({ askedAt, says: 'unknown', amount: 'absent' })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(knowledge, rulesOf, silence, (known, rules, more) => {
        const verdict = judge(known, rules, horizon);
        expect(outcome(judge({ ...known, inquiries: [...known.inquiries, ...more] }, rules, horizon))).toBe(
          outcome(verdict),
        );
      }),
      many,
    );
  });

  it('neither the order of the facts nor their repetition matters', () => {
    const shuffled = knowledge.chain((known) =>
      fc.tuple(
        fc.constant(known),
        fc.shuffledSubarray([...known.claims, ...known.claims], { minLength: known.claims.length * 2 }),
        fc.shuffledSubarray([...known.inquiries, ...known.inquiries], { minLength: known.inquiries.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, rulesOf, ([known, otherClaims, otherInquiries], rules) => {
        const again = judge({ ...known, claims: otherClaims, inquiries: otherInquiries }, rules, horizon);
        expect(outcome(again)).toBe(outcome(judge(known, rules, horizon)));
      }),
      many,
    );
  });

  it('captured rests on an inquiry with our amount, outside the window, which nothing contradicts', () => {
    fc.assert(
      fc.property(knowledge, rulesOf, (known, rules) => {
        if (judge(known, rules, horizon).verdict !== 'captured') return;
        const proofs = known.inquiries.filter(
          (inquiry) =>
            inquiry.says === 'captured' &&
            inquiry.amount === 'ours' &&
            known.claims.every(
              ({ receivedAt }) => receivedAt > inquiry.askedAt || inquiry.askedAt - receivedAt >= rules.confirmAfterMs,
            ),
        );
        expect(proofs.length).toBeGreaterThan(0);
        expect(known.claims.filter((one) => one.amount === 'other')).toEqual([]);
        expect(
          known.inquiries.filter((one) => one.says === 'voided' || (one.says === 'captured' && one.amount === 'other')),
        ).toEqual([]);
        if (!rules.retryOnPage) expect(known.claims.filter((one) => one.says === 'failure')).toEqual([]);
      }),
      many,
    );
  });

  it('not charged never stands beside a capture that was not voided afterwards', () => {
    fc.assert(
      fc.property(knowledge, rulesOf, (known, rules) => {
        if (judge(known, rules, horizon).verdict !== 'not_charged') return;
        const captures = [
          ...known.inquiries.filter(({ says }) => says === 'captured').map(({ askedAt }) => askedAt),
          ...known.claims.filter(({ says }) => says === 'captured').map(({ receivedAt }) => receivedAt),
        ];
        const voids = known.inquiries.filter(({ says }) => says === 'voided').map(({ askedAt }) => askedAt);
        if (captures.length > 0) expect(Math.max(...voids)).toBeGreaterThan(Math.max(...captures));
      }),
      many,
    );
  });
});

/** What really happened at K-Net, unknown to the judge. Times in milliseconds since the page was opened. */
interface Truth {
  readonly declinedAt: number | null;
  readonly capturedAt: number | null;
  readonly voidedAt: number | null;
}

const truth: fc.Arbitrary<Truth> = fc
  .record({
    declined: fc.boolean(),
    captured: fc.boolean(),
    voided: fc.boolean(),
    at: fc.integer({ min: 1, max: base.pageLifeMs / 2 }),
    later: fc.integer({ min: 1, max: base.pageLifeMs / 2 }),
    // K-Net voids because of our reply, so within the window after the callback it sent us.
    voidAfter: fc.integer({ min: 0, max: base.confirmAfterMs - 1 }),
  })
  .map(({ declined, captured, voided, at, later, voidAfter }) => ({
    declinedAt: declined ? at : null,
    capturedAt: captured ? at + later : null,
    voidedAt: captured && voided ? at + later + voidAfter : null,
  }));

/** An inquiry answers by the record as it stands; it may always fail to, and say "not found" while the page is open. */
function honest(real: Truth, askedAt: number, mood: number, rules: JudgeRules): Asked {
  const happened = (at: number | null): boolean => at !== null && at <= askedAt;
  if (mood === 0) return { askedAt, says: 'unknown', amount: 'absent' };
  if (happened(real.voidedAt)) return { askedAt, says: 'voided', amount: 'absent' };
  if (happened(real.capturedAt)) return { askedAt, says: 'captured', amount: 'ours' };
  if (happened(real.declinedAt)) return { askedAt, says: mood === 1 ? 'not_found' : 'failure', amount: 'absent' };
  return {
    askedAt,
    says:
      mood === 2 && askedAt < finalAt({ openedAt: 0, claims: [], inquiries: [], hints: [] }, rules)
        ? 'unknown'
        : 'not_found',
    amount: 'absent',
  };
}

describe('against an honest K-Net that loses, delays and repeats messages', () => {
  const delays = fc.array(fc.integer({ min: 0, max: horizon }), { maxLength: 2 });
  const questions = fc.array(fc.tuple(fc.integer({ min: 0, max: horizon }), fc.nat(4)), { maxLength: 12 });

  function play(
    real: Truth,
    captureDelays: readonly number[],
    declineDelays: readonly number[],
    asks: readonly (readonly [number, number])[],
    rules: JudgeRules,
  ): Knowledge {
    const arrived = (at: number | null, says: Claim['says'], late: readonly number[]): Claim[] =>
      at === null ? [] : late.map((delay) => ({ receivedAt: at + delay, says, amount: 'ours' }));
    return {
      openedAt: 0,
      claims: [
        ...arrived(real.capturedAt, 'captured', captureDelays),
        ...arrived(real.declinedAt, 'failure', declineDelays),
      ],
      inquiries: asks.map(([askedAt, mood]) => honest(real, askedAt, mood, rules)),
      hints: [],
    };
  }

  it('captured is never said of money that was not taken or was given back, nor not charged of money that was kept', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(
        truth,
        delays,
        delays,
        questions,
        fc.boolean(),
        (real, captureDelays, declineDelays, asks, retryOnPage) => {
          const rules: JudgeRules = { ...base, retryOnPage };
          // A result ends the page unless the acquirer allows another try on it.
          const lived: Truth =
            !retryOnPage && real.declinedAt !== null ? { ...real, capturedAt: null, voidedAt: null } : real;
          const all = play(lived, captureDelays, declineDelays, asks, rules);
          for (const now of [...asks.map(([askedAt]) => askedAt), horizon]) {
            const known: Knowledge = {
              ...all,
              claims: all.claims.filter(({ receivedAt }) => receivedAt <= now),
              inquiries: all.inquiries.filter(({ askedAt }) => askedAt <= now),
            };
            const verdict = judge(known, rules, now);
            reached.add(outcome(verdict));
            const kept = lived.capturedAt !== null && lived.voidedAt === null;
            if (verdict.verdict === 'captured') expect(kept).toBe(true);
            if (verdict.verdict === 'not_charged') expect(kept).toBe(false);
          }
        },
      ),
      { numRuns: 10_000 },
    );
    expect([...reached].sort()).toEqual([
      'captured:after_callback',
      'captured:twice',
      'not_charged:declined',
      'not_charged:page_over',
      'not_charged:voided',
      'unknown:checking',
      'unknown:confirming',
      'unknown:contradiction',
      'unknown:page_open',
    ]);
  });

  it('every payment is decided once K-Net answers clearly often enough', () => {
    fc.assert(
      fc.property(truth, fc.boolean(), (real, withCallback) => {
        const lived: Truth = real.declinedAt !== null ? { ...real, capturedAt: null, voidedAt: null } : real;
        const asks = Array.from({ length: horizon / (10 * second) }, (_, step) => [step * 10 * second, 4] as const);
        const known = play(lived, withCallback ? [0] : [], withCallback ? [0] : [], asks, base);
        expect(judge(known, base, horizon).verdict).toBe(
          lived.capturedAt !== null && lived.voidedAt === null ? 'captured' : 'not_charged',
        );
      }),
      { numRuns: 500 },
    );
  });
});
