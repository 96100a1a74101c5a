import type { PaymentView } from '../../src-shared/contract/kiosk-ipc.ts';
import type { ReserveReply } from '../../src-shared/contract/gateway-http.ts';
import type { Language } from '../../src-shared/domain/language.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import type { Rail } from '../../src-shared/domain/receipt.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { commandFor } from '../../src-shared/payment/machine.ts';
import type {
  ItemPosting,
  PaymentEvent,
  PaymentFacts,
  PaymentItem,
  PaymentRecord,
} from '../../src-shared/payment/record.ts';
import { openStates } from '../../src-shared/payment/states.ts';
import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';
import type { PaymentClosedReason } from '../../src-shared/session/steps.ts';
import { readReport } from './attempt-verdict.ts';
import { backOffMs } from './back-off.ts';
import type { PaymentBook } from './payment-book.ts';
import type { GatewayFailure } from '../gateway/failure.ts';
import type { PaymentGateway } from './ports.ts';

/** What a visitor agreed to pay. */
export interface Order {
  readonly rail: Rail;
  readonly language: Language;
  readonly party: Party;
  readonly maskedNumber: string;
  readonly items: readonly PaymentItem[];
  readonly serviceChargeFils: PaymentFacts['serviceChargeFils'];
  readonly totalFils: PaymentFacts['totalFils'];
}

export type StartOutcome =
  | { result: 'started'; pid: string }
  | { result: 'changed'; reply: Extract<ReserveReply, { result: 'changed' }> }
  | { result: 'closed'; reason: PaymentClosedReason };

export interface PaymentDeskPorts {
  readonly book: PaymentBook;
  readonly gateway: PaymentGateway;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly timers: Timers;
  readonly kioskCode: () => string;
  /** A record, a page or a posting changed: whoever shows payments looks again. */
  readonly onChange: (pid: string) => void;
  readonly log: (event: string, details: Record<string, string | number>) => void;
}

/** What is known about an attempt beyond its record; rebuilt by asking, never kept. */
interface Live {
  pageUrl: string | null;
  pageOpened: boolean;
  confirming: boolean;
  sentAtMs: number;
  /** Version of the gateway's last report. */
  seen: number;
  failures: number;
  cancelling: boolean;
  afterRestart: boolean;
  following: boolean;
  /** Newest word on each item's posting, after the commit. */
  postings: ItemPosting[] | null;
}

/** Seconds one report may be held open by the gateway. */
const reportWaitSeconds = 20;
/** Unanswered for this long while a page is out: the screen says "we are checking", ms. */
const silentMs = 12_000;
/** Tries to open the page after the network failed; the attempt is durable, each try is the same request. */
const openTries = 4;
/** How often and how far apart the postings are looked at while the visitor may still be here, ms. */
const postingLooks = 10;
const postingLookMs = 3_000;

/**
 * Drives payment attempts on the hosted page: journal first, then act, then confirm. Every attempt is
 * followed until its outcome is known, whether or not anybody still stands before the screen.
 */
export class PaymentDesk {
  readonly #ports: PaymentDeskPorts;
  readonly #live = new Map<string, Live>();
  #stopped = false;

  constructor(ports: PaymentDeskPorts) {
    this.#ports = ports;
  }

