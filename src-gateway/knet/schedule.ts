import { finalAt, latest, type Claim, type JudgeRules, type Knowledge, type Ms } from './evidence.ts';

const firstGapMs = 5_000;
const longestGapMs = 5 * 60_000;
const lateGapMs = 60 * 60_000;
const dayMs = 24 * 60 * 60_000;

/**
 * How long to wait before K-Net is asked again about an undecided payment; 0 = now, null = it is not asked any more
 * (settlement decides). Gaps of 5, 10, 20, 40 s … 5 min, starting anew with every news; hourly from a day after the
 * page's end. A callback that does not say captured, and every hint, is followed up at once; one that says captured
 * when its void window is over. The caller adds jitter and its limit of inquiries per minute.
 */
export function askAgainInMs(known: Knowledge, rules: JudgeRules, now: Ms): Ms | null {
  const lastAsked = latest(known.inquiries.map(({ askedAt }) => askedAt));
  const moments = [urgentMoment(known), confirmMoment(known, rules), finalAt(known, rules)].filter(
    (moment) => moment > lastAsked,
  );
  const due = Math.min(regularMoment(known, rules, now, lastAsked), ...moments);
  const pageEnd = known.openedAt + rules.pageLifeMs;
  return Math.max(due, now) >= pageEnd + rules.askForMs ? null : Math.max(0, due - now);
}

/** A callback that says captured as it should; one with another amount is not waited for. */
function isPlausibleCapture({ says, amount }: Claim): boolean {
  return says === 'captured' && amount !== 'other';
}

function receivedAt(claims: readonly Claim[]): readonly Ms[] {
  return claims.map((claim) => claim.receivedAt);
}

/** The latest event that may mean the visitor has finished without having paid, or that somebody meddles. */
function urgentMoment({ claims, hints }: Knowledge): Ms {
  return latest([...hints, ...receivedAt(claims.filter((claim) => !isPlausibleCapture(claim)))]);
}

/** When a claimed capture can be believed: the void window counts from the callback, without one from the first inquiry. */
function confirmMoment({ claims, inquiries }: Knowledge, rules: JudgeRules): Ms {
  const claimed = claims.filter(isPlausibleCapture);
  if (claimed.length > 0) return latest(receivedAt(claimed)) + rules.confirmAfterMs;
  const seen = inquiries.filter(({ says }) => says === 'captured').map(({ askedAt }) => askedAt);
  if (seen.length === 0) return Number.NEGATIVE_INFINITY;
  return Math.max(Math.min(...seen), latest(receivedAt(claims))) + rules.confirmAfterMs;
}

function regularMoment(known: Knowledge, rules: JudgeRules, now: Ms, lastAsked: Ms): Ms {
  // Inside the void window "captured" would not be believed, so there is no use in asking.
  const windowEnd = latest(receivedAt(known.claims.filter(isPlausibleCapture))) + rules.confirmAfterMs;
  if (now < windowEnd) return windowEnd;
  const news = latest([known.openedAt, ...known.hints, ...receivedAt(known.claims)]);
  const askedSince = known.inquiries.filter(({ askedAt }) => askedAt >= news).length;
  const early = now < known.openedAt + rules.pageLifeMs + dayMs;
  const gap = early ? Math.min(firstGapMs * 2 ** askedSince, longestGapMs) : lateGapMs;
  return Math.max(news, lastAsked) + gap;
}
