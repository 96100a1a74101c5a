import type {
  ArmReply,
  CommitReply,
  CommitRequest,
  NoChargeRequest,
  OpenReply,
  PaymentReport,
  ReserveReply,
  ReserveRequest,
  ReversedRequest,
} from '../../src-shared/contract/gateway-http.ts';
import type { ItemPosting } from '../../src-shared/payment/record.ts';
import type { Result } from '../../src-shared/result.ts';
import type { GatewayFailure } from '../gateway/failure.ts';

type Answer<T> = Promise<Result<T, GatewayFailure>>;

/** What the payment room needs of the gateway; every call is safe to repeat with the same pid. */
export interface PaymentGateway {
  reserve(request: ReserveRequest): Answer<ReserveReply>;
  /** Hosted rails: stores the intent and hands out the page. */
  open(pid: string): Answer<OpenReply>;
  /** Terminal rail: from now on money may move. */
  arm(pid: string): Answer<ArmReply>;
  /** Answers when the attempt's version passes `seen`, at latest after `waitSeconds`. */
  report(pid: string, seen: number, waitSeconds: number): Answer<PaymentReport>;
  commit(pid: string, request: CommitRequest): Answer<CommitReply>;
  /** Hosted rails: proves "not charged" while nobody has pressed Pay. */
  withdraw(pid: string): Answer<PaymentReport>;
  /** Terminal rail: the kiosk has the proof. */
  noCharge(pid: string, request: NoChargeRequest): Answer<PaymentReport>;
  /** Terminal rail: the terminal has given the money back. */
  reversed(pid: string, request: ReversedRequest): Answer<PaymentReport>;
  postings(pid: string): Answer<{ postings: ItemPosting[] }>;
}
