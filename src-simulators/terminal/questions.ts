import type {
  ErrorCondition,
  MessageReference,
  NexoResponse,
  PaymentResponse,
  SaleToPoiRequest,
} from '../../src-shared/contract/nexo.ts';
import { majorFromFils } from './amount.ts';
import { namesOf, type Call } from './call.ts';
import type { Device } from './device.ts';
import type { Total } from './memory.ts';
import { failure, refusal, success, type AnswerBody } from './messages.ts';

/** What the terminal is at while it is asked. */
export interface Occupation {
  readonly busy: boolean;
  /** The payment under way. */
  readonly payment: Call | null;
}

/** The answer to a question, which changes nothing; null when the request has no body to answer. */
export function answered(
  device: Device,
  call: Call,
  request: SaleToPoiRequest,
  { busy, payment }: Occupation,
): AnswerBody | null {
  if (request.TransactionStatusRequest) {
    return statusBody(device, call, payment, request.TransactionStatusRequest.MessageReference);
  }
  if (request.DiagnosisRequest) return diagnosisBody(device, busy, request.DiagnosisRequest.HostDiagnosisFlag);
  return request.TotalsRequest ? totalsBody(device) : null;
}

/** A question that is not answered but refused; null when the category has no answer of its own. */
export function refusedQuestion(
  device: Device,
  call: Call,
  word: ErrorCondition,
  { busy }: Occupation,
): AnswerBody | null {
  const category = call.header.MessageCategory;
  if (category === 'Payment' || category === 'Abort' || category === 'Event') return null;
  return refusal(category, failure(word), device.poiStatus(busy));
}

/**
 * What became of a payment. Only payments can be asked for: of a reversal nothing is repeated.
 * @param running the payment under way
 */
function statusBody(device: Device, call: Call, running: Call | null, asked: MessageReference): AnswerBody {
  const say = (response: NexoResponse, repeated?: PaymentResponse): AnswerBody => ({
    TransactionStatusResponse: {
      Response: response,
      MessageReference: asked,
      ...(repeated === undefined
        ? {}
        : {
            RepeatedMessageResponse: {
              MessageHeader: {
                ProtocolVersion: '3.1',
                MessageClass: 'Service',
                MessageCategory: 'Payment',
                MessageType: 'Response',
                SaleID: asked.SaleID,
                POIID: device.poiId,
                ServiceID: asked.ServiceID,
              },
              PaymentResponse: repeated,
            },
          }),
    },
  });
  if (asked.MessageCategory !== 'Payment') return say(failure('NotAllowed', 'only payments are repeated'));
  if (call.deeds.has('notFound') || asked.POIID !== device.poiId) return say(failure('NotFound'));
  const names = { saleId: asked.SaleID, serviceId: asked.ServiceID };
  if (running && sameNames(namesOf(running), names)) return say(failure('InProgress'));
  const answer = device.memory.answerTo(names);
  return answer ? say(success, answer) : say(failure('NotFound'));
}

function diagnosisBody(device: Device, busy: boolean, withHost: boolean): AnswerBody {
  const { host, storedPayments } = device.conditions;
  return {
    DiagnosisResponse: {
      Response: success,
      POIStatus: device.poiStatus(busy),
      ...(withHost ? { HostStatus: [{ AcquirerID: 'DEMOBANK', IsReachableFlag: host === 'reachable' }] } : {}),
      StoredPayments: storedPayments,
    },
  };
}

/** Totals since the terminal can remember. */
function totalsBody(device: Device): AnswerBody {
  const { charged, reversed } = device.memory.totals();
  const line = (TransactionType: 'Debit' | 'ReverseDebit', { count, fils }: Total) => ({
    TransactionType,
    TransactionCount: count,
    TransactionAmount: majorFromFils(fils),
  });
  const PaymentTotals = [line('Debit', charged), line('ReverseDebit', reversed)];
  return { TotalsResponse: { Response: success, TransactionTotals: [{ PaymentCurrency: 'KWD', PaymentTotals }] } };
}

function sameNames(one: ReturnType<typeof namesOf>, other: ReturnType<typeof namesOf>): boolean {
  return one.saleId === other.saleId && one.serviceId === other.serviceId;
}
