import type { KnetConfig } from './config.ts';
import type { AmountMatch } from './fields.ts';

/**
 * Milliseconds on one clock that never goes back. All times of one attempt must come from the same clock; they are
 * compared with each other and with nothing else.
 */
export type Ms = number;

/**
 * A decrypted callback for this track id. Not proof: the cipher has no integrity. Clear error fields are not claims
 * (anyone can send them): they are {@link Knowledge.hints}. Auth and response codes are left out on purpose:
 * declined payments carry both.
 */
export interface Claim {
  readonly receivedAt: Ms;
  readonly says: 'captured' | 'failure' | 'voided' | 'unknown';
  readonly amount: AmountMatch;
}

/** One inquiry of ours. Silence, transport faults and unknown words are recorded as `unknown`. */
export interface Asked {
  /** When the question was sent, not when the answer came. */
  readonly askedAt: Ms;
  readonly says: 'captured' | 'failure' | 'voided' | 'not_found' | 'unknown';
  /** Of a captured payment; `absent` for all other answers. */
  readonly amount: AmountMatch;
}

/** All we know about one hosted payment. The order of the lists does not matter, nor do repetitions. */
export interface Knowledge {
  /** When the visitor's browser was given the address of the page. */
  readonly openedAt: Ms;
  readonly claims: readonly Claim[];
  readonly inquiries: readonly Asked[];
  /** When something unauthenticated hinted at a change: error fields, a return to our page, a cancel. */
  readonly hints: readonly Ms[];
}

/** The acquirer's answers that the judge depends on. Durations in milliseconds. */
export interface JudgeRules {
  /** How long after its callback a captured payment may still be voided. */
  readonly confirmAfterMs: Ms;
  /** How long the page can be paid after it was opened. */
  readonly pageLifeMs: Ms;
  /** How long after the page's end an answer is still not believed to be final. */
  readonly graceMs: Ms;
  /** True when the visitor may try again on the same page after a decline. */
  readonly retryOnPage: boolean;
  /** How long after the page's end K-Net still answers, and is asked. */
  readonly askForMs: Ms;
}

/** The rules as configured. */
export function judgeRules(config: KnetConfig): JudgeRules {
  return {
    confirmAfterMs: config.confirmAfterSeconds * 1000,
    pageLifeMs: config.paymentExpiryMinutes * 60_000,
    graceMs: config.graceMinutes * 60_000,
    retryOnPage: config.retryOnPage,
    askForMs: config.inquiryDays * 24 * 60 * 60_000,
  };
}

/** When the page can surely no longer be paid: its life and the grace are over. */
export function finalAt(known: Knowledge, rules: JudgeRules): Ms {
  return known.openedAt + rules.pageLifeMs + rules.graceMs;
}

/** The latest of some times; before everything when there are none. */
export function latest(times: readonly Ms[]): Ms {
  return times.reduce((last, time) => Math.max(last, time), Number.NEGATIVE_INFINITY);
}
