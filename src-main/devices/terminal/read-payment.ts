import type { ErrorCondition, PaymentResponse } from '../../../src-shared/contract/nexo.ts';
import type { Fils } from '../../../src-shared/domain/money.ts';
import type { CardReference } from '../../../src-shared/domain/receipt.ts';
import type { NotPaidReason } from '../../../src-shared/payment/states.ts';
import { fromMajorUnits } from './amount.ts';
import type { TerminalOutcome } from './driver.ts';
import type { TerminalAlarm } from './ports.ts';

/** What one answer to a payment says, by itself. */
export type PaymentReading =
  | Extract<TerminalOutcome, { kind: 'approved' | 'refused' }>
  /** The terminal says that it did not or could not begin; counts only once it says so again when asked. */
  | { kind: 'to_confirm'; condition: ErrorCondition; reason: NotPaidReason }
  | { kind: 'unknown'; alarm?: TerminalAlarm; partial?: { amountFils: Fils; card: CardReference } };

/** Words that end a payment without money as soon as they are the payment's own answer. */
const finalWords: Readonly<Partial<Record<ErrorCondition, NotPaidReason>>> = {
  Refusal: 'declined',
  InvalidCard: 'declined',
  WrongPIN: 'wrong_pin',
  PaymentRestriction: 'card_restricted',
  Cancel: 'withdrawn',
  Aborted: 'withdrawn',
};

/** Words for a payment that should not have begun. `NotFound` is in neither list: it says nothing about a payment. */
const wordsToConfirm: Readonly<Partial<Record<ErrorCondition, NotPaidReason>>> = {
  Busy: 'terminal_unavailable',
  InProgress: 'terminal_unavailable',
  DeviceOut: 'terminal_unavailable',
  InsertedCard: 'terminal_unavailable',
  LoggedOut: 'terminal_unavailable',
  MessageFormat: 'terminal_unavailable',
  NotAllowed: 'terminal_unavailable',
  UnavailableDevice: 'terminal_unavailable',
  UnavailableService: 'terminal_unavailable',
  UnreachableHost: 'bank_unreachable',
};

/** Reads the terminal's answer to one payment, be it the first time or repeated. Pure; in doubt `unknown`. */
export function readPayment(payment: PaymentResponse): PaymentReading {
  switch (payment.Response.Result) {
    case 'Success':
      return readSuccess(payment);
    case 'Failure':
      return readFailure(payment);
    case 'Partial':
      return readPartial(payment);
  }
}

function readSuccess(payment: PaymentResponse): PaymentReading {
  const result = payment.PaymentResult;
  if (!result || payment.Response.ErrorCondition) return { kind: 'unknown', alarm: 'contradiction' };
  const amount = readAmount(result.AmountsResp);
  if (typeof amount === 'string') return { kind: 'unknown', alarm: amount };
  return { kind: 'approved', amountFils: amount, online: result.OnlineFlag, card: readCard(payment) };
}

function readFailure(payment: PaymentResponse): PaymentReading {
  const word = payment.Response.ErrorCondition;
  // Refused, and yet an amount: one of the two is wrong, and nobody can say which.
  if ((payment.PaymentResult?.AmountsResp.AuthorizedAmount ?? 0) > 0)
    return { kind: 'unknown', alarm: 'contradiction' };
  if (!word) return { kind: 'unknown' };
  const reason = finalWords[word];
  if (reason) return { kind: 'refused', reason, card: readCard(payment) };
  const doubtful = wordsToConfirm[word];
  return doubtful ? { kind: 'to_confirm', condition: word, reason: doubtful } : { kind: 'unknown' };
}

function readPartial(payment: PaymentResponse): PaymentReading {
  const amount = payment.PaymentResult ? readAmount(payment.PaymentResult.AmountsResp) : 'contradiction';
  if (typeof amount === 'string') return { kind: 'unknown', alarm: amount };
  return { kind: 'unknown', alarm: 'partial', partial: { amountFils: amount, card: readCard(payment) } };
}

function readAmount(amounts: { Currency: string; AuthorizedAmount: number }): Fils | TerminalAlarm {
  if (amounts.Currency !== 'KWD') return 'other_currency';
  return fromMajorUnits(amounts.AuthorizedAmount) ?? 'odd_amount';
}

function readCard({ POIData, PaymentResult, PaymentReceipt }: PaymentResponse): CardReference {
  const acquirer = PaymentResult?.PaymentAcquirerData;
  const instrument = PaymentResult?.PaymentInstrument;
  const lines = PaymentReceipt?.find((receipt) => receipt.DocumentQualifier === 'CustomerReceipt')?.Lines;
  return withoutGaps({
    maskedCard: instrument?.MaskedPAN === undefined ? undefined : masked(instrument.MaskedPAN),
    application: instrument?.CardBrand,
    approvalCode: acquirer?.ApprovalCode,
    merchantId: acquirer?.MerchantID,
    terminalId: acquirer?.AcquirerPOIID,
    transactionId: POIData?.POITransactionID.TransactionID,
    transactionTime: POIData?.POITransactionID.TimeStamp,
    receiptLines: lines,
  });
}

/** A terminal that forgets to mask must not put a card number into the journal: more than first six and last four. */
function masked(card: string): string {
  const digits = card.replaceAll(/\D/g, '');
  return digits.length > 10 ? `••••${digits.slice(-4)}` : card;
}

type Gappy<T> = { [K in keyof T]: T[K] | undefined };

function withoutGaps(card: Gappy<CardReference>): CardReference {
  return Object.fromEntries(Object.entries(card).filter(([, value]) => value !== undefined));
}
