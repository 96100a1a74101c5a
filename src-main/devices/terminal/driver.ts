import type { CardReference, TerminalReference } from '../../../src-shared/domain/receipt.ts';
import type { Fils } from '../../../src-shared/domain/money.ts';
import type { NotPaidReason } from '../../../src-shared/payment/states.ts';

/**
 * What a card terminal can be. `starting`: no login yet · `ready`: a payment may be armed · `busy`: a payment is under
 * way · `card_left`: a card is in the reader and nobody is paying · `out_of_order`, `host_unreachable`: as it says ·
 * `not_acceptable`: it approved offline or keeps payments to forward, which this product never allows · `unreachable`:
 * no connection.
 */
export type TerminalStatus =
  'starting' | 'ready' | 'busy' | 'card_left' | 'out_of_order' | 'host_unreachable' | 'not_acceptable' | 'unreachable';

/** What the terminal has proved about one payment. Anything doubtful is `unknown`, never a refusal. */
export type TerminalOutcome =
  /** Approved online. `amountFils` is what was really approved; the caller compares. */
  | { kind: 'approved'; amountFils: Fils; online: boolean; card: CardReference }
  /** The terminal's own final answer to this very request: no money was taken. */
  | { kind: 'refused'; reason: NotPaidReason; card?: CardReference }
  /** Still at it. Ask again. */
  | { kind: 'running' }
  /** The terminal does not know the request. Proves nothing by itself; see `neverHadIt`. */
  | { kind: 'not_found' }
  /** No answer, a broken one, one for another request, another currency, `Partial`, or an unfamiliar word. */
  | { kind: 'unknown'; partial?: { amountFils: Fils; card: CardReference } };

/** What a reversal came to. `unknown`: it may or may not have been done; it is never sent again. */
export type ReversalOutcome = { kind: 'reversed'; proof: string } | { kind: 'refused' } | { kind: 'unknown' };

/**
 * One card terminal. The only files that know its protocol are behind this. Never throws but for a bug (a second payment
 * while one is under way), never repeats a payment or a reversal by itself; ids are handed in by the caller, who made
 * them durable.
 */
export interface TerminalDriver {
  status(): TerminalStatus;
  /**
   * Connects, logs in, diagnoses, and goes on doing so; reports every change of status. Safe to call again, for example
   * when the kiosk has got its name.
   */
  start(): void;
  /**
   * A new name for one message. Made from numbers that are durable before this resolves; null when none could be made
   * durable, and then nothing may be sent.
   */
  nextReference(): Promise<TerminalReference | null>;
  /**
   * Asks for the money, once, on a fresh connection. Resolves with the terminal's answer, or `unknown` after the
   * longest card entry (120 s). A dropped connection does not stop the payment, so it resolves to `unknown` too. Where
   * there was no connection at all, or it was asked to stop before there was one, nothing was sent: `not_found`, and
   * `neverHadIt` is true at once.
   * @param saleRef the caller's name for the attempt (its pid)
   */
  pay(reference: TerminalReference, saleRef: string, amountFils: Fils): Promise<TerminalOutcome>;
  /** Asks the terminal to stop. Has no answer and proves nothing: the payment answers. */
  abort(reference: TerminalReference): Promise<void>;
  /**
   * What became of that payment: asked by name, safe to repeat. An answer about another sale is none.
   * @param saleRef as it was given to `pay`
   */
  outcome(reference: TerminalReference, saleRef: string): Promise<TerminalOutcome>;
  /**
   * True when `not_found` now proves that the terminal never took this payment: PAY was sent in this life of the
   * program, its connection is closed, the quarantine is over, and the terminal has not restarted since. Only a
   * connection that was never lost in between shows that it has not.
   */
  neverHadIt(reference: TerminalReference): boolean;
  /** Asks to give back a whole payment, once. `card` as it came with the approval. */
  reverse(reference: TerminalReference, saleRef: string, card: CardReference): Promise<ReversalOutcome>;
  /** The terminal's own totals as it gives them, for the day's report; null when it does not answer. */
  totals(): Promise<string | null>;
  stop(): void;
}
