import type {
  MessageHeader,
  MessageReference,
  PaymentResponse,
  TransactionStatusResponse,
} from '../../../src-shared/contract/nexo.ts';
import type { TerminalReference } from '../../../src-shared/domain/receipt.ts';
import { readPayment, type PaymentReading } from './read-payment.ts';

/** What the terminal says when it is asked for one payment by its name. */
export type StatusReading =
  | { kind: 'repeated'; reading: PaymentReading; payment: PaymentResponse }
  | { kind: 'running' }
  | { kind: 'not_found' }
  /** It has restarted and answers nothing before the next login. */
  | { kind: 'logged_out' }
  /** The answer is about another payment. */
  | { kind: 'foreign' }
  | { kind: 'unknown' };

/** Reads an answer to TransactionStatus. Pure; only the repeated answer to that very payment can end it. */
export function readStatus(status: TransactionStatusResponse, asked: TerminalReference): StatusReading {
  if (status.MessageReference && !isAbout(status.MessageReference, asked)) return { kind: 'foreign' };
  const repeated = status.RepeatedMessageResponse;
  if (repeated && !isAbout(repeated.MessageHeader, asked)) return { kind: 'foreign' };
  const { Result, ErrorCondition: word } = status.Response;
  if (Result === 'Success') {
    if (!repeated || word) return { kind: 'unknown' };
    return { kind: 'repeated', reading: readPayment(repeated.PaymentResponse), payment: repeated.PaymentResponse };
  }
  // An answer that fails and yet repeats something says two things.
  if (Result === 'Partial' || repeated) return { kind: 'unknown' };
  if (word === 'Busy' || word === 'InProgress') return { kind: 'running' };
  if (word === 'NotFound') return { kind: 'not_found' };
  return word === 'LoggedOut' ? { kind: 'logged_out' } : { kind: 'unknown' };
}

function isAbout(named: MessageReference | MessageHeader, asked: TerminalReference): boolean {
  return (
    named.MessageCategory === 'Payment' &&
    named.ServiceID === asked.serviceId &&
    named.SaleID === asked.saleId &&
    named.POIID === asked.poiId
  );
}
