import { describe, expect, it } from 'vitest';
import {
  errorConditionSchema,
  type ErrorCondition,
  type MessageHeader,
  type PaymentResponse,
} from '../../../src-shared/contract/nexo.ts';
import { readPayment } from './read-payment.ts';
import { readReversal } from './read-reversal.ts';
import { readStatus } from './read-status.ts';

const asked = { saleId: 'K001', poiId: 'POI1', serviceId: '1A' };
const SaleData = { SaleTransactionID: { TransactionID: 'p', TimeStamp: '' } };
const header: MessageHeader = {
  ...{ ProtocolVersion: '3.1', MessageClass: 'Service', MessageCategory: 'Payment', MessageType: 'Response' },
  ...{ SaleID: 'K001', POIID: 'POI1', ServiceID: '1A' },
};
const approved = (amount: number, Currency = 'KWD'): PaymentResponse => ({
  Response: { Result: 'Success' },
  SaleData,
  PaymentResult: { AmountsResp: { Currency, AuthorizedAmount: amount }, OnlineFlag: true },
});
const failed = (ErrorCondition?: ErrorCondition): PaymentResponse => ({
  Response: { Result: 'Failure', ...(ErrorCondition ? { ErrorCondition } : {}) },
  SaleData,
});

describe('a payment’s answer', () => {
  const refused = { Refusal: 'declined', InvalidCard: 'declined', WrongPIN: 'wrong_pin' } as const;
  const stopped = { PaymentRestriction: 'card_restricted', Cancel: 'withdrawn', Aborted: 'withdrawn' } as const;

  it.each(errorConditionSchema.options)('%s', (word) => {
    const reason: string | undefined = { ...refused, ...stopped }[word as keyof typeof refused];
    const reading = readPayment(failed(word));
    if (reason) expect(reading).toEqual({ kind: 'refused', reason, card: {} });
    else if (word === 'NotFound') expect(reading).toEqual({ kind: 'unknown' });
    else {
      const why = word === 'UnreachableHost' ? 'bank_unreachable' : 'terminal_unavailable';
      expect(reading).toEqual({ kind: 'to_confirm', condition: word, reason: why });
    }
  });

  it('a failure without a reason is no refusal', () => {
    expect(readPayment(failed())).toEqual({ kind: 'unknown' });
  });

  it('refused, and yet an amount: no outcome and an alarm', () => {
    const answer = { ...approved(1), Response: failed('Refusal').Response };
    expect(readPayment(answer)).toEqual({ kind: 'unknown', alarm: 'contradiction' });
  });

  it('a success with an error word, or without a result, is no approval', () => {
    const odd = { ...approved(1), Response: { Result: 'Success', ErrorCondition: 'Refusal' } } as const;
    const empty = { Response: { Result: 'Success' }, SaleData } as const;
    for (const answer of [odd, empty]) expect(readPayment(answer)).toEqual({ kind: 'unknown', alarm: 'contradiction' });
  });

  it.each([
    [approved(1, 'USD'), 'other_currency'],
    [approved(1.0005), 'odd_amount'],
  ] as const)('another currency and a broken amount are no approval: %#', (answer, alarm) => {
    expect(readPayment(answer)).toEqual({ kind: 'unknown', alarm });
  });

  it('a part is no approval and no refusal, and says how much', () => {
    const part = { ...approved(4.5), Response: { Result: 'Partial' } } as const;
    expect(readPayment(part)).toEqual({ kind: 'unknown', alarm: 'partial', partial: { amountFils: 4500, card: {} } });
  });
});

describe('an answer to the question what became of it', () => {
  const repeated = (names: Partial<MessageHeader>, answer = failed('Refusal')) => ({
    Response: { Result: 'Success' } as const,
    RepeatedMessageResponse: { MessageHeader: { ...header, ...names }, PaymentResponse: answer },
  });

  it('repeats the payment’s own answer', () => {
    expect(readStatus(repeated({}), asked)).toMatchObject({ kind: 'repeated', reading: { kind: 'refused' } });
  });

  it.each([{ ServiceID: '1B' }, { SaleID: 'K002' }, { POIID: 'POI2' }, { MessageCategory: 'Reversal' as const }])(
    'about another message is not taken: %j',
    (names) => {
      expect(readStatus(repeated(names), asked)).toEqual({ kind: 'foreign' });
      const MessageReference = {
        ...{ MessageCategory: 'Payment' as const, ServiceID: '1A', SaleID: 'K001', POIID: 'POI1' },
        ...names,
      };
      expect(readStatus({ ...repeated({}), MessageReference }, asked)).toEqual({ kind: 'foreign' });
    },
  );

  it.each(errorConditionSchema.options)('%s of the question itself never ends the payment', (ErrorCondition) => {
    const kinds: Partial<Record<ErrorCondition, string>> = {
      ...{ Busy: 'running', InProgress: 'running', NotFound: 'not_found', LoggedOut: 'logged_out' },
    };
    const reading = readStatus({ Response: { Result: 'Failure', ErrorCondition } }, asked);
    expect(reading).toEqual({ kind: kinds[ErrorCondition] ?? 'unknown' });
  });

  it('success without the repeated answer, or failure with one, says nothing', () => {
    expect(readStatus({ Response: { Result: 'Success' } }, asked)).toEqual({ kind: 'unknown' });
    const both = { ...repeated({}), Response: { Result: 'Failure', ErrorCondition: 'NotFound' } } as const;
    expect(readStatus(both, asked)).toEqual({ kind: 'unknown' });
  });
});

describe('an answer to a reversal', () => {
  it('done: the proof names both transactions', () => {
    const POIData = { POITransactionID: { TransactionID: 'T9', TimeStamp: '' } };
    expect(readReversal({ Response: { Result: 'Success' }, POIData }, asked)).toEqual({
      kind: 'reversed',
      proof: 'POI1/1A/T9',
    });
  });

  it.each([
    ['Refusal', 'refused'],
    ['NotAllowed', 'refused'],
    ['UnreachableHost', 'unknown'],
    ['Busy', 'unknown'],
    ['LoggedOut', 'unknown'],
    ['Aborted', 'unknown'],
  ] as const)('%s: %s', (ErrorCondition, kind) => {
    expect(readReversal({ Response: { Result: 'Failure', ErrorCondition } }, asked)).toEqual({ kind });
  });

  it.each(['Partial', 'Failure'] as const)('%s without a word is unknown', (Result) => {
    expect(readReversal({ Response: { Result } }, asked)).toEqual({ kind: 'unknown' });
  });
});
