import type { PaymentReport, Refusal } from '../../src-shared/contract/gateway-http.ts';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { commandFor, type PaymentCommand } from '../../src-shared/payment/machine.ts';
import type { Closing } from '../../src-shared/payment/closing.ts';
import type {
  Capture,
  CaseClosure,
  ItemPosting,
  PaymentEvent,
  PaymentRecord,
} from '../../src-shared/payment/record.ts';
import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';
import { ok, unreachable } from '../../src-shared/result.ts';
import { refusalOf, type GatewayFailure } from '../gateway/failure.ts';
import { randomPart } from '../platform/back-off.ts';
import { pause } from '../platform/waits.ts';
import { closingEvent, mayComeRound, readClosure, wholeReversal } from './attempt-verdict.ts';
import { commitRequest } from './commit-request.ts';
import type { PaymentBook } from './payment-book.ts';
import type { PaymentGateway } from './ports.ts';
import type { PaymentRail, RailNews, RefundNews, Told } from './rails/rail.ts';
import { Tries } from './tries.ts';

export interface CoursePorts {
  readonly book: PaymentBook;
  readonly gateway: PaymentGateway;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly timers: Timers;
  /** Null until the kiosk knows who it is: a capture then waits, because its receipt number names the kiosk. */
  readonly kioskCode: () => string | null;
  /** A record, a page or a posting changed: whoever shows payments looks again. */
  readonly onChange: (pid: string) => void;
  readonly log: Log;
}

/**
 * What one round came to. `again`: answered, and there is nothing to do yet. `failed`: not now. `refused`: the gateway
 * will not have what it was told.
 */
type Round = 'done' | 'again' | 'failed' | { readonly refused: Refusal };

/** Unanswered for this long while the visitor waits: the screen says "we are checking", ms. */
const silentMs = 12_000;
/** How often and how far apart the postings are looked at while the visitor may still be here, ms. */
const postingLooks = 10;
const postingLookMs = 3_000;
/** Pause between two looks at money that goes back, and at a case that people have, ms. */
const refundLookMs = 5_000;
const caseLookMs = 5 * 60_000;

/**
 * The course of one attempt from SENT to its end, whether or not anybody still stands before the screen: does what the
 * record asks for, journals what came of it, and does what the new record asks for.
 */
export class AttemptCourse {
  afterRestart = false;
  /** When the visitor could begin to pay, monotonic ms. */
  sentAtMs: number;
  /** Newest word of the gateway on the items, after the commit. */
  postings: ItemPosting[] | null = null;
  readonly rail: PaymentRail;
  readonly #pid: string;
  readonly #ports: CoursePorts;
  /** Of what the record asks for now. */
  tries = new Tries();
  #running = false;
  #stopped = false;
  #wake: () => void = () => undefined;
  /** Who waits for the next answer. */
  #waiting: ((answered: boolean) => void)[] = [];

  constructor(pid: string, rail: PaymentRail, ports: CoursePorts) {
    this.#pid = pid;
    this.rail = rail;
    this.#ports = ports;
    this.sentAtMs = ports.clock.monotonicMs();
  }

  get record(): PaymentRecord {
    const record = this.#ports.book.get(this.#pid);
    if (!record) throw new Error(`a course without a record: ${this.#pid}`);
    return record;
  }

  /** Takes the money, once, then follows. SENT is durable. */
  async begin(): Promise<void> {
    try {
      const news = await this.rail.send(this.record);
      if (news.kind === 'nothing') this.sentAtMs = this.#ports.clock.monotonicMs();
      await this.take(news);
    } catch (failure) {
      // Whether anything was sent is for the other side to say.
      this.#failed('send', failure);
    }
    await this.follow();
  }

