import type { NoChargeRequest } from '../../../src-shared/contract/gateway-http.ts';
import type { TerminalReference } from '../../../src-shared/domain/receipt.ts';
import type { PaymentRecord } from '../../../src-shared/payment/record.ts';
import type { Clock } from '../../../src-shared/ports.ts';
import { err, ok, unreachable, type Result } from '../../../src-shared/result.ts';
import type { PaymentClosedReason } from '../../../src-shared/session/steps.ts';
import type { TerminalDriver, TerminalOutcome } from '../../devices/terminal/driver.ts';
import { readRefund, readReport } from '../attempt-verdict.ts';
import type { PaymentGateway } from '../ports.ts';
import type { PaymentRail, RailNews, RailView, RefundNews, SentEvent, Told } from './rail.ts';

/**
 * How money goes back, as agreed with the acquirer. `counter`: people do it. `once`: the terminal is asked once, and
 * without a clear answer people do it. `auto`: the terminal is asked again with the same reference until it answers;
 * only for acquirers that promise in writing that a repeated reference gives back nothing twice.
 */
export type ReversalMode = 'auto' | 'once' | 'counter';

export interface TerminalRailPorts {
  readonly driver: TerminalDriver;
  readonly gateway: Pick<PaymentGateway, 'arm' | 'noCharge' | 'reversed' | 'report'>;
  readonly clock: Clock;
  /** `counter` when not set: what the acquirer promises is not known. */
  readonly reversal?: ReversalMode;
  /** Is the outcome of another attempt at this terminal not known? Then it takes no card. */
  readonly openUnknown: () => boolean;
}

/** The longest payment, with time to spare, seconds: the items must be held for it. */
const neededLeaseSeconds = 200;
/** When the outcome is asked for, ms after it was asked for the first time; after that every five minutes. */
const askAtMs = [15_000, 60_000];
const askEveryMs = 300_000;

type NoteSent = Parameters<PaymentRail['reverse']>[1];

/** A card terminal at this kiosk. The terminal's own answer decides; where it has none, settlement does. */
export class TerminalRail implements PaymentRail {
  readonly name = 'terminal';
  readonly #ports: TerminalRailPorts;
  /** Attempts whose visitor asked to stop: for the words, should it turn out that nothing was charged. */
  readonly #stopped = new Set<string>();
  readonly #firstAskedMs = new Map<string, number>();
  /** Attempts whose reversal the terminal has refused: it is not asked again. */
  readonly #refusedReversals = new Set<string>();

  constructor(ports: TerminalRailPorts) {
    this.#ports = ports;
  }

  available(): boolean {
    return this.#ports.driver.status() === 'ready' && !this.#ports.openUnknown();
  }

  async prepare(record: PaymentRecord): Promise<Result<SentEvent, PaymentClosedReason>> {
    const armed = await this.#ports.gateway.arm(record.pid);
    if (!armed.ok) return err(armed.error.kind === 'problem' ? 'payments_closed' : 'network_down');
    if (armed.value.leaseSeconds < neededLeaseSeconds) return err('payments_closed');
    const terminal = await this.#ports.driver.nextReference();
    if (!terminal) return err('journal_closed');
    // The terminal may have been taken while the gateway was asked.
    if (!this.available()) return err('payments_closed');
    return ok({ type: 'SENT', railRef: `${terminal.poiId}/${terminal.serviceId}`, terminal });
  }

  async send(record: PaymentRecord): Promise<RailNews> {
    const terminal = namedIn(record);
    const outcome = await this.#ports.driver.pay(terminal, record.pid, record.totalFils);
    return this.#decided(record, terminal, outcome) ?? { kind: 'unknown', reason: 'no_answer' };
  }

