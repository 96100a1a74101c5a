import type {
  CommitReply,
  OpenReply,
  PaymentReport,
  ReserveReply,
  ReserveRequest,
} from '../../src-shared/contract/gateway-http.ts';
import type { ItemPosting } from '../../src-shared/payment/record.ts';
import type { Result } from '../../src-shared/result.ts';
import type { GatewayFailure } from '../gateway/failure.ts';

/** What the payment room needs of the gateway; every call is safe to repeat with the same pid. */
export interface PaymentGateway {
  reserve(request: ReserveRequest): Promise<Result<ReserveReply, GatewayFailure>>;
  open(pid: string): Promise<Result<OpenReply, GatewayFailure>>;
  /** Answers when the attempt's version passes `seen`, at latest after `waitSeconds`. */
  report(pid: string, seen: number, waitSeconds: number): Promise<Result<PaymentReport, GatewayFailure>>;
  commit(pid: string, body: { receiptNo: string; issuedAt: string }): Promise<Result<CommitReply, GatewayFailure>>;
  withdraw(pid: string): Promise<Result<PaymentReport, GatewayFailure>>;
  postings(pid: string): Promise<Result<{ postings: ItemPosting[] }, GatewayFailure>>;
}
