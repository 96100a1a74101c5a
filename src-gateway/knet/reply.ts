import type { Fils } from '../../src-shared/domain/money.ts';
import { trackIdOf, type CallbackBody } from './callback.ts';
import { matchAmount } from './fields.ts';

/** What one read of the intent by track id says, before anything else is done. */
export interface KnownAttempt {
  readonly trackId: string;
  readonly amount: Fils;
  /** `open`: not decided. `paid`: captured, whatever came after. `not_charged`: the visitor was told "no". */
  readonly state: 'open' | 'paid' | 'not_charged';
  /** Absolute address of our receipt page with an opaque token; never carries fields of K-Net. */
  readonly receiptUrl: string;
}

/** What happens after the reply has gone out. */
export type FollowUp =
  /** Captured is claimed: inquire once the void window is over. */
  | 'confirm'
  | 'inquire'
  /** Somebody sent us what K-Net would not: tell the operator, inquire when the track id is ours. */
  | 'alarm_and_inquire'
  /** Captured after the visitor was told "not charged": inquire until it is known to be voided, else refund. */
  | 'urgent_case'
  | 'nothing';

/** The whole answer. `headers` has lower-case names. */
export interface CallbackReply {
  readonly status: 200 | 303 | 400;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly then: FollowUp;
}

/** Everything the reply depends on. */
export interface CallbackSituation {
  /**
   * `notification`: K-Net's server at the response address; our line decides whether the money stays.
   * `browser`: the visitor's browser, at the error address or at the response address of an older set-up.
   */
  readonly from: 'notification' | 'browser';
  /** True when the raw body is durable in the inbox. */
  readonly stored: boolean;
  readonly body: CallbackBody;
  /** The attempt of {@link trackIdOf} the body, or null when there is none. */
  readonly attempt: KnownAttempt | null;
}

/**
 * The reply to a callback. In notification mode K-Net keeps the payment only when it reads exactly
 * `REDIRECT=<address>`; without that line it voids and the visitor keeps the money, which is why everything doubtful
 * gets an empty 400. The same input always gives the same line. Throws when the receipt address is not one: a bug.
 */
export function replyTo({ from, stored, body, attempt }: CallbackSituation): CallbackReply {
  if (body.kind === 'undecodable' || attempt === null || attempt.trackId !== trackIdOf(body))
    return refuse('alarm_and_inquire');
  const then = followUp(body, attempt);
  if (from === 'browser') return sendBrowser(attempt.receiptUrl, then);
  // Acknowledging what a power cut could make us forget would leave the visitor charged and us without a record.
  if (!stored) return refuse('alarm_and_inquire');
  const refused = then === 'urgent_case' || isOtherAmount(body, attempt);
  return refused ? refuse(then) : acknowledge(attempt.receiptUrl, then);
}

function followUp(body: Exclude<CallbackBody, { kind: 'undecodable' }>, attempt: KnownAttempt): FollowUp {
  if (isOtherAmount(body, attempt)) return 'alarm_and_inquire';
  const claimsCaptured = body.reading.class === 'captured_claim';
  switch (attempt.state) {
    case 'open':
      return claimsCaptured && body.kind === 'result' ? 'confirm' : 'inquire';
    case 'not_charged':
      if (claimsCaptured) return body.kind === 'result' ? 'urgent_case' : 'alarm_and_inquire';
      return body.reading.class === 'unknown' ? 'inquire' : 'nothing';
    case 'paid':
      return claimsCaptured || body.kind === 'error_fields' ? 'nothing' : 'alarm_and_inquire';
  }
}

/** A missing amount is not another amount: K-Net may leave it out, and the inquiry has to bring it anyway. */
function isOtherAmount(body: Exclude<CallbackBody, { kind: 'undecodable' }>, attempt: KnownAttempt): boolean {
  return body.kind === 'result' && matchAmount(body.fields, attempt.amount) === 'other';
}

function acknowledge(receiptUrl: string, then: FollowUp): CallbackReply {
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: `REDIRECT=${oneLine(receiptUrl)}`, then };
}

function sendBrowser(receiptUrl: string, then: FollowUp): CallbackReply {
  return { status: 303, headers: { location: oneLine(receiptUrl) }, body: '', then };
}

function refuse(then: FollowUp): CallbackReply {
  return { status: 400, headers: {}, body: '', then };
}

function oneLine(address: string): string {
  if (!/^https?:\/\/[!-~]+$/.test(address))
    throw new Error('the receipt address is not an absolute web address on one line');
  return address;
}