  async ask(record: PaymentRecord): Promise<RailNews> {
    const { driver, clock } = this.#ports;
    const terminal = namedIn(record);
    if (!this.#firstAskedMs.has(record.pid)) this.#firstAskedMs.set(record.pid, clock.monotonicMs());
    const outcome = await driver.outcome(terminal, record.pid);
    const news = this.#decided(record, terminal, outcome) ?? (await this.#askGateway(record, outcome));
    if (news.kind === 'captured' || news.kind === 'not_charged') this.#firstAskedMs.delete(record.pid);
    return news;
  }

  /** The payment's own answer decides; a late approval is honoured. */
  async cancel(record: PaymentRecord): Promise<RailNews> {
    this.#stopped.add(record.pid);
    await this.#ports.driver.abort(namedIn(record));
    return { kind: 'nothing' };
  }

  async release(record: PaymentRecord): Promise<Told> {
    const request: NoChargeRequest = {
      reason: record.notPaidReason ?? 'withdrawn',
      proof: record.noChargeProof ?? 'never_sent',
    };
    const told = await this.#ports.gateway.noCharge(record.pid, request);
    return told.ok ? ok(null) : told;
  }

  async reverse(record: PaymentRecord, noteSent: NoteSent): Promise<RefundNews> {
    const mode = this.#ports.reversal ?? 'counter';
    const whole = record.reversal?.amountFils === record.capture?.amountFils;
    const again = record.reversalSent !== undefined;
    // A terminal gives back a whole payment or nothing.
    const byPeople =
      mode === 'counter' || !whole || this.#refusedReversals.has(record.pid) || (again && mode === 'once');
    // Who has been away for long finds that people have it, or have done it: nobody may give it back twice.
    const known = await this.#leaveToPeople(record);
    if (byPeople || known.kind !== 'waiting') return known;
    const terminal = record.reversalSent ?? (await this.#beginReversal(record, noteSent));
    if (!terminal) return { kind: 'waiting' };
    const outcome = await this.#ports.driver.reverse(terminal, record.pid, record.capture?.card ?? {});
    switch (outcome.kind) {
      case 'reversed':
        return { kind: 'reversed', refundProof: outcome.proof };
      case 'refused':
        this.#refusedReversals.add(record.pid);
        return this.#leaveToPeople(record);
      case 'unknown':
        return mode === 'auto' ? { kind: 'no_answer' } : this.#leaveToPeople(record);
      default:
        return unreachable(outcome);
    }
  }

  async reportReversed({ pid, reversal, refundProof, reversalSent, closure }: PaymentRecord): Promise<Told> {
    // What the terminal was never asked, or people have ended, the kiosk knows from the gateway itself.
    if (closure || !reversalSent) return ok(null);
    if (!reversal || refundProof === undefined) throw new Error(`reversed without a reversal: ${pid}`);
    const told = await this.#ports.gateway.reversed(pid, { refundRef: reversal.refundRef, refundProof });
    if (told.ok) return ok(null);
    // Done already by another proof: the gateway has raised the alarm, and nothing is left to tell it.
    const report = await this.#ports.gateway.report(pid, 0, 0);
    const isDone = told.error.kind === 'problem' && report.ok && report.value.state === 'refunded';
    return isDone ? ok(null) : told;
  }

  view(): RailView {
    return {
      pageUrl: null,
      // The terminal can be asked to stop at any moment; its own answer says whether it did.
      underWay: false,
      confirming: false,
      cardLeft: this.#ports.driver.status() === 'card_left',
    };
  }

  askAgainMs({ pid }: PaymentRecord): number {
    const now = this.#ports.clock.monotonicMs();
    const elapsed = now - (this.#firstAskedMs.get(pid) ?? now);
    const next = askAtMs.find((at) => at > elapsed);
    return next === undefined ? askEveryMs : next - elapsed;
  }

  /** What the terminal has proved; null while it has proved nothing. */
  #decided(record: PaymentRecord, terminal: TerminalReference, outcome: TerminalOutcome): RailNews | null {
    switch (outcome.kind) {
      case 'approved': {
        const { amountFils, card, online } = outcome;
        const capture = { amountFils, card };
        if (!online) return { kind: 'captured', capture, goesBack: 'approved_offline' };
        return { kind: 'captured', capture, ...(amountFils === record.totalFils ? {} : { goesBack: 'wrong_amount' }) };
      }
      case 'refused': {
        const { reason, card } = outcome;
        return { kind: 'not_charged', reason, proof: 'terminal_answer', ...(card ? { card } : {}) };
      }
      case 'not_found':
        return this.#ports.driver.neverHadIt(terminal)
          ? {
              kind: 'not_charged',
              reason: this.#stopped.has(record.pid) ? 'withdrawn' : 'terminal_unavailable',
              proof: 'terminal_never_had_it',
            }
          : null;
      case 'unknown':
        return outcome.partial ? { kind: 'captured', capture: outcome.partial, goesBack: 'wrong_amount' } : null;
      case 'running':
        return null;
      default:
        return unreachable(outcome);
    }
  }

  /** Settlement, or people, may know what the terminal does not. */
  async #askGateway(record: PaymentRecord, outcome: TerminalOutcome): Promise<RailNews> {
    if (outcome.kind === 'running') return { kind: 'nothing' };
    const report = await this.#ports.gateway.report(record.pid, 0, 0);
    const news: RailNews = report.ok ? readReport(record, report.value) : { kind: 'nothing' };
    if (news.kind !== 'nothing') return news;
    return { kind: this.#ports.driver.status() === 'unreachable' ? 'no_answer' : 'nothing' };
  }

  /** A name for the reversal, made durable. Null when the terminal is not there or the name could not be kept. */
  async #beginReversal(record: PaymentRecord, noteSent: NoteSent): Promise<TerminalReference | null> {
    const { driver } = this.#ports;
    const status = driver.status();
    if (status === 'unreachable' || status === 'starting') return null;
    const terminal = await driver.nextReference();
    if (terminal && terminal.poiId !== record.terminal?.poiId) {
      // Another terminal by now, where the same number may name somebody else's payment.
      this.#refusedReversals.add(record.pid);
      return null;
    }
    return terminal && (await noteSent({ type: 'REVERSAL_SENT', terminal })) ? terminal : null;
  }

  async #leaveToPeople({ pid }: PaymentRecord): Promise<RefundNews> {
    const report = await this.#ports.gateway.report(pid, 0, 0);
    return report.ok ? readRefund(report.value) : { kind: 'no_answer' };
  }
}

/** SENT names the terminal's message; nothing is asked of a terminal before it. */
function namedIn({ pid, terminal }: PaymentRecord): TerminalReference {
  if (!terminal) throw new Error(`nothing was sent to a terminal: ${pid}`);
  return terminal;
}
