// What the tests of the terminal share: time moved by hand, and a terminal in memory that follows a script.
import type {
  ErrorCondition,
  MessageCategory,
  MessageHeader,
  NexoEvent,
  PaymentResponse,
  PoiStatus,
  SaleToPoiRequest,
  SaleToPoiResponse,
} from '../../../src-shared/contract/nexo.ts';
import type { Clock, Timers } from '../../../src-shared/ports.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { TerminalStatus } from './driver.ts';
import type { ConnectionEvents, PoiMessage, TerminalConnection, TerminalLink } from './link.ts';
import { NexoTerminal } from './nexo-terminal.ts';
import type { Details, TerminalAlarm } from './ports.ts';

/** Lets every promise that can resolve without time resolve. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 80; turn += 1) await Promise.resolve();
}

/** Time that moves only when told to, from one due moment to the next. */
export class HandTime implements Clock, Timers {
  #now = 0;
  #due: { at: number; run: () => void }[] = [];

  monotonicMs(): number {
    return this.#now;
  }

  wallMs(): number {
    return 1_795_338_000_000 + this.#now;
  }

  /** How much is still to come. */
  get waiting(): number {
    return this.#due.length;
  }

  after(ms: number, run: () => void): { cancel(): void } {
    const entry = { at: this.#now + ms, run };
    this.#due.push(entry);
    return { cancel: () => void (this.#due = this.#due.filter((other) => other !== entry)) };
  }

  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#due.filter((entry) => entry.at <= end).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.#due = this.#due.filter((entry) => entry !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settle();
    }
    this.#now = end;
  }
}

/** One connection, as the terminal sees it. */
export class Wire {
  open = true;
  readonly #events: ConnectionEvents;

  constructor(events: ConnectionEvents) {
    this.#events = events;
  }

  deliver(message: PoiMessage): void {
    queueMicrotask(() => this.open && this.#events.onMessage(message));
  }

  /** The connection breaks; the kiosk learns of it. */
  cut(): void {
    if (!this.open) return;
    this.open = false;
    this.#events.onClose();
  }
}

/** A payment as it arrived. */
export interface Arrived {
  readonly header: MessageHeader;
  readonly serviceId: string;
  readonly saleRef: string;
  /** As asked, KWD. */
  readonly amount: number;
  readonly wire: Wire;
}

export const poiId = 'POI1';
export const allWell: PoiStatus = {
  GlobalStatus: 'OK',
  CardReaderOKFlag: true,
  PEDOKFlag: true,
  CommunicationOKFlag: true,
  SecurityOKFlag: true,
};

/** A terminal that keeps its own ledger, by which tests judge. What it does with a payment is `onPay`. */
export class MemoryTerminal implements TerminalLink {
  reachable = true;
  dialled = 0;
  loggedIn = false;
  poiStatus: PoiStatus = allWell;
  storedPayments = 0;
  /** Categories it hears and does not answer. */
  readonly silentOn = new Set<MessageCategory>();
  onPay: (pay: Arrived) => void = (pay) => this.answer(pay, this.approve(pay));
  onReversal: () => { Result: 'Success' } | { Result: 'Failure'; ErrorCondition: ErrorCondition } | null = () => ({
    Result: 'Success',
  });
  readonly heard: SaleToPoiRequest[] = [];
  readonly wires: Wire[] = [];
  readonly charged: { serviceId: string; saleRef: string; amount: number }[] = [];
  readonly givenBack: string[] = [];
  /** Answers it remembers, by the payment's number; `running` while it has none yet. */
  readonly remembered = new Map<string, PaymentResponse | 'running'>();

  async connect(events: ConnectionEvents): ReturnType<TerminalLink['connect']> {
    this.dialled += 1;
    if (!this.reachable) return err('unreachable');
    const wire = new Wire(events);
    this.wires.push(wire);
    const connection: TerminalConnection = {
      send: (message) => {
        if (wire.open) this.#hear(message, wire);
      },
      close: () => {
        wire.open = false;
      },
    };
    return ok(connection);
  }