  /** Does what is owed until nothing is. At most one such round at a time. */
  async follow(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (!this.#stopped) {
      const command = commandFor(this.record, 'after_restart');
      if (command === null) break;
      const round = await this.#tried(command);
      await this.#count(round);
      this.#tellWaiting(round !== 'failed');
      await this.#rest(command, round);
    }
    this.#running = false;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Journals and folds; false when it could not be made durable or the step is not legal (logged: a bug). */
  async note(make: PaymentEvent | ((book: PaymentBook) => readonly PaymentEvent[])): Promise<boolean> {
    const noted = await this.#ports.book.record(this.#pid, make);
    if (!noted.ok) {
      this.#ports.log('payment-not-recorded', { pid: this.#pid, why: noted.error.kind });
      return false;
    }
    this.#ports.onChange(this.#pid);
    // The record may now ask for something else than what the course is pausing from.
    this.#wake();
    return true;
  }

  /** Records what a rail has learned while the outcome is open; anything later is too late to change it. */
  async take(news: RailNews): Promise<Round> {
    if (!this.#outcomeOpen()) return 'done';
    if (news.kind === 'no_answer' || (news.kind === 'captured' && !this.#ports.kioskCode())) return 'failed';
    const asBefore = news.kind === 'nothing' || (news.kind === 'unknown' && this.record.state === 'unknown');
    if (asBefore) {
      this.#ports.onChange(this.#pid);
      return 'again';
    }
    // Two answers may be waiting for their turn: the second finds the outcome decided and says nothing.
    return this.#round(await this.note((book) => (this.#outcomeOpen() ? this.#learned(book, news) : [])));
  }

  /**
   * Asks now instead of when it is due, and waits for the answer.
   * @returns false when there was none, or when nothing is owed any more
   */
  async askNow(): Promise<boolean> {
    const answered = new Promise<boolean>((resolve) => this.#waiting.push(resolve));
    if (this.#running) this.#wake();
    else void this.follow().then(() => this.#tellWaiting(false));
    return answered;
  }

  /** Two people at the kiosk end the case; false when it could not be made durable or there is no case. */
  async close(closing: Closing, closure: CaseClosure): Promise<boolean> {
    return this.note((book) => [
      closingEvent(this.record, closing, closure, (capture) => this.#captureEvent(book, capture)),
    ]);
  }

  #tellWaiting(answered: boolean): void {
    for (const tell of this.#waiting.splice(0)) tell(answered);
  }

  #outcomeOpen(): boolean {
    return this.record.state === 'sending' || this.record.state === 'unknown';
  }

  #learned(book: PaymentBook, news: Exclude<RailNews, { kind: 'nothing' | 'no_answer' }>): readonly PaymentEvent[] {
    const { state } = this.record;
    switch (news.kind) {
      case 'unknown':
        return state === 'sending' ? [{ type: 'OUTCOME_UNKNOWN', reason: news.reason }] : [];
      case 'captured':
        return [
          this.#captureEvent(book, news.capture),
          ...(news.goesBack ? [wholeReversal(this.record, news.capture, news.goesBack)] : []),
        ];
      case 'not_charged': {
        const { kind: _kind, ...proved } = news;
        return [{ type: 'NO_CHARGE_PROVED', ...proved }];
      }
      case 'staff':
        return [
          ...(state === 'sending' ? [{ type: 'OUTCOME_UNKNOWN', reason: 'contradiction' } as const] : []),
          { type: 'HANDED_TO_STAFF', caseId: news.caseId },
        ];
      default:
        return unreachable(news);
    }
  }

  /** A bug in one round must not end the course: money may be owed. */
  async #tried(command: PaymentCommand): Promise<Round> {
    try {
      const round = await this.#perform(command);
      if (round !== 'done' && round !== 'again') await this.#commitAgain(command);
      return round;
    } catch (failure) {
      this.#failed(command, failure);
      return 'failed';
    }
  }

  #failed(doing: string, failure: unknown): void {
    const why = failure instanceof Error ? failure.message.slice(0, 200) : 'unknown';
    this.#ports.log('course-failed', { pid: this.#pid, doing, why });
  }

  async #perform(command: PaymentCommand): Promise<Round> {
    switch (command) {
      case 'ask_outcome':
        return this.take(await this.rail.ask(this.record));
      case 'commit':
        // A commit would open anew what people have closed.
        if (this.record.state === 'manual' && (await this.#askClosure('not_charged')) === 'done') return 'done';
        return this.#commit();
      case 'reverse':
        return this.#takeRefund(await this.rail.reverse(this.record, (sent) => this.note(sent)));
      case 'report_reversed':
        return this.#told(await this.#tellReversed(), { type: 'CLOSED' });
      case 'release':
        return this.#told(await this.#tellNotCharged(), { type: 'RELEASED' });
      case 'ask_closure':
        return this.#askClosure();
      case 'reserve':
      case 'cancel':
      case 'send':
        throw new Error(`${command} is the desk's to do`);
      default:
        return unreachable(command);
    }
  }

  /** What people here have decided goes to the gateway as their word, whatever the rail. */
  async #tellNotCharged(): Promise<Told> {
    const { record, rail } = this;
    const { closure, notPaidReason: reason = 'withdrawn' } = record;
    if (!closure?.atKiosk) return rail.release(record);
    const told = await this.#ports.gateway.noCharge(this.#pid, { reason, proof: 'people', closure });
    return told.ok ? ok(null) : told;
  }

  async #tellReversed(): Promise<Told> {
    const { record, rail } = this;
    const { closure, reversal, refundProof } = record;
    if (!closure?.atKiosk || !reversal || refundProof === undefined) return rail.reportReversed(record);
    const request = { refundRef: reversal.refundRef, refundProof, closure };
    const told = await this.#ports.gateway.reversed(this.#pid, request);
    return told.ok ? ok(null) : told;
  }

  async #told(told: Told, event: PaymentEvent): Promise<Round> {
    return told.ok ? this.#round(await this.note(event)) : this.#notTold(told.error);
  }

  /** A conflict may be about something that is still being found out; then it is no refusal. */
  async #notTold(failure: GatewayFailure): Promise<Round> {
    const refused = refusalOf(failure);
    if (refused === null) return 'failed';
    if (refused !== 'conflict') return { refused };
    const report = await this.#ports.gateway.report(this.#pid, 0, 0);
    if (!report.ok) return refusalOf(report.error) === null ? 'failed' : { refused };
    const { state, caseId } = report.value;
    // People have the capture: the visitor gets their case number.
    if (this.record.state === 'captured' && state === 'manual' && caseId)
      return this.#round(await this.note({ type: 'HANDED_TO_STAFF', caseId }));
    return mayComeRound(this.record, report.value) ? 'failed' : { refused };
  }

  #round(noted: boolean): Round {
    return noted ? 'done' : 'failed';
  }

