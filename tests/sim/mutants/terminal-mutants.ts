import type { TerminalDriver } from '../../../src-main/devices/terminal/driver.ts';
import type { PoiMessage, TerminalLink } from '../../../src-main/devices/terminal/link.ts';
import { TerminalRail } from '../../../src-main/payment/rails/terminal-rail.ts';
import type { RailNews } from '../../../src-main/payment/rails/rail.ts';
import type { SaleToPoiRequest } from '../../../src-shared/contract/nexo.ts';
import type { PaymentRecord } from '../../../src-shared/payment/record.ts';
import { ok } from '../../../src-shared/result.ts';
import type { AcceptedPayment } from '../../../src-simulators/terminal/ledger.ts';
import type { Kiosk } from '../world/kiosk.ts';
import { onRail } from './kiosk-mutants.ts';
import type { Mutant } from './mutant.ts';

/** A driver with some of its calls exchanged. */
function onDriver(driver: TerminalDriver, change: Partial<TerminalDriver>): TerminalDriver {
  return {
    status: () => driver.status(),
    start: () => driver.start(),
    nextReference: () => driver.nextReference(),
    pay: (reference, saleRef, amount) => driver.pay(reference, saleRef, amount),
    abort: (reference) => driver.abort(reference),
    outcome: (reference, saleRef) => driver.outcome(reference, saleRef),
    neverHadIt: (reference) => driver.neverHadIt(reference),
    reverse: (reference, saleRef, card) => driver.reverse(reference, saleRef, card),
    totals: () => driver.totals(),
    stop: () => driver.stop(),
    ...change,
  };
}

/** Payments as the terminal let them in: who asks in their name finds no sale to be foreign. */
function acceptedBy(kiosk: Kiosk): readonly AcceptedPayment[] {
  return kiosk.terminal?.ledger.entries().filter((entry) => entry.type === 'accepted') ?? [];
}

/** Takes every answer to a payment for the answer to the payment that was sent last. */
function adopting(link: TerminalLink): TerminalLink {
  return {
    connect: async (events, limitMs) => {
      let asked: SaleToPoiRequest | null = null;
      const onMessage = (message: PoiMessage): void => events.onMessage(asked ? asOurs(message, asked) : message);
      const connected = await link.connect({ onMessage, onClose: () => events.onClose() }, limitMs);
      if (!connected.ok) return connected;
      const line = connected.value;
      const send = (message: SaleToPoiRequest): void => {
        if (message.PaymentRequest) asked = message;
        line.send(message);
      };
      return ok({ send, close: () => line.close() });
    },
  };
}

function asOurs(message: PoiMessage, { MessageHeader, PaymentRequest }: SaleToPoiRequest): PoiMessage {
  if (message.kind !== 'answer' || !message.answer.PaymentResponse || !PaymentRequest) return message;
  const header = { ...message.answer.MessageHeader, ServiceID: MessageHeader.ServiceID };
  const PaymentResponse = { ...message.answer.PaymentResponse, SaleData: PaymentRequest.SaleData };
  return { kind: 'answer', answer: { ...message.answer, MessageHeader: header, PaymentResponse } };
}

/** Takes the approved amount for granted. */
class AmountUnchecked extends TerminalRail {
  override async send(record: PaymentRecord): Promise<RailNews> {
    return unchecked(record, await super.send(record));
  }
  override async ask(record: PaymentRecord): Promise<RailNews> {
    return unchecked(record, await super.ask(record));
  }
}

function unchecked(record: PaymentRecord, news: RailNews): RailNews {
  if (news.kind !== 'captured') return news;
  return { kind: 'captured', capture: { ...news.capture, amountFils: record.totalFils } };
}

const terminal = { rail: 'terminal' } as const;
const saidNo: RailNews = { kind: 'not_charged', reason: 'declined', proof: 'terminal_answer' };

export const terminalMutants: readonly Mutant[] = [
  {
    ...{ id: 'M08', name: 'retryNewId', broken: 'what is not known is paid again under a new id', ...terminal },
    killedBy: ['never', 'I1'],
    needs: ['process_crash'],
    patch: {
      driver: (driver, kiosk) =>
        onDriver(driver, {
          outcome: async (reference, saleRef) => {
            const record = kiosk.records().find(({ terminal: sent }) => sent?.serviceId === reference.serviceId);
            if (!record || kiosk.memory.has(record.pid)) return driver.outcome(reference, saleRef);
            kiosk.memory.set(record.pid, true);
            const fresh = await driver.nextReference();
            return fresh ? driver.pay(fresh, record.pid, record.totalFils) : driver.outcome(reference, saleRef);
          },
        }),
    },
  },
  {
    ...{ id: 'M10', name: 'notFoundIsFail', broken: '"not found" is "not charged" at once', ...terminal },
    killedBy: ['I5', 'I4'],
    needs: ['terminal_silent', 'terminal_wrong'],
    patch: { driver: (driver) => onDriver(driver, { neverHadIt: () => true }) },
  },
  {
    ...{ id: 'M24', name: 'abortIsProof', broken: 'Abort is taken for "not charged"', ...terminal },
    killedBy: ['I5'],
    needs: ['visitor_cancels', 'terminal_silent'],
    patch: {
      rail: (rail) =>
        onRail(rail, {
          cancel: async (record) => {
            await rail.cancel(record);
            return saidNo;
          },
        }),
    },
  },
  {
    ...{
      id: 'M25',
      name: 'statusOfLast',
      broken: 'the status is asked without our ServiceID, the sale not compared',
      ...terminal,
    },
    killedBy: ['I5', 'I4', 'I3', 'I9'],
    needs: ['terminal_silent'],
    patch: {
      driver: (driver, kiosk) =>
        onDriver(driver, {
          outcome: (reference, saleRef) => {
            const last = acceptedBy(kiosk).at(-1);
            return driver.outcome(
              { ...reference, serviceId: last?.serviceId ?? reference.serviceId },
              last?.pid ?? saleRef,
            );
          },
        }),
    },
  },
  {
    ...{
      id: 'M26',
      name: 'serviceIdReset',
      broken: 'the ServiceID counter restarts at boot, the sale not compared',
      ...terminal,
    },
    killedBy: ['I5', 'I1', 'I3', 'I9'],
    needs: ['process_crash'],
    patch: {
      driver: (driver, kiosk) =>
        onDriver(driver, {
          outcome: (reference, saleRef) => {
            const known = acceptedBy(kiosk).findLast(({ serviceId }) => serviceId === reference.serviceId);
            return driver.outcome(reference, known?.pid ?? saleRef);
          },
        }),
      ids: () => {
        let next = 1;
        return {
          reserve: async (count) => {
            const from = next;
            next += count;
            return { from };
          },
        };
      },
    },
  },
  {
    ...{ id: 'M27', name: 'foreignAnswer', broken: 'an answer for another ServiceID is taken', ...terminal },
    killedBy: ['I5', 'I3', 'I9'],
    needs: ['process_crash', 'terminal_wrong'],
    patch: { link: adopting },
  },
  {
    ...{ id: 'M28', name: 'amountUnchecked', broken: 'the approved amount is not compared', ...terminal },
    killedBy: ['I9', 'I2'],
    needs: ['terminal_wrong'],
    patch: { TerminalRail: AmountUnchecked },
  },
  {
    ...{
      id: 'M29',
      name: 'secondUnknown',
      broken: 'a card is armed while the terminal has an open unknown',
      ...terminal,
    },
    killedBy: ['never'],
    needs: ['terminal_silent'],
    patch: { openUnknown: () => () => false },
  },
];