  /** The messages it heard, for example `Login Diagnosis Payment`. */
  said(): string {
    return this.heard.map((message) => message.MessageHeader.MessageCategory).join(' ');
  }

  count(category: MessageCategory): number {
    return this.heard.filter((message) => message.MessageHeader.MessageCategory === category).length;
  }

  /** Takes the money, and makes the answer that says so. */
  approve(pay: Arrived, amount = pay.amount): PaymentResponse {
    this.charged.push({ serviceId: pay.serviceId, saleRef: pay.saleRef, amount });
    return approval(pay, { amount });
  }

  /** Remembers the answer and sends it. */
  answer(pay: Arrived, answer: PaymentResponse): void {
    this.remembered.set(pay.serviceId, answer);
    this.send(pay, answer);
  }

  send(pay: Arrived, answer: PaymentResponse, names: Partial<MessageHeader> = {}): void {
    pay.wire.deliver({
      kind: 'answer',
      answer: { MessageHeader: { ...answerTo(pay.header), ...names }, PaymentResponse: answer },
    });
  }

  tell(event: NexoEvent): void {
    const header: MessageHeader = {
      ...{ ProtocolVersion: '3.1', MessageClass: 'Event', MessageCategory: 'Event', MessageType: 'Notification' },
      ...{ SaleID: 'K001', POIID: poiId },
    };
    for (const wire of this.wires)
      wire.deliver({ kind: 'event', header, event: { TimeStamp: '', EventToNotify: event } });
  }

  switchOff(): void {
    this.reachable = false;
    this.reboot('keeps');
  }

  /** Power off and on: every connection breaks. */
  reboot(memory: 'keeps' | 'loses'): void {
    this.loggedIn = false;
    if (memory === 'loses') this.remembered.clear();
    for (const wire of this.wires) wire.cut();
  }

  #hear(message: SaleToPoiRequest, wire: Wire): void {
    this.heard.push(message);
    const header = message.MessageHeader;
    if (this.silentOn.has(header.MessageCategory)) return;
    if (message.PaymentRequest) {
      const { SaleData, PaymentTransaction } = message.PaymentRequest;
      this.onPay({
        header,
        serviceId: header.ServiceID!,
        saleRef: SaleData.SaleTransactionID.TransactionID,
        amount: PaymentTransaction.AmountsReq.RequestedAmount,
        wire,
      });
      return;
    }
    const body = this.#reply(message);
    if (body) wire.deliver({ kind: 'answer', answer: { MessageHeader: answerTo(header), ...body } });
  }

  #reply(message: SaleToPoiRequest): Omit<SaleToPoiResponse, 'MessageHeader'> | null {
    if (message.LoginRequest) {
      this.loggedIn = true;
      return { LoginResponse: { Response: { Result: 'Success' } } };
    }
    if (message.DiagnosisRequest) {
      const Response = this.loggedIn ? ({ Result: 'Success' } as const) : loggedOut;
      return { DiagnosisResponse: { Response, POIStatus: this.poiStatus, StoredPayments: this.storedPayments } };
    }
    if (message.TransactionStatusRequest) {
      return { TransactionStatusResponse: this.#statusOf(message.TransactionStatusRequest.MessageReference) };
    }
    if (message.ReversalRequest) return this.#giveBack(message);
    if (message.TotalsRequest) {
      return { TotalsResponse: { Response: { Result: 'Success' }, TransactionTotals: [] } };
    }
    return null;
  }