  /** The receipt number is taken inside the record's turn, so that numbers stay gapless and unique (I10). */
  #captureEvent(book: PaymentBook, capture: Capture): Extract<PaymentEvent, { type: 'CAPTURE_PROVED' }> {
    const issuedAt = kuwaitIso(this.#ports.clock.wallMs());
    const receiptNo = this.record.receiptNo ?? book.nextReceiptNo(this.#ports.kioskCode() ?? '');
    return { type: 'CAPTURE_PROVED', capture, issuedAt, receiptNo };
  }

  /** Sent until it is answered: a capture is a fact, and the same request is answered the same way. */
  async #commit(): Promise<Round> {
    const committed = await this.#ports.gateway.commit(this.#pid, commitRequest(this.record));
    if (!committed.ok) return this.#notTold(committed.error);
    const { proof, postings, reversal } = committed.value;
    const noted = await this.note(() => {
      if (this.record.state !== 'captured') return [{ type: 'COMMITTED', proof, postings }];
      if (!reversal) return [{ type: 'POSTED', proof, postings }];
      // After a case the gateway may have answered before: its answer is the same for ever, and is noted once.
      const answered = this.record.proof === undefined ? [{ type: 'COMMITTED', proof, postings } as const] : [];
      return [{ type: 'REVERSAL_DUE', reversal }, ...answered];
    });
    void this.#watchPostings();
    return this.#round(noted);
  }