  /** Reserves, makes the attempt durable, opens the page. Never throws; "closed" means nothing was charged. */
  async start(order: Order): Promise<StartOutcome> {
    const { book, gateway } = this.#ports;
    if (!(await book.makeReady())) return { result: 'closed', reason: 'journal_closed' };
    const pid = Buffer.from(this.#ports.rng.bytes(16)).toString('hex');
    this.#live.set(pid, this.#newLive(false));
    if (!(await this.#note(pid, { type: 'CREATED', facts: this.#facts(pid, order) }))) {
      return { result: 'closed', reason: 'journal_closed' };
    }
    const { maskedNumber: _masked, ...asked } = order;
    const reserved = await gateway.reserve({ pid, ...asked, items: [...order.items] });
    if (!reserved.ok) return this.#giveUp(pid, closedReason(reserved.error));
    if (reserved.value.result === 'changed') {
      await this.#cancel(pid);
      return { result: 'changed', reply: reserved.value };
    }
    if (!(await this.#note(pid, { type: 'RESERVED', leaseSeconds: reserved.value.leaseSeconds }))) {
      return this.#giveUp(pid, 'journal_closed');
    }
    if (!(await this.#note(pid, { type: 'SENT', railRef: pid }))) return this.#giveUp(pid, 'journal_closed');
    void this.#openAndFollow(pid);
    return { result: 'started', pid };
  }

  /** At start: asks for the outcome of every attempt the journal left open. */
  async recover(): Promise<PaymentRecord[]> {
    const open = this.#ports.book.open();
    for (const record of open) {
      this.#live.set(record.pid, this.#newLive(true));
      if (record.state === 'created' || record.state === 'reserved') await this.#cancel(record.pid, 'restarted');
      if (record.state === 'sending') await this.#note(record.pid, { type: 'OUTCOME_UNKNOWN', reason: 'restarted' });
      this.#follow(record.pid);
    }
    return open;
  }

  /** The visitor does not want to pay after all. Proof of no charge comes from the gateway, not from the tap. */
  async cancel(pid: string): Promise<void> {
    const live = this.#live.get(pid);
    if (!live || live.cancelling || this.#record(pid)?.state !== 'sending') return;
    live.cancelling = true;
    this.#ports.onChange(pid);
    const report = await this.#ports.gateway.withdraw(pid);
    live.cancelling = false;
    if (report.ok) await this.#takeReport(pid, report.value);
    else await this.leave(pid);
    this.#ports.onChange(pid);
  }

  /** The visitor goes while the outcome is open: it becomes "being checked" and is followed on. */
  async leave(pid: string): Promise<void> {
    if (this.#record(pid)?.state === 'sending') {
      await this.#note(pid, { type: 'OUTCOME_UNKNOWN', reason: 'visitor_left' });
      this.#follow(pid);
    }
  }

  /** The public view of an attempt. */
  view(pid: string): PaymentView | null {
    const record = this.#record(pid);
    if (!record) return null;
    const live = this.#live.get(pid);
    const sending = record.state === 'sending';
    return {
      state: record.state,
      rail: record.rail,
      totalFils: record.totalFils,
      itemCount: record.items.length,
      reference: record.pid.slice(0, 8).toUpperCase(),
      pageUrl: sending && record.rail === 'phone' ? (live?.pageUrl ?? null) : null,
      pageOpened: live?.pageOpened ?? false,
      elapsedSeconds: live ? Math.floor((this.#ports.clock.monotonicMs() - live.sentAtMs) / 1000) : 0,
      canCancel: sending && !live?.pageOpened && !live?.cancelling,
      cancelling: live?.cancelling ?? false,
      unknownReason: record.state === 'unknown' && live?.confirming ? 'confirming' : (record.unknownReason ?? null),
      notPaidReason: record.notPaidReason ?? null,
      afterRestart: live?.afterRestart ?? false,
    };
  }

  /** The address to load in the screen rail's view; null once it may no longer be shown. */
  pageForScreen(pid: string): string | null {
    const record = this.#record(pid);
    return record?.state === 'sending' && record.rail === 'screen' ? (this.#live.get(pid)?.pageUrl ?? null) : null;
  }

  /** Newest word of the gateway on the items of a committed attempt; null before there is one. */
  postings(pid: string): readonly ItemPosting[] | null {
    return this.#live.get(pid)?.postings ?? null;
  }

  /** Stops asking; the journal keeps what is open. */
  stop(): void {
    this.#stopped = true;
  }

  #record(pid: string): PaymentRecord | null {
    return this.#ports.book.get(pid);
  }

  #newLive(afterRestart: boolean): Live {
    return {
      pageUrl: null,
      pageOpened: false,
      confirming: false,
      sentAtMs: this.#ports.clock.monotonicMs(),
      seen: 0,
      failures: 0,
      cancelling: false,
      afterRestart,
      following: false,
      postings: null,
    };
  }

  #facts(pid: string, order: Order): PaymentFacts {
    return {
      pid,
      rail: order.rail,
      language: order.language,
      partyKind: order.party.kind,
      maskedNumber: order.maskedNumber,
      items: [...order.items],
      serviceChargeFils: order.serviceChargeFils,
      totalFils: order.totalFils,
      createdAt: kuwaitIso(this.#ports.clock.wallMs()),
    };
  }

  /** Journals and folds; false when it could not be made durable or the step is not legal (logged: a bug). */
  async #note(pid: string, event: PaymentEvent | ((book: PaymentBook) => PaymentEvent)): Promise<boolean> {
    const noted = await this.#ports.book.record(pid, event);
    if (!noted.ok) {
      this.#ports.log('payment-not-recorded', { pid, why: noted.error.kind });
      return false;
    }
    this.#ports.onChange(pid);
    return true;
  }

  async #giveUp(pid: string, reason: PaymentClosedReason): Promise<StartOutcome> {
    await this.#cancel(pid);
    return { result: 'closed', reason };
  }

  /** Before anything was sent to K-Net: nothing can have been charged. Frees the items, best effort. */
  async #cancel(pid: string, reason: 'not_reserved' | 'restarted' = 'not_reserved'): Promise<void> {
    await this.#note(pid, { type: 'CANCELLED', reason });
    void this.#ports.gateway.withdraw(pid);
  }

  async #openAndFollow(pid: string): Promise<void> {
    const live = this.#live.get(pid);
    for (let tried = 0; live && tried < openTries; tried += 1) {
      const opened = await this.#ports.gateway.open(pid);
      if (opened.ok) {
        live.pageUrl = opened.value.pageUrl;
        live.sentAtMs = this.#ports.clock.monotonicMs();
        this.#ports.onChange(pid);
        break;
      }
      this.#ports.log('page-not-opened', { pid, why: opened.error.kind });
      await this.#pause(backOffMs(tried, this.#random()));
      if (this.#record(pid)?.state !== 'sending') break;
    }
    if (!live?.pageUrl) await this.#note(pid, { type: 'OUTCOME_UNKNOWN', reason: 'no_answer' });
    this.#follow(pid);
  }

  #follow(pid: string): void {
    const live = this.#live.get(pid);
    if (!live || live.following) return;
    live.following = true;
    void this.#followUntilKnown(pid, live).finally(() => {
      live.following = false;
    });
  }

  async #followUntilKnown(pid: string, live: Live): Promise<void> {
    while (!this.#stopped) {
      const record = this.#record(pid);
      if (!record || !openStates.includes(record.state)) return;
      const answered =
        commandFor(record, 'after_restart') === 'commit' ? await this.#commit(record) : await this.#ask(pid, live);
      if (answered) live.failures = 0;
      else await this.#waitAfterFailure(pid, live);
    }
  }

