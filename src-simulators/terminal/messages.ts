import type {
  ErrorCondition,
  MessageCategory,
  MessageHeader,
  NexoEvent,
  NexoResponse,
  PaymentResponse,
  PoiStatus,
  SaleToPoiResponse,
  TransactionId,
} from '../../src-shared/contract/nexo.ts';
import { majorFromFils, textFromFils } from './amount.ts';

/** What a terminal writes, as it stands on the wire. */
export type TerminalMessage =
  | { readonly SaleToPOIResponse: SaleToPoiResponse }
  | {
      readonly SaleToPOIRequest: {
        readonly MessageHeader: MessageHeader;
        readonly EventNotification: { TimeStamp: string; EventToNotify: NexoEvent; EventDetails?: string };
      };
    };

/** Exactly one body of an answer. */
export type AnswerBody = Omit<SaleToPoiResponse, 'MessageHeader'>;

export const success: NexoResponse = { Result: 'Success' };

export function failure(condition: ErrorCondition, why?: string): NexoResponse {
  return { Result: 'Failure', ErrorCondition: condition, ...(why === undefined ? {} : { AdditionalResponse: why }) };
}

/** The header of the answer to a request. */
export function answerHeader(request: MessageHeader, poiId: string): MessageHeader {
  return { ...request, MessageType: 'Response', POIID: poiId };
}

export function eventMessage(
  names: { readonly saleId: string; readonly poiId: string },
  at: string,
  event: NexoEvent,
  details?: string,
): TerminalMessage {
  return {
    SaleToPOIRequest: {
      MessageHeader: {
        ProtocolVersion: '3.1',
        MessageClass: 'Event',
        MessageCategory: 'Event',
        MessageType: 'Notification',
        SaleID: names.saleId,
        POIID: names.poiId,
      },
      EventNotification: {
        TimeStamp: at,
        EventToNotify: event,
        ...(details === undefined ? {} : { EventDetails: details }),
      },
    },
  };
}

/** A refusal of anything but a payment, whose refusals name the sale. */
export function refusal(
  category: Exclude<MessageCategory, 'Payment' | 'Abort' | 'Event'>,
  response: NexoResponse,
  poiStatus: PoiStatus,
): AnswerBody {
  switch (category) {
    case 'Login':
      return { LoginResponse: { Response: response } };
    case 'TransactionStatus':
      return { TransactionStatusResponse: { Response: response } };
    case 'Reversal':
      return { ReversalResponse: { Response: response } };
    case 'Diagnosis':
      return { DiagnosisResponse: { Response: response, POIStatus: poiStatus } };
    case 'Totals':
      return { TotalsResponse: { Response: response } };
  }
}

export function refusedPayment(sale: TransactionId, response: NexoResponse, poi?: TransactionId): PaymentResponse {
  return {
    Response: response,
    SaleData: { SaleTransactionID: sale },
    ...(poi === undefined ? {} : { POIData: { POITransactionID: poi } }),
  };
}

/** What the bank and the card come to. */
export interface Approval {
  readonly amountFils: number;
  readonly currency: string;
  readonly online: boolean;
  readonly partial: boolean;
  readonly approvalCode: string;
}

const merchantId = 'DEMOMERCHANT';
const card = { MaskedPAN: '************4242', CardBrand: 'Demo card' };

export function approvedPayment(
  names: { readonly sale: TransactionId; readonly poi: TransactionId; readonly poiId: string },
  approval: Approval,
): PaymentResponse {
  const { amountFils, currency, online, partial, approvalCode } = approval;
  const lines = [
    'SIMULATED CARD RECEIPT',
    `TERMINAL ${names.poiId}`,
    `CARD ${card.MaskedPAN}`,
    `${currency} ${textFromFils(amountFils)}`,
    `APPROVED ${approvalCode}`,
    names.poi.TimeStamp,
  ];
  return {
    Response: { Result: partial ? 'Partial' : 'Success' },
    SaleData: { SaleTransactionID: names.sale },
    POIData: { POITransactionID: names.poi },
    PaymentResult: {
      AmountsResp: { Currency: currency, AuthorizedAmount: majorFromFils(amountFils) },
      PaymentInstrument: card,
      PaymentAcquirerData: { MerchantID: merchantId, AcquirerPOIID: names.poiId, ApprovalCode: approvalCode },
      OnlineFlag: online,
    },
    PaymentReceipt: [{ DocumentQualifier: 'CustomerReceipt', Lines: lines }],
  };
}