  /**
   * A gateway restored from a backup may have forgotten the commit that this command builds on: it is said again, and
   * answered like the first time by a gateway that remembers.
   */
  async #commitAgain(command: PaymentCommand): Promise<void> {
    const builds = command === 'reverse' || command === 'report_reversed' || command === 'ask_closure';
    const { record } = this;
    if (builds && record.capture && record.proof) await this.#ports.gateway.commit(this.#pid, commitRequest(record));
  }

  async #takeRefund(news: RefundNews): Promise<Round> {
    switch (news.kind) {
      case 'no_answer':
        return 'failed';
      case 'waiting':
        return 'again';
      case 'reversed':
        return this.#round(await this.note({ type: 'REVERSED', refundProof: news.refundProof }));
      case 'staff':
        return this.#round(await this.note({ type: 'HANDED_TO_STAFF', caseId: news.caseId }));
      default:
        return unreachable(news);
    }
  }

  /** @param only the one decision that is wanted; without it any */
  async #askClosure(only?: PaymentReport['state']): Promise<Round> {
    const report = await this.#ports.gateway.report(this.#pid, 0, 0);
    if (!report.ok) return 'failed';
    const { value } = report;
    if (only !== undefined && value.state !== only) return 'again';
    if (!readClosure(this.record, value, (capture) => this.#captureEvent(this.#ports.book, capture))) return 'again';
    const noted = await this.note((book) => {
      const event = readClosure(this.record, value, (capture) => this.#captureEvent(book, capture));
      return event ? [event] : [];
    });
    return this.#round(noted);
  }

  /** Asks a few times whether the ministry has taken the posting, so that the screen can say so. */
  async #watchPostings(): Promise<void> {
    for (let tried = 0; tried < postingLooks && !this.#stopped; tried += 1) {
      const answer = await this.#ports.gateway.postings(this.#pid);
      if (answer.ok) {
        this.postings = answer.value.postings;
        this.#ports.onChange(this.#pid);
        if (answer.value.postings.every((item) => item.posting !== 'pending')) return;
      }
      await pause(this.#ports.timers, postingLookMs);
    }
  }

  async #rest(command: PaymentCommand, round: Round): Promise<void> {
    if (round === 'done') return;
    if (round === 'again') return this.#doze(this.#againMs(command));
    const isAside = this.#ports.book.setAside.of(this.#pid) !== null;
    await this.#doze(this.tries.pauseMs(isAside, randomPart(this.#ports.rng)));
  }

  /** Counts what came of a round; silence while the visitor waits, and refusals that go on, are journaled. */
  async #count(round: Round): Promise<void> {
    if (round === 'done') return void (this.tries = new Tries());
    if (round === 'again') return this.tries.answered();
    if (round === 'failed') {
      this.tries.unanswered();
      const silentFor = this.#ports.clock.monotonicMs() - this.sentAtMs;
      if (this.tries.failures > 2 && silentFor > silentMs && this.record.state === 'sending') {
        await this.note({ type: 'OUTCOME_UNKNOWN', reason: 'no_answer' });
      }
      return;
    }
    this.tries.refused(round.refused);
    if (this.tries.isHopeless) await this.#setAside(round.refused, this.tries.refusals);
  }

  async #setAside(why: Refusal, tries: number): Promise<void> {
    const pid = this.#pid;
    const { book } = this.#ports;
    await book.note(() => (book.setAside.of(pid)?.why === why ? null : { kind: 'set_aside', pid, why, tries }));
  }

  #againMs(command: PaymentCommand): number {
    if (command === 'ask_closure') return caseLookMs;
    return command === 'reverse' ? refundLookMs : this.rail.askAgainMs(this.record);
  }

  /** A pause that ends early when something is recorded. */
  #doze(ms: number): Promise<void> {
    if (ms === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#ports.timers.after(ms, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }
}