  #statusOf(named: { ServiceID: string; SaleID: string; POIID: string }): Answered<'TransactionStatusResponse'> {
    if (!this.loggedIn) return { Response: loggedOut };
    const answer = this.remembered.get(named.ServiceID);
    if (!answer) return { Response: { Result: 'Failure', ErrorCondition: 'NotFound' } };
    if (answer === 'running') return { Response: { Result: 'Failure', ErrorCondition: 'InProgress' } };
    const MessageHeader: MessageHeader = {
      ...{ ProtocolVersion: '3.1', MessageClass: 'Service', MessageCategory: 'Payment', MessageType: 'Response' },
      ...{ SaleID: named.SaleID, POIID: named.POIID, ServiceID: named.ServiceID },
    };
    return { Response: { Result: 'Success' }, RepeatedMessageResponse: { MessageHeader, PaymentResponse: answer } };
  }

  #giveBack(message: SaleToPoiRequest): Omit<SaleToPoiResponse, 'MessageHeader'> | null {
    const Response = this.onReversal();
    if (Response === null) return null;
    if (Response.Result === 'Success') this.givenBack.push(message.MessageHeader.ServiceID!);
    return { ReversalResponse: { Response } };
  }
}

type Answered<K extends keyof SaleToPoiResponse> = NonNullable<SaleToPoiResponse[K]>;

const loggedOut = { Result: 'Failure', ErrorCondition: 'LoggedOut' } as const;

function answerTo(header: MessageHeader): MessageHeader {
  return { ...header, MessageType: 'Response' };
}

/** What a terminal answers when the bank has agreed. */
export function approval(
  pay: Arrived,
  { amount = pay.amount, currency = 'KWD', online = true, result = 'Success' as PaymentResponse['Response']['Result'] },
): PaymentResponse {
  return {
    Response: { Result: result },
    SaleData: { SaleTransactionID: { TransactionID: pay.saleRef, TimeStamp: '' } },
    POIData: { POITransactionID: { TransactionID: `T${pay.serviceId}`, TimeStamp: '2026-11-24T10:00:00' } },
    PaymentResult: {
      AmountsResp: { Currency: currency, AuthorizedAmount: amount },
      PaymentInstrument: { MaskedPAN: '****1234', CardBrand: 'KNET' },
      PaymentAcquirerData: { MerchantID: 'M1', AcquirerPOIID: 'A1', ApprovalCode: '123456' },
      OnlineFlag: online,
    },
    PaymentReceipt: [{ DocumentQualifier: 'CustomerReceipt', Lines: ['APPROVED'] }],
  };
}

/** What a terminal answers when there is no payment. */
export function failure(pay: Arrived, word?: ErrorCondition): PaymentResponse {
  return {
    Response: { Result: 'Failure', ...(word ? { ErrorCondition: word } : {}) },
    SaleData: { SaleTransactionID: { TransactionID: pay.saleRef, TimeStamp: '' } },
  };
}

/** A driver before a terminal in memory, with everything it said. */
export function terminalRig(terminal = new MemoryTerminal(), time = new HandTime()) {
  const alarms: TerminalAlarm[] = [];
  const changes: TerminalStatus[] = [];
  const logged: { event: string; details: Details }[] = [];
  const reserved: number[] = [];
  const numbers = { durable: true, upTo: 0 };
  const kiosk = { name: 'K001' };
  const driver = new NexoTerminal({
    link: terminal,
    poiId,
    saleId: () => kiosk.name,
    ids: {
      reserve: async (count) => {
        if (!numbers.durable) return null;
        reserved.push(count);
        numbers.upTo += count;
        return { from: numbers.upTo - count + 1 };
      },
    },
    clock: time,
    timers: time,
    rng: { bytes: (length) => new Uint8Array(length).fill(255) },
    version: '1.0.0',
    alarm: (alarm) => alarms.push(alarm),
    onChange: (status) => changes.push(status),
    log: (event, details) => logged.push({ event, details: { ...details } }),
  });
  return { terminal, time, driver, alarms, changes, logged, reserved, numbers, kiosk };
}

/** The same, started and ready. */
export async function readyTerminal() {
  const rig = terminalRig();
  rig.driver.start();
  await rig.time.pass(100);
  return rig;
}
