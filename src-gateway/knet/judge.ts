import { finalAt, latest, type Asked, type Claim, type JudgeRules, type Knowledge, type Ms } from './evidence.ts';
import { askAgainInMs } from './schedule.ts';

/** What may be believed. `contradiction` needs a case for staff and goes on being asked about. */
export type Verdict =
  | { readonly verdict: 'captured'; readonly reason: 'after_callback' | 'twice' }
  | { readonly verdict: 'not_charged'; readonly reason: 'declined' | 'voided' | 'page_over' }
  | {
      readonly verdict: 'unknown';
      readonly reason: 'page_open' | 'confirming' | 'checking' | 'contradiction';
      /** Milliseconds from now until the next inquiry is due; null when K-Net is not asked any more. */
      readonly askAgainInMs: Ms | null;
    };

/**
 * Decides what became of a payment, from evidence alone: the passing of time, silence and a closed page decide
 * nothing (`now` only words the reason of `unknown` and says when to ask again). The caller makes a decided verdict durable and does not ask
 * again; if it does, later evidence can only turn it into `contradiction` or `voided`, both for staff.
 */
export function judge(known: Knowledge, rules: JudgeRules, now: Ms): Verdict {
  const facts = gather(known, rules);
  return (
    captured(facts) ??
    voided(facts) ??
    declined(facts) ??
    pageOver(facts) ?? { verdict: 'unknown', reason: doubt(facts, now), askAgainInMs: askAgainInMs(known, rules, now) }
  );
}

interface Facts {
  readonly rules: JudgeRules;
  readonly claims: readonly Claim[];
  /** Inquiries that say something. */
  readonly answers: readonly Asked[];
  /** Those that say captured, with whatever amount. */
  readonly captures: readonly Asked[];
  readonly capturedClaims: readonly Claim[];
  readonly finalAt: Ms;
}

function gather(known: Knowledge, rules: JudgeRules): Facts {
  const answers = known.inquiries.filter(({ says }) => says !== 'unknown');
  return {
    rules,
    claims: known.claims,
    answers,
    captures: answers.filter(({ says }) => says === 'captured'),
    capturedClaims: known.claims.filter(({ says }) => says === 'captured'),
    finalAt: finalAt(known, rules),
  };
}

/** Captured: our own inquiry says so with our amount, outside the void window, and nothing speaks against it. */
function captured(facts: Facts): Verdict | null {
  if (speaksAgainstCapture(facts)) return null;
  const lastOtherAnswer = latest(facts.answers.filter(({ says }) => says !== 'captured').map(({ askedAt }) => askedAt));
  const standing = facts.captures.filter(({ amount, askedAt }) => amount === 'ours' && askedAt > lastOtherAnswer);
  const claimsBefore = (at: Ms) => facts.claims.filter(({ receivedAt }) => receivedAt <= at);
  // A repeated callback opens the window anew: K-Net may void because of our reply to the repetition.
  const windowOpenedAt = (at: Ms) => latest(claimsBefore(at).map(({ receivedAt }) => receivedAt));
  const proofs = standing.filter(({ askedAt }) => askedAt - windowOpenedAt(askedAt) >= facts.rules.confirmAfterMs);
  const isVouchedFor = ({ askedAt }: Asked) =>
    claimsBefore(askedAt).some(({ says, amount }) => says === 'captured' && amount === 'ours');
  const isRepeated = (proof: Asked) =>
    standing.some(({ askedAt }) => proof.askedAt - askedAt >= facts.rules.confirmAfterMs);
  if (proofs.some(isVouchedFor)) return { verdict: 'captured', reason: 'after_callback' };
  return proofs.some(isRepeated) ? { verdict: 'captured', reason: 'twice' } : null;
}

function speaksAgainstCapture({ claims, answers, captures, rules }: Facts): boolean {
  return (
    captures.some(({ amount }) => amount === 'other') ||
    answers.some(({ says }) => says === 'voided') ||
    claims.some(
      ({ says, amount }) => amount === 'other' || says === 'voided' || (says === 'failure' && !rules.retryOnPage),
    )
  );
}

/** Not charged because taken back: captured before, then voided, and not captured since. */
function voided({ claims, answers, captures, capturedClaims, rules, finalAt }: Facts): Verdict | null {
  const at = latest(answers.filter(({ says }) => says === 'voided').map(({ askedAt }) => askedAt));
  const voidedClaims = claims.filter(({ says }) => says === 'voided');
  const captureTimes = [
    ...captures.map(({ askedAt }) => askedAt),
    ...[...capturedClaims, ...voidedClaims].map(({ receivedAt }) => receivedAt),
  ];
  const wasCapturedBefore = captureTimes.length > 0 && latest(captureTimes) < at;
  // Where the page may be tried again, a void is the end only when the page is over.
  return wasCapturedBefore && (!rules.retryOnPage || at >= finalAt)
    ? { verdict: 'not_charged', reason: 'voided' }
    : null;
}

/** Not charged because a result ends the page: callback and a later inquiry both say failure, and nothing else was said. */
function declined({ claims, answers, captures, rules }: Facts): Verdict | null {
  if (rules.retryOnPage || captures.length > 0) return null;
  if (!claims.every(({ says, amount }) => says === 'failure' && amount !== 'other')) return null;
  const agrees = claims.some(({ receivedAt }) =>
    answers.some(({ says, askedAt }) => says === 'failure' && askedAt >= receivedAt),
  );
  return agrees ? { verdict: 'not_charged', reason: 'declined' } : null;
}

/** Not charged because nobody can pay any more and K-Net's record, asked after that, knows of no capture. */
function pageOver({ answers, captures, capturedClaims, finalAt }: Facts): Verdict | null {
  if (captures.length > 0 || capturedClaims.length > 0) return null;
  return answers.some(({ askedAt }) => askedAt >= finalAt) ? { verdict: 'not_charged', reason: 'page_over' } : null;
}

function doubt(facts: Facts, now: Ms): Extract<Verdict, { verdict: 'unknown' }>['reason'] {
  const { answers, captures, capturedClaims, rules } = facts;
  if (captures.length === 0 && capturedClaims.length === 0) return now < facts.finalAt ? 'page_open' : 'checking';
  const lastClaim = latest(capturedClaims.map(({ receivedAt }) => receivedAt));
  const lastCapture = latest(captures.map(({ askedAt }) => askedAt));
  // Right after the callback K-Net's record may lag behind it; later a "no" contradicts the "yes" before it.
  const denied = answers.some(
    ({ says, askedAt }) => says !== 'captured' && askedAt > lastCapture && askedAt - lastClaim >= rules.confirmAfterMs,
  );
  return denied || speaksAgainstCapture(facts) ? 'contradiction' : 'confirming';
}
