import type { Rail } from '../../../src-shared/domain/receipt.ts';
import type { Capture, PaymentEvent, PaymentRecord } from '../../../src-shared/payment/record.ts';
import type {
  NoChargeProof,
  NotPaidReason,
  ReversalReason,
  UnknownReason,
} from '../../../src-shared/payment/states.ts';
import type { PaymentClosedReason } from '../../../src-shared/session/steps.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { GatewayFailure } from '../../gateway/failure.ts';

/** What a rail has learned about an attempt. Doubt is `nothing`, `no_answer` or `unknown`, never `not_charged`. */
export type RailNews =
  /** The other side answered; nothing has changed. */
  | { kind: 'nothing' }
  /** The other side did not answer. */
  | { kind: 'no_answer' }
  /** The attempt goes on, but nobody can say now how it will end. */
  | { kind: 'unknown'; reason: UnknownReason }
  /** Money was taken. With `goesBack` the caller owes it to the payer at once. */
  | { kind: 'captured'; capture: Capture; goesBack?: ReversalReason }
  | {
      kind: 'not_charged';
      reason: NotPaidReason;
      proof: NoChargeProof;
      knet?: Capture['knet'];
      card?: Capture['card'];
    }
  /** Only people can settle it. */
  | { kind: 'staff'; caseId: string };

/** What a rail has learned about money that goes back. */
export type RefundNews =
  | { kind: 'no_answer' }
  /** Not yet; ask again later. */
  | { kind: 'waiting' }
  | { kind: 'reversed'; refundProof: string }
  | { kind: 'staff'; caseId: string };

/** The gateway knows now, or why not. */
export type Told = Result<null, GatewayFailure>;

/** What the visitor may see of an attempt beyond its record. Kept by the rail, rebuilt by asking. */
export interface RailView {
  /** Hosted page: address for the phone or for the view on this screen, while it can be paid. */
  readonly pageUrl: string | null;
  /** The visitor is paying now: leaving proves nothing any more. */
  readonly underWay: boolean;
  /** The other side says captured, and it does not count yet. */
  readonly confirming: boolean;
  /** A card is left in the reader. */
  readonly cardLeft: boolean;
}

export type SentEvent = Extract<PaymentEvent, { type: 'SENT' }>;

/**
 * One way to take money. The desk journals and decides; a rail acts and says what it has learned. No method throws,
 * and none takes money but `send`, which the desk calls once per attempt, after SENT is durable.
 */
export interface PaymentRail {
  readonly name: Rail;
  /** May an attempt be started now? */
  available(): boolean;
  /** After the reservation: what SENT will say. Takes no money; an error means nothing was or will be charged. */
  prepare(record: PaymentRecord): Promise<Result<SentEvent, PaymentClosedReason>>;
  /** Starts taking the money; resolves with the first news, which may be the last. */
  send(record: PaymentRecord): Promise<RailNews>;
  /** Asks what became of it. May take as long as the other side holds the line. */
  ask(record: PaymentRecord): Promise<RailNews>;
  /** The visitor asks to stop. Proof of no charge comes from the other side, not from the wish. */
  cancel(record: PaymentRecord): Promise<RailNews>;
  /** Tells the gateway that nothing was or will be charged. */
  release(record: PaymentRecord): Promise<Told>;
  /**
   * Sees to it that money goes back, or asks how far that is. `noteSent` makes the record of a message to the terminal
   * durable; the message may go out only when it resolves to true.
   */
  reverse(
    record: PaymentRecord,
    noteSent: (sent: Extract<PaymentEvent, { type: 'REVERSAL_SENT' }>) => Promise<boolean>,
  ): Promise<RefundNews>;
  /** After REVERSED: tells the gateway. */
  reportReversed(record: PaymentRecord): Promise<Told>;
  /** How the attempt looks to the visitor now. */
  view(record: PaymentRecord): RailView;
  /** Pause before the outcome is asked for again after `nothing`, ms. */
  askAgainMs(record: PaymentRecord): number;
}
