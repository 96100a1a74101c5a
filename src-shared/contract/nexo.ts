import { z } from 'zod';

// The part of nexo Retailer (Sale to POI protocol 3.1) that a kiosk needs, in its JSON form, one message per frame:
//
//   length u32 BE · message (UTF-8 JSON, `length` bytes)
//
// over one TCP (or TLS) connection that both sides may write to at any time. Not certified, and not the protocol of a
// K-Net terminal: that comes with the terminal from the acquirer, as another driver.

/** Longest message, bytes. */
export const maxNexoBytes = 256 * 1024;

const id = z.string().min(1).max(16);
const serviceId = z.string().regex(/^[0-9A-Z]{1,10}$/);
const text = z.string().max(400);
/** Major units as a JSON number, as the protocol has it; turned into fils at the edge and nowhere else. */
const amount = z.number().nonnegative();

export const messageCategorySchema = z.enum([
  'Login',
  'Payment',
  'Abort',
  'TransactionStatus',
  'Reversal',
  'Diagnosis',
  'Totals',
  'Event',
]);
export type MessageCategory = z.infer<typeof messageCategorySchema>;

export const messageHeaderSchema = z.object({
  ProtocolVersion: z.literal('3.1'),
  MessageClass: z.enum(['Service', 'Event']),
  MessageCategory: messageCategorySchema,
  MessageType: z.enum(['Request', 'Response', 'Notification']),
  SaleID: id,
  POIID: id,
  /** Of the request this belongs to; events have none. */
  ServiceID: serviceId.optional(),
});
export type MessageHeader = z.infer<typeof messageHeaderSchema>;

export const errorConditionSchema = z.enum([
  'Aborted',
  'Busy',
  'Cancel',
  'DeviceOut',
  'InProgress',
  'InsertedCard',
  'InvalidCard',
  'LoggedOut',
  'MessageFormat',
  'NotAllowed',
  'NotFound',
  'PaymentRestriction',
  'Refusal',
  'UnavailableDevice',
  'UnavailableService',
  'UnreachableHost',
  'WrongPIN',
]);
export type ErrorCondition = z.infer<typeof errorConditionSchema>;

export const nexoResponseSchema = z.object({
  Result: z.enum(['Success', 'Failure', 'Partial']),
  /** A word not in the list is kept out by the reader and means "unknown", never "failed". */
  ErrorCondition: errorConditionSchema.optional(),
  AdditionalResponse: text.optional(),
});
export type NexoResponse = z.infer<typeof nexoResponseSchema>;

export const transactionIdSchema = z.object({
  TransactionID: z.string().min(1).max(40),
  TimeStamp: z.string().max(40),
});
export type TransactionId = z.infer<typeof transactionIdSchema>;

export const loginRequestSchema = z.object({
  DateTime: z.string().max(40),
  SaleSoftware: z.object({ ProviderIdentification: text, ApplicationName: text, SoftwareVersion: text }),
  OperatorLanguage: z.string().max(5),
});
export const loginResponseSchema = z.object({ Response: nexoResponseSchema });

export const paymentRequestSchema = z.object({
  SaleData: z.object({ SaleTransactionID: transactionIdSchema }),
  PaymentTransaction: z.object({
    AmountsReq: z.object({ Currency: z.literal('KWD'), RequestedAmount: amount }),
    /** Never approve without the bank. */
    TransactionConditions: z.object({ ForceOnlineFlag: z.literal(true) }),
  }),
});
export type PaymentRequest = z.infer<typeof paymentRequestSchema>;

export const paymentReceiptSchema = z.object({
  DocumentQualifier: z.enum(['CustomerReceipt', 'CashierReceipt']),
  Lines: z.array(z.string().max(60)).max(60),
});
export const paymentResponseSchema = z.object({
  Response: nexoResponseSchema,
  SaleData: z.object({ SaleTransactionID: transactionIdSchema }),
  POIData: z.object({ POITransactionID: transactionIdSchema }).optional(),
  PaymentResult: z
    .object({
      AmountsResp: z.object({ Currency: z.string().max(3), AuthorizedAmount: amount }),
      PaymentInstrument: z
        .object({ MaskedPAN: z.string().max(24).optional(), CardBrand: z.string().max(40).optional() })
        .optional(),
      PaymentAcquirerData: z
        .object({
          MerchantID: z.string().max(40).optional(),
          AcquirerPOIID: z.string().max(40).optional(),
          ApprovalCode: z.string().max(12).optional(),
        })
        .optional(),
      /** False: approved without the bank. Not acceptable. */
      OnlineFlag: z.boolean(),
    })
    .optional(),
  PaymentReceipt: z.array(paymentReceiptSchema).max(4).optional(),
});
export type PaymentResponse = z.infer<typeof paymentResponseSchema>;

/** Names one earlier message. Naming none would mean "the last one", which is never asked. */
export const messageReferenceSchema = z.object({
  MessageCategory: messageCategorySchema,
  ServiceID: serviceId,
  SaleID: id,
  POIID: id,
});
export type MessageReference = z.infer<typeof messageReferenceSchema>;

