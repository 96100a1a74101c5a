import type { MessageHeader, SaleToPoiRequest, SaleToPoiResponse } from '../../../src-shared/contract/nexo.ts';
import type { EventNotification, PoiMessage, TerminalConnection } from './link.ts';
import type { TerminalPorts } from './ports.ts';

/** What became of one request on one connection. */
export type Answer =
  | { readonly kind: 'answer'; readonly answer: SaleToPoiResponse }
  /** An answer came, and what it says cannot be read. */
  | { readonly kind: 'unreadable' }
  /** Nothing within the limit. */
  | { readonly kind: 'silent' }
  /** The connection ended first. */
  | { readonly kind: 'lost' };

export interface ExchangeEvents {
  onEvent(event: EventNotification): void;
  /** The connection is over. */
  onEnd(): void;
}

type Ports = Pick<TerminalPorts, 'link' | 'poiId' | 'timers' | 'alarm' | 'log'>;

interface Pending {
  readonly header: MessageHeader;
  readonly settle: (answer: Answer) => void;
}

/** Longest time to get a connection, ms. */
const connectMs = 5_000;
/** Requests of this connection that are remembered, to tell a late or second answer from a foreign one. */
const rememberedRequests = 64;

/** One connection to the terminal: requests, and the answers that belong to them by all their names. */
export class Exchange {
  readonly #ports: Ports;
  readonly #events: ExchangeEvents;
  readonly #pending = new Map<string, Pending>();
  readonly #asked: string[] = [];
  #connection: TerminalConnection | null = null;
  #ended = false;

  private constructor(ports: Ports, events: ExchangeEvents) {
    this.#ports = ports;
    this.#events = events;
  }

  /** Null when there is no connection; then nothing was sent and no event is told. */
  static async open(ports: Ports, events: ExchangeEvents): Promise<Exchange | null> {
    const exchange = new Exchange(ports, events);
    const connected = await ports.link.connect(
      { onMessage: (message) => exchange.#take(message), onClose: () => exchange.#end() },
      connectMs,
    );
    if (!connected.ok) return null;
    if (exchange.#ended) {
      connected.value.close();
      return null;
    }
    exchange.#connection = connected.value;
    return exchange;
  }

  get open(): boolean {
    return !this.#ended;
  }

  /** Sends once and waits for the answer to this very request. */
  request(message: SaleToPoiRequest, limitMs: number): Promise<Answer> {
    if (this.#ended) return Promise.resolve({ kind: 'lost' });
    const header = message.MessageHeader;
    const id = header.ServiceID ?? '';
    return new Promise((resolve) => {
      const limit = this.#ports.timers.after(limitMs, () => this.#settle(id, { kind: 'silent' }));
      const settle = (answer: Answer): void => {
        limit.cancel();
        resolve(answer);
      };
      this.#pending.set(id, { header, settle });
      this.#asked.push(id);
      if (this.#asked.length > rememberedRequests) this.#asked.shift();
      this.#connection?.send(message);
    });
  }

  /** Sends what has no answer of its own. */
  tell(message: SaleToPoiRequest): void {
    if (!this.#ended) this.#connection?.send(message);
  }

  close(): void {
    if (this.#ended) return;
    this.#connection?.close();
    this.#end();
  }

  #take(message: PoiMessage): void {
    if (this.#ended) return;
    const header = message.kind === 'answer' ? message.answer.MessageHeader : message.header;
    if (!header) {
      // Whoever speaks here does not speak the protocol: nothing more can come of this connection.
      this.#ports.log('terminal-unreadable', { what: 'message' });
      this.close();
    } else if (header.MessageType === 'Notification') {
      this.#takeEvent(header, message);
    } else {
      this.#takeAnswer(header, message);
    }
  }

  #takeEvent(header: MessageHeader, message: PoiMessage): void {
    if (header.POIID !== this.#ports.poiId) this.#foreign(header);
    else if (message.kind === 'event') this.#events.onEvent(message.event);
    else this.#ports.log('terminal-unreadable', { what: 'event' });
  }

  #takeAnswer(header: MessageHeader, message: PoiMessage): void {
    const id = header.ServiceID ?? '';
    const pending = this.#pending.get(id);
    if (!pending) {
      if (this.#asked.includes(id)) this.#ports.log('terminal-answer-again', { serviceId: id });
      else this.#foreign(header);
    } else if (!sameNames(header, pending.header)) {
      this.#foreign(header);
    } else {
      this.#settle(id, message.kind === 'answer' ? message : { kind: 'unreadable' });
    }
  }

  #foreign({ SaleID, POIID, ServiceID, MessageCategory }: MessageHeader): void {
    this.#ports.alarm('foreign_answer', {
      saleId: SaleID,
      poiId: POIID,
      serviceId: ServiceID ?? '',
      category: MessageCategory,
    });
  }

  #settle(id: string, answer: Answer): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.settle(answer);
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const id of [...this.#pending.keys()]) this.#settle(id, { kind: 'lost' });
    if (this.#connection) this.#events.onEnd();
  }
}

function sameNames(answer: MessageHeader, request: MessageHeader): boolean {
  return (
    answer.MessageType === 'Response' &&
    answer.MessageCategory === request.MessageCategory &&
    answer.SaleID === request.SaleID &&
    answer.POIID === request.POIID
  );
}
