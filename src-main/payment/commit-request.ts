import type { CommitRequest } from '../../src-shared/contract/gateway-http.ts';
import { paymentFactsSchema, type PaymentRecord } from '../../src-shared/payment/record.ts';

/**
 * Everything the gateway needs to book a capture, even when it has forgotten the attempt.
 * @throws when there is no capture: that is a bug
 */
export function commitRequest(record: PaymentRecord): CommitRequest {
  const { pid, receiptNo, issuedAt, railRef, capture, reversal, closure } = record;
  if (!receiptNo || !issuedAt || !railRef || !capture) throw new Error(`nothing to commit: ${pid} is ${record.state}`);
  // The schema keeps the facts and drops what was learned later.
  const facts = paymentFactsSchema.parse(record);
  const known = { receiptNo, issuedAt, facts, railRef, capture, ...(closure?.atKiosk ? { closure } : {}) };
  return reversal && reversal.reason !== 'settled_elsewhere' ? { ...known, reversal } : known;
}