/** Has no answer of its own: the payment answers. */
export const abortRequestSchema = z.object({ MessageReference: messageReferenceSchema, AbortReason: text });

export const transactionStatusRequestSchema = z.object({ MessageReference: messageReferenceSchema });
export const transactionStatusResponseSchema = z.object({
  Response: nexoResponseSchema,
  MessageReference: messageReferenceSchema.optional(),
  /** The original answer, repeated. */
  RepeatedMessageResponse: z
    .object({ MessageHeader: messageHeaderSchema, PaymentResponse: paymentResponseSchema })
    .optional(),
});
export type TransactionStatusResponse = z.infer<typeof transactionStatusResponseSchema>;

export const reversalRequestSchema = z.object({
  SaleData: z.object({ SaleTransactionID: transactionIdSchema }),
  OriginalPOITransaction: z.object({ POITransactionID: transactionIdSchema }),
  ReversalReason: z.enum(['CustCancel', 'MerchantCancel', 'Malfunction']),
  ReversedAmount: amount.optional(),
});
export const reversalResponseSchema = z.object({
  Response: nexoResponseSchema,
  POIData: z.object({ POITransactionID: transactionIdSchema }).optional(),
  ReversedAmount: amount.optional(),
});

export const diagnosisRequestSchema = z.object({ HostDiagnosisFlag: z.boolean() });
export const poiStatusSchema = z.object({
  GlobalStatus: z.enum(['OK', 'Busy', 'Maintenance', 'Unreachable']),
  CardReaderOKFlag: z.boolean(),
  PEDOKFlag: z.boolean(),
  CommunicationOKFlag: z.boolean(),
  SecurityOKFlag: z.boolean(),
  PrinterStatus: z.enum(['OK', 'PaperLow', 'NoPaper', 'PaperJam', 'OutOfOrder']).optional(),
});
export type PoiStatus = z.infer<typeof poiStatusSchema>;
export const diagnosisResponseSchema = z.object({
  Response: nexoResponseSchema,
  POIStatus: poiStatusSchema,
  HostStatus: z
    .array(z.object({ AcquirerID: text, IsReachableFlag: z.boolean() }))
    .max(8)
    .optional(),
  /** Payments the terminal keeps to forward later. Must be 0: there is no stored card payment here. */
  StoredPayments: z.int().nonnegative().optional(),
});

export const totalsRequestSchema = z.object({ TotalDetails: z.array(z.string().max(20)).max(4) });
export const totalsResponseSchema = z.object({
  Response: nexoResponseSchema,
  TransactionTotals: z
    .array(
      z.object({
        PaymentCurrency: z.string().max(3),
        PaymentTotals: z.array(
          z.object({
            TransactionType: z.enum(['Debit', 'ReverseDebit']),
            TransactionCount: z.int().nonnegative(),
            TransactionAmount: amount,
          }),
        ),
      }),
    )
    .max(4)
    .optional(),
});

export const eventNotificationSchema = z.object({
  TimeStamp: z.string().max(40),
  EventToNotify: z.enum([
    'BeginMaintenance',
    'CardInserted',
    'CardRemoved',
    'EndMaintenance',
    'Initialised',
    'OutOfOrder',
    'Completed',
    'Abort',
    'Reject',
    'SecurityAlarm',
    'Shutdown',
  ]),
  EventDetails: text.optional(),
});
export type NexoEvent = z.infer<typeof eventNotificationSchema>['EventToNotify'];

/** What a kiosk sends. Exactly one body, the one the header's category names. */
export const saleToPoiRequestSchema = z.object({
  SaleToPOIRequest: z.object({
    MessageHeader: messageHeaderSchema,
    LoginRequest: loginRequestSchema.optional(),
    PaymentRequest: paymentRequestSchema.optional(),
    AbortRequest: abortRequestSchema.optional(),
    TransactionStatusRequest: transactionStatusRequestSchema.optional(),
    ReversalRequest: reversalRequestSchema.optional(),
    DiagnosisRequest: diagnosisRequestSchema.optional(),
    TotalsRequest: totalsRequestSchema.optional(),
  }),
});
export type SaleToPoiRequest = z.infer<typeof saleToPoiRequestSchema>['SaleToPOIRequest'];

/** What a terminal answers. */
export const saleToPoiResponseSchema = z.object({
  SaleToPOIResponse: z.object({
    MessageHeader: messageHeaderSchema,
    LoginResponse: loginResponseSchema.optional(),
    PaymentResponse: paymentResponseSchema.optional(),
    TransactionStatusResponse: transactionStatusResponseSchema.optional(),
    ReversalResponse: reversalResponseSchema.optional(),
    DiagnosisResponse: diagnosisResponseSchema.optional(),
    TotalsResponse: totalsResponseSchema.optional(),
  }),
});
export type SaleToPoiResponse = z.infer<typeof saleToPoiResponseSchema>['SaleToPOIResponse'];

/** What a terminal says unasked. */
export const poiNotificationSchema = z.object({
  SaleToPOIRequest: z.object({ MessageHeader: messageHeaderSchema, EventNotification: eventNotificationSchema }),
});
