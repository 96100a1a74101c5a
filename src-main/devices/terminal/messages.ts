import type { MessageCategory, MessageHeader, SaleToPoiRequest } from '../../../src-shared/contract/nexo.ts';
import type { Fils } from '../../../src-shared/domain/money.ts';
import type { TerminalReference } from '../../../src-shared/domain/receipt.ts';
import { toMajorUnits } from './amount.ts';

/** Who speaks to whom, under which number; `at` is wall time, which the protocol wants and nobody here compares. */
export interface Envelope {
  readonly reference: TerminalReference;
  readonly at: string;
}

function header({ saleId, poiId, serviceId }: TerminalReference, category: MessageCategory): MessageHeader {
  return {
    ProtocolVersion: '3.1',
    MessageClass: 'Service',
    MessageCategory: category,
    MessageType: 'Request',
    SaleID: saleId,
    POIID: poiId,
    ServiceID: serviceId,
  };
}

function naming({ saleId, poiId, serviceId }: TerminalReference) {
  return { MessageCategory: 'Payment', ServiceID: serviceId, SaleID: saleId, POIID: poiId } as const;
}

export function loginRequest({ reference, at }: Envelope, version: string): SaleToPoiRequest {
  return {
    MessageHeader: header(reference, 'Login'),
    LoginRequest: {
      DateTime: at,
      SaleSoftware: { ProviderIdentification: 'Wafa', ApplicationName: 'wafa-kiosk', SoftwareVersion: version },
      OperatorLanguage: 'en',
    },
  };
}

export function diagnosisRequest({ reference }: Envelope): SaleToPoiRequest {
  return { MessageHeader: header(reference, 'Diagnosis'), DiagnosisRequest: { HostDiagnosisFlag: true } };
}

export function paymentRequest({ reference, at }: Envelope, saleRef: string, amount: Fils): SaleToPoiRequest {
  return {
    MessageHeader: header(reference, 'Payment'),
    PaymentRequest: {
      SaleData: { SaleTransactionID: { TransactionID: saleRef, TimeStamp: at } },
      PaymentTransaction: {
        AmountsReq: { Currency: 'KWD', RequestedAmount: toMajorUnits(amount) },
        TransactionConditions: { ForceOnlineFlag: true },
      },
    },
  };
}

/** @param payment the request to stop */
export function abortRequest({ reference }: Envelope, payment: TerminalReference): SaleToPoiRequest {
  return {
    MessageHeader: header(reference, 'Abort'),
    AbortRequest: { MessageReference: naming(payment), AbortReason: 'The visitor asked to stop' },
  };
}

/** @param payment the request that is asked about */
export function statusRequest({ reference }: Envelope, payment: TerminalReference): SaleToPoiRequest {
  return {
    MessageHeader: header(reference, 'TransactionStatus'),
    TransactionStatusRequest: { MessageReference: naming(payment) },
  };
}

/** @param original the approved transaction, exactly as the terminal named it */
export function reversalRequest(
  { reference, at }: Envelope,
  saleRef: string,
  original: { TransactionID: string; TimeStamp: string },
): SaleToPoiRequest {
  return {
    MessageHeader: header(reference, 'Reversal'),
    ReversalRequest: {
      SaleData: { SaleTransactionID: { TransactionID: saleRef, TimeStamp: at } },
      OriginalPOITransaction: { POITransactionID: original },
      ReversalReason: 'MerchantCancel',
    },
  };
}

export function totalsRequest({ reference }: Envelope): SaleToPoiRequest {
  return { MessageHeader: header(reference, 'Totals'), TotalsRequest: { TotalDetails: [] } };
}