  async #ask(pid: string, live: Live): Promise<boolean> {
    const report = await this.#ports.gateway.report(pid, live.seen, reportWaitSeconds);
    if (!report.ok) return false;
    const again = report.value.version === live.seen;
    await this.#takeReport(pid, report.value);
    // A gateway that answers at once without news must not be asked in a tight loop.
    if (again) await this.#pause(1_000);
    return true;
  }

  async #takeReport(pid: string, report: Parameters<typeof readReport>[1]): Promise<void> {
    const live = this.#live.get(pid);
    const record = this.#record(pid);
    if (!live || !record) return;
    live.seen = Math.max(live.seen, report.version);
    live.pageOpened ||= report.state !== 'reserved' && report.state !== 'intent';
    live.confirming = report.state === 'notified';
    const verdict = readReport(record, report);
    if (verdict.kind === 'withdraw') await this.#withdraw(pid);
    if (verdict.kind === 'event') await this.#note(pid, verdict.event);
    if (verdict.kind === 'captured') await this.#noteCapture(pid, verdict.knet);
    this.#ports.onChange(pid);
  }

  async #withdraw(pid: string): Promise<void> {
    const report = await this.#ports.gateway.withdraw(pid);
    if (report.ok && report.value.state === 'not_charged') {
      await this.#note(pid, {
        type: 'NO_CHARGE_PROVED',
        reason: this.#live.get(pid)?.afterRestart ? 'restarted' : 'withdrawn',
      });
    } else {
      await this.#pause(1_000);
    }
  }

  /** The receipt number is taken inside the record's turn, so that numbers stay gapless and unique (I10). */
  async #noteCapture(pid: string, knet: NonNullable<PaymentRecord['knet']>): Promise<void> {
    const issuedAt = kuwaitIso(this.#ports.clock.wallMs());
    const kioskCode = this.#ports.kioskCode();
    await this.#note(pid, (book) => ({
      type: 'CAPTURE_PROVED',
      knet,
      issuedAt,
      receiptNo: book.nextReceiptNo(kioskCode),
    }));
  }

  async #commit(record: PaymentRecord): Promise<boolean> {
    const { receiptNo, issuedAt, pid } = record;
    if (!receiptNo || !issuedAt) throw new Error(`captured without a receipt number: ${pid}`);
    const committed = await this.#ports.gateway.commit(pid, { receiptNo, issuedAt });
    if (!committed.ok) return false;
    const noted = await this.#note(pid, { type: 'POSTED', ...committed.value });
    void this.#watchPostings(pid);
    return noted;
  }

  /** Asks a few times whether the ministry has taken the posting, so that the screen can say so. */
  async #watchPostings(pid: string): Promise<void> {
    const live = this.#live.get(pid);
    for (let tried = 0; live && tried < postingLooks && !this.#stopped; tried += 1) {
      const answer = await this.#ports.gateway.postings(pid);
      if (answer.ok) {
        live.postings = answer.value.postings;
        this.#ports.onChange(pid);
        if (answer.value.postings.every((item) => item.posting !== 'pending')) return;
      }
      await this.#pause(postingLookMs);
    }
  }

  async #waitAfterFailure(pid: string, live: Live): Promise<void> {
    live.failures += 1;
    const silentFor = this.#ports.clock.monotonicMs() - live.sentAtMs;
    if (live.failures > 2 && silentFor > silentMs && this.#record(pid)?.state === 'sending') {
      await this.#note(pid, { type: 'OUTCOME_UNKNOWN', reason: 'no_answer' });
    }
    await this.#pause(backOffMs(live.failures - 1, this.#random()));
  }

  #random(): number {
    return (this.#ports.rng.bytes(1)[0] ?? 0) / 255;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#ports.timers.after(ms, resolve);
    });
  }
}

function closedReason(failure: GatewayFailure): PaymentClosedReason {
  if (failure.kind !== 'problem') return 'network_down';
  if (failure.code === 'ministry_down' || failure.code === 'over_limit') return failure.code;
  return 'payments_closed';
}
