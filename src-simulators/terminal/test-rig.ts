import type {
  MessageCategory,
  NexoEvent,
  NexoResponse,
  PaymentResponse,
  SaleToPoiRequest,
  SaleToPoiResponse,
} from '../../src-shared/contract/nexo.ts';
import type { Deed, FaultRule, Manner } from './faults.ts';
import { memoryLedger, moneyFacts, type TerminalLedger } from './ledger.ts';
import { defaultSettings, type Card, type Settings } from './settings.ts';
import { TerminalCore, type CoreConnection } from './terminal-core.ts';

export const poiId = 'POI1';
const startedAt = Date.UTC(2026, 0, 1, 9);

/** Time that tests move by hand. */
export class HandClock {
  #now = 0;
  #waiting: { at: number; run: () => void }[] = [];

  readonly monotonicMs = (): number => this.#now;
  readonly wallMs = (): number => startedAt + this.#now;

  after(ms: number, run: () => void): { cancel(): void } {
    const entry = { at: this.#now + ms, run };
    this.#waiting.push(entry);
    return { cancel: () => void (this.#waiting = this.#waiting.filter((other) => other !== entry)) };
  }

  /** Lets `ms` pass, with everything that is due in them, in order. */
  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const [next] = this.#waiting.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
      if (!next) break;
      this.#waiting = this.#waiting.filter((entry) => entry !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = until;
  }
}

export const goodCard: Card = { outcome: 'approve', entry: 'tap', askPin: false, leave: false };

/** A kiosk's connection to the terminal, with everything that came over it. */
export class TestLine {
  readonly answers: SaleToPoiResponse[] = [];
  readonly events: NexoEvent[] = [];
  readonly manners: Manner[] = [];
  ended: 'end' | 'reset' | null = null;
  readonly #connection: CoreConnection;
  readonly #saleId: string;

  constructor(core: TerminalCore, saleId: string) {
    this.#saleId = saleId;
    this.#connection = core.connect({
      send: (message, manner) => {
        this.manners.push(manner);
        if ('SaleToPOIResponse' in message) this.answers.push(message.SaleToPOIResponse);
        else this.events.push(message.SaleToPOIRequest.EventNotification.EventToNotify);
      },
      close: (how) => {
        this.ended = how;
      },
    });
  }

  send(category: MessageCategory, serviceId: string, body: Omit<SaleToPoiRequest, 'MessageHeader'>, poi = poiId): void {
    this.#connection.receive({
      MessageHeader: {
        ProtocolVersion: '3.1',
        MessageClass: 'Service',
        MessageCategory: category,
        MessageType: 'Request',
        SaleID: this.#saleId,
        POIID: poi,
        ServiceID: serviceId,
      },
      ...body,
    });
  }

  close(): void {
    this.#connection.closed();
  }

  logIn(): NexoResponse | undefined {
    const SaleSoftware = { ProviderIdentification: 'test', ApplicationName: 'test', SoftwareVersion: '1' };
    this.send('Login', 'L', { LoginRequest: { DateTime: '', SaleSoftware, OperatorLanguage: 'en' } });
    return this.answers.at(-1)?.LoginResponse?.Response;
  }

  pay(serviceId: string, amount = 15, pid = `pid-${serviceId}`, poi = poiId): void {
    const body = {
      PaymentRequest: {
        SaleData: { SaleTransactionID: { TransactionID: pid, TimeStamp: 'then' } },
        PaymentTransaction: {
          AmountsReq: { Currency: 'KWD', RequestedAmount: amount },
          TransactionConditions: { ForceOnlineFlag: true },
        },
      },
    } as const;
    this.send('Payment', serviceId, body, poi);
  }

  abort(serviceId: string): void {
    this.send('Abort', 'A', { AbortRequest: { MessageReference: this.#naming(serviceId), AbortReason: 'stop' } });
  }

  /** The word of a status answer (or Success), and the answer it repeats. */
  status(serviceId: string): { word: string | undefined; repeated: PaymentResponse | undefined } {
    const before = this.answers.length;
    this.send('TransactionStatus', 'S', { TransactionStatusRequest: { MessageReference: this.#naming(serviceId) } });
    const status = this.answers.slice(before).at(-1)?.TransactionStatusResponse;
    return {
      word: status?.Response.ErrorCondition ?? status?.Response.Result,
      repeated: status?.RepeatedMessageResponse?.PaymentResponse,
    };
  }

  /** Asks for the money of an approved payment back. */
  reverse(serviceId: string, approved: PaymentResponse | undefined, amount?: number): void {
    const original = approved?.POIData?.POITransactionID ?? { TransactionID: 'none', TimeStamp: 'never' };
    this.send('Reversal', serviceId, {
      ReversalRequest: {
        SaleData: { SaleTransactionID: { TransactionID: 'back', TimeStamp: 'then' } },
        OriginalPOITransaction: { POITransactionID: original },
        ReversalReason: 'MerchantCancel',
        ...(amount === undefined ? {} : { ReversedAmount: amount }),
      },
    });
  }

  diagnose(): SaleToPoiResponse['DiagnosisResponse'] {
    this.send('Diagnosis', 'D', { DiagnosisRequest: { HostDiagnosisFlag: true } });
    return this.answers.at(-1)?.DiagnosisResponse;
  }

  payments(): PaymentResponse[] {
    return this.answers.flatMap(({ PaymentResponse: payment }) => payment ?? []);
  }

  /** `Success`, `Partial` or the word of each answer to a payment. */
  paymentWords(): string[] {
    return this.payments().map(({ Response }) => Response.ErrorCondition ?? Response.Result);
  }

  reversalWords(): string[] {
    return this.answers
      .flatMap(({ ReversalResponse: reversal }) => reversal?.Response ?? [])
      .map(({ ErrorCondition, Result }) => ErrorCondition ?? Result);
  }

  #naming(serviceId: string) {
    return { MessageCategory: 'Payment', ServiceID: serviceId, SaleID: this.#saleId, POIID: poiId } as const;
  }
}

export interface Rig {
  readonly core: TerminalCore;
  readonly clock: HandClock;
  readonly ledger: TerminalLedger;
  /** Logged in. */
  readonly line: TestLine;
  connect(saleId?: string): TestLine;
  script(...rules: FaultRule[]): void;
  /** One deed for every payment. */
  onPayment(...deeds: Deed[]): void;
  /** `charged 15000` and so on, in order. */
  money(): string[];
}

/** A terminal on a ledger, switched on, with one kiosk logged in. */
export function startRig(settings: Partial<Settings> = {}, ledger = memoryLedger()): Rig {
  const clock = new HandClock();
  let drawn = 0;
  const rng = { bytes: (length: number) => Uint8Array.from({ length }, () => (drawn += 7) % 256) };
  const core = new TerminalCore({ clock, timers: clock, rng, ledger }, poiId, { ...defaultSettings, ...settings });
  const connect = (saleId = 'K001'): TestLine => new TestLine(core, saleId);
  const line = connect();
  line.logIn();
  return {
    ...{ core, clock, ledger, line, connect },
    script: (...rules) => core.setScript(rules),
    onPayment: (...deeds) => core.setScript(deeds.map((deed) => ({ on: 'Payment', do: deed }))),
    money: () => moneyFacts(ledger).map(({ kind, amountFils }) => `${kind} ${amountFils}`),
  };
}
