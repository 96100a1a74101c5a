import type { ErrorCondition, PaymentResponse } from '../../../src-shared/contract/nexo.ts';
import type { Fils } from '../../../src-shared/domain/money.ts';
import type { CardReference, TerminalReference } from '../../../src-shared/domain/receipt.ts';
import { unreachable } from '../../../src-shared/result.ts';
import type { ReversalOutcome, TerminalDriver, TerminalOutcome, TerminalStatus } from './driver.ts';
import { Exchange } from './exchange.ts';
import { MessageIds } from './message-ids.ts';
import { abortRequest, paymentRequest, reversalRequest, statusRequest, totalsRequest } from './messages.ts';
import type { TerminalPorts } from './ports.ts';
import { Quarantine } from './quarantine.ts';
import { readPayment, type PaymentReading } from './read-payment.ts';
import { readReversal } from './read-reversal.ts';
import { readStatus } from './read-status.ts';
import { TerminalSession } from './session.ts';

/** Limits for answers, ms. A terminal on the same cable ends card entry by itself at about 120 s. */
const paymentLimitMs = 120_000;
const statusLimitMs = 10_000;
const reversalLimitMs = 60_000;
const totalsLimitMs = 20_000;
/** Longest totals a day's report can hold, characters. */
const longestTotals = 4000;

interface Paying {
  readonly reference: TerminalReference;
  /** The payment's own connection, once there is one. */
  line: Exchange | null;
  /** Asked to stop before there was a connection: the payment is not sent. */
  stopped: boolean;
}

/**
 * A card terminal that speaks nexo Retailer. Not certified, and not the protocol of a K-Net terminal. Everything that
 * moves money goes over a connection of its own, is sent once, and in doubt has no outcome.
 */
export class NexoTerminal implements TerminalDriver {
  readonly #ports: TerminalPorts;
  readonly #session: TerminalSession;
  readonly #quarantine = new Quarantine();
  #paying: Paying | null = null;
  /** One transaction at a time: ends when the last one has. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: TerminalPorts) {
    this.#ports = ports;
    this.#session = new TerminalSession(ports, new MessageIds(ports.ids));
  }

  status(): TerminalStatus {
    return this.#session.status();
  }

  start(): void {
    this.#session.start();
  }

  stop(): void {
    this.#session.stop();
  }

  async nextReference(): Promise<TerminalReference | null> {
    return (await this.#session.envelope())?.reference ?? null;
  }

  async pay(reference: TerminalReference, saleRef: string, amountFils: Fils): Promise<TerminalOutcome> {
    if (this.#paying) throw new Error(`a second payment while ${this.#paying.reference.serviceId} is under way`);
    const paying: Paying = { reference, line: null, stopped: false };
    this.#paying = paying;
    try {
      return await this.#inTurn(() => this.#pay(paying, saleRef, amountFils));
    } finally {
      this.#paying = null;
    }
  }

  async abort(reference: TerminalReference): Promise<void> {
    const paying = this.#paying;
    if (paying?.reference.serviceId !== reference.serviceId) return;
    if (!paying.line) {
      paying.stopped = true;
      return;
    }
    const envelope = await this.#session.envelope();
    // On the payment's own connection: on another one it could overtake the payment, and would stop nothing.
    if (envelope) paying.line.tell(abortRequest(envelope, reference));
  }

  async outcome(reference: TerminalReference, saleRef: string): Promise<TerminalOutcome> {
    const outcome = await this.#ask(reference, saleRef);
    if (outcome.kind === 'approved' || outcome.kind === 'refused') this.#quarantine.forget(reference.serviceId);
    return outcome;
  }

  neverHadIt({ serviceId }: TerminalReference): boolean {
    return this.#quarantine.neverHadIt(serviceId, this.#session.life());
  }

  async reverse(reference: TerminalReference, saleRef: string, card: CardReference): Promise<ReversalOutcome> {
    const { transactionId: TransactionID, transactionTime: TimeStamp } = card;
    // What the terminal did not name cannot be named to it.
    if (TransactionID === undefined || TimeStamp === undefined) return { kind: 'refused' };
    return this.#inTurn(async () => {
      const line = await this.#connect(() => undefined);
      if (!line) return { kind: 'unknown' };
      const request = reversalRequest({ reference, at: this.#session.now() }, saleRef, { TransactionID, TimeStamp });
      const answer = await line.request(request, reversalLimitMs);
      line.close();
      const reversal = answer.kind === 'answer' ? answer.answer.ReversalResponse : undefined;
      return reversal ? readReversal(reversal, reference) : { kind: 'unknown' };
    });
  }

  async totals(): Promise<string | null> {
    const asked = await this.#session.ask(totalsRequest, totalsLimitMs);
    const totals = asked?.kind === 'answer' ? asked.answer.TotalsResponse : undefined;
    if (totals?.Response.Result !== 'Success') return null;
    const text = JSON.stringify(totals.TransactionTotals ?? []);
    return text.length <= longestTotals ? text : null;
  }

  async #pay(paying: Paying, saleRef: string, amountFils: Fils): Promise<TerminalOutcome> {
    const { reference } = paying;
    const { serviceId } = reference;
    this.#quarantine.sending(serviceId, this.#session.life());
    const line = await this.#connect(() => this.#quarantine.connectionEnded(serviceId, this.#nowMs()));
    if (!line || paying.stopped) {
      line?.close();
      this.#quarantine.notSent(serviceId);
      return { kind: 'not_found' };
    }
    paying.line = line;
    const request = paymentRequest({ reference, at: this.#session.now() }, saleRef, amountFils);
    const answer = await line.request(request, paymentLimitMs);
    line.close();
    const payment = answer.kind === 'answer' ? answer.answer.PaymentResponse : undefined;
    if (!payment) {
      this.#ports.log('terminal-no-outcome', { serviceId, answer: answer.kind });
      return { kind: 'unknown' };
    }
    if (!isFor(saleRef, payment)) return this.#foreign(reference, saleRef);
    const outcome = await this.#judge(reference, saleRef, payment);
    if (outcome.kind === 'approved' && outcome.amountFils !== amountFils) {
      this.#ports.alarm('wrong_amount', { serviceId, askedFils: amountFils, approvedFils: outcome.amountFils });
    }
    if (outcome.kind === 'approved' || outcome.kind === 'refused') this.#quarantine.forget(serviceId);
    return outcome;
  }

  /** The terminal's own first answer. */
  async #judge(reference: TerminalReference, saleRef: string, payment: PaymentResponse): Promise<TerminalOutcome> {
    const reading = readPayment(payment);
    if (reading.kind !== 'to_confirm') return this.#note(reference, reading);
    this.#session.noteTrouble(reading.condition);
    const asked = await this.#ask(reference, saleRef);
    if (asked.kind === 'not_found' && notBegun(reading.condition)) return { kind: 'refused', reason: reading.reason };
    return asked.kind === 'approved' || asked.kind === 'refused' ? asked : { kind: 'unknown' };
  }

  async #ask(reference: TerminalReference, saleRef: string): Promise<TerminalOutcome> {
    // Another terminal on the same address has no say about this one's payments.
    if (reference.poiId !== this.#ports.poiId) return { kind: 'unknown' };
    if (!(await this.#session.reach())) return { kind: 'unknown' };
    const askedMs = this.#nowMs();
    const asked = await this.#session.ask((envelope) => statusRequest(envelope, reference), statusLimitMs);
    const status = asked?.kind === 'answer' ? asked.answer.TransactionStatusResponse : undefined;
    if (!status) return { kind: 'unknown' };
    const reading = readStatus(status, reference);
    switch (reading.kind) {
      case 'repeated':
        if (!isFor(saleRef, reading.payment)) return this.#foreign(reference, saleRef);
        return this.#note(reference, reading.reading);
      case 'not_found':
        this.#quarantine.notFound(reference.serviceId, askedMs);
        return reading;
      case 'logged_out':
        this.#session.noteRestart('logged out');
        return { kind: 'unknown' };
      case 'foreign':
        return this.#foreign(reference, saleRef);
      case 'running':
      case 'unknown':
        return { kind: reading.kind };
      default:
        return unreachable(reading);
    }
  }

  #foreign({ serviceId }: TerminalReference, saleRef: string): TerminalOutcome {
    this.#ports.alarm('foreign_answer', { serviceId, saleRef });
    return { kind: 'unknown' };
  }

  /** What an answer of the payment comes to, with its alarms. A word that had to be confirmed is so by its repetition. */
  #note({ serviceId }: TerminalReference, reading: PaymentReading): TerminalOutcome {
    switch (reading.kind) {
      case 'to_confirm':
        return reading.condition === 'InProgress' ? { kind: 'running' } : { kind: 'refused', reason: reading.reason };
      case 'approved':
        if (!reading.online) this.#session.refuseTerminal('approved_offline');
        return reading;
      case 'unknown':
        if (reading.alarm) this.#ports.alarm(reading.alarm, { serviceId });
        return { kind: 'unknown', ...(reading.partial ? { partial: reading.partial } : {}) };
      case 'refused':
        return reading;
      default:
        return unreachable(reading);
    }
  }

  /** A fresh connection for one transaction. */
  #connect(onEnd: () => void): Promise<Exchange | null> {
    return Exchange.open(this.#ports, { onEvent: (event) => this.#session.noteEvent(event), onEnd });
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(async () => {
      this.#session.transacting(true);
      try {
        return await run();
      } finally {
        this.#session.transacting(false);
      }
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #nowMs(): number {
    return this.#ports.clock.monotonicMs();
  }
}

/** Is it about the sale that was meant? Our number alone does not say so: a terminal may know it from another sale. */
function isFor(saleRef: string, { SaleData }: PaymentResponse): boolean {
  return SaleData.SaleTransactionID.TransactionID === saleRef;
}

/** The terminal was occupied and never looked at the payment, so that it has nothing to remember of it either. */
function notBegun(word: ErrorCondition): boolean {
  return word === 'Busy' || word === 'InProgress';
}
