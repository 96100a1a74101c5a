import type { PaymentView } from '../../src-shared/contract/kiosk-ipc.ts';
import type { ReserveReply } from '../../src-shared/contract/gateway-http.ts';
import type { Language } from '../../src-shared/domain/language.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import type { Rail } from '../../src-shared/domain/receipt.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { commandFor } from '../../src-shared/payment/machine.ts';
import {
  settlesNothing,
  type ItemPosting,
  type PaymentFacts,
  type PaymentItem,
  type PaymentRecord,
} from '../../src-shared/payment/record.ts';
import type { PaymentClosedReason } from '../../src-shared/session/steps.ts';
import type { GatewayFailure } from '../gateway/failure.ts';
import { AttemptCourse, type CoursePorts } from './attempt-course.ts';
import type { PaymentRail } from './rails/rail.ts';

/** What a visitor agreed to pay. */
export interface Order {
  readonly rail: Rail;
  readonly language: Language;
  readonly party: Party;
  readonly maskedNumber: string;
  /** The gateway's word that a code was right, for items that one protects. */
  readonly grant?: string;
  readonly fineType?: string;
  readonly items: readonly PaymentItem[];
  readonly serviceChargeFils: PaymentFacts['serviceChargeFils'];
  readonly totalFils: PaymentFacts['totalFils'];
}

export type StartOutcome =
  | { result: 'started'; pid: string }
  | { result: 'changed'; reply: Extract<ReserveReply, { result: 'changed' }> }
  | { result: 'closed'; reason: PaymentClosedReason };

export interface PaymentDeskPorts extends CoursePorts {
  readonly rails: readonly PaymentRail[];
}

/**
 * Starts payment attempts and answers for them: journal first, then act, then confirm. From SENT on each attempt takes
 * its own course, whether or not anybody still stands before the screen.
 */
export class PaymentDesk {
  readonly #ports: PaymentDeskPorts;
  readonly #courses = new Map<string, AttemptCourse>();
  readonly #cancelling = new Set<string>();

  constructor(ports: PaymentDeskPorts) {
    this.#ports = ports;
  }

  /** The rails on which an attempt may be started now. */
  openRails(): Rail[] {
    return this.#ports.rails.filter((rail) => rail.available()).map((rail) => rail.name);
  }

  /** Reserves, makes the attempt durable, lets the rail take the money. Never throws; "closed": nothing was charged. */
  async start(order: Order): Promise<StartOutcome> {
    const { book, gateway } = this.#ports;
    const rail = this.#rail(order.rail);
    if (!rail?.available()) return { result: 'closed', reason: 'payments_closed' };
    if (!(await book.makeReady())) return { result: 'closed', reason: 'journal_closed' };
    const pid = Buffer.from(this.#ports.rng.bytes(16)).toString('hex');
    const course = this.#course(pid, rail);
    if (!(await course.note({ type: 'CREATED', facts: this.#facts(pid, order) }))) {
      return { result: 'closed', reason: 'journal_closed' };
    }
    const { maskedNumber: _masked, ...asked } = order;
    const reserved = await gateway.reserve({ pid, ...asked, items: [...order.items] });
    if (!reserved.ok) return this.#giveUp(course, closedReason(reserved.error));
    if (reserved.value.result === 'changed') {
      await this.#cancelUnsent(course, 'not_reserved');
      return { result: 'changed', reply: reserved.value };
    }
    if (!(await course.note({ type: 'RESERVED', leaseSeconds: reserved.value.leaseSeconds }))) {
      return this.#giveUp(course, 'journal_closed');
    }
    const prepared = await rail.prepare(course.record);
    if (!prepared.ok) return this.#giveUp(course, prepared.error);
    if (!(await course.note(prepared.value))) return this.#giveUp(course, 'journal_closed');
    void course.begin();
    return { result: 'started', pid };
  }

  /** At start: asks for the outcome of every attempt the journal left open. */
  async recover(): Promise<PaymentRecord[]> {
    const open = this.#ports.book.open();
    for (const record of open) {
      const rail = this.#rail(record.rail);
      if (!rail) {
        // Settings no longer name the rail: staff see the attempt on every report until they put it back.
        this.#ports.log('no-rail-for-open-payment', { pid: record.pid, rail: record.rail });
        continue;
      }
      const course = this.#course(record.pid, rail);
      course.afterRestart = true;
      if (commandFor(record, 'after_restart') === 'cancel') {
        await this.#cancelUnsent(course, 'restarted');
        continue;
      }
      if (record.state === 'sending') await course.note({ type: 'OUTCOME_UNKNOWN', reason: 'restarted' });
      void course.follow();
    }
    return open;
  }

  /** The visitor does not want to pay after all. Proof of no charge comes from the other side, not from the tap. */
  async cancel(pid: string): Promise<void> {
    const course = this.#courses.get(pid);
    if (!course || this.#cancelling.has(pid) || course.record.state !== 'sending') return;
    this.#cancelling.add(pid);
    this.#ports.onChange(pid);
    const round = await course.take(await course.rail.cancel(course.record));
    if (round === 'failed') await this.leave(pid);
    // Too late on a page: the visitor is paying. A terminal goes on being asked to stop until it answers.
    if (course.rail.view(course.record).underWay) this.#cancelling.delete(pid);
    this.#ports.onChange(pid);
  }

  /** The visitor goes while the outcome is open: it becomes "being checked", is asked to stop, and is followed on. */
  async leave(pid: string): Promise<void> {
    const course = this.#courses.get(pid);
    if (course?.record.state !== 'sending') return;
    await course.take({ kind: 'unknown', reason: 'visitor_left' });
    await course.take(await course.rail.cancel(course.record));
    void course.follow();
  }

  /** The public view of an attempt. */
  view(pid: string): PaymentView | null {
    const record = this.#ports.book.get(pid);
    if (!record) return null;
    const course = this.#courses.get(pid);
    const seen = course?.rail.view(record);
    const sending = record.state === 'sending';
    const cancelling = sending && this.#cancelling.has(pid);
    const sinceMs = course ? this.#ports.clock.monotonicMs() - course.sentAtMs : 0;
    return {
      state: record.state,
      rail: record.rail,
      totalFils: record.totalFils,
      itemCount: record.items.length,
      reference: record.pid.slice(0, 8).toUpperCase(),
      pageUrl: record.rail === 'phone' ? (seen?.pageUrl ?? null) : null,
      pageOpened: seen?.underWay ?? false,
      elapsedSeconds: Math.floor(sinceMs / 1000),
      canCancel: sending && !seen?.underWay && !cancelling,
      cancelling,
      unknownReason: record.state === 'unknown' && seen?.confirming ? 'confirming' : (record.unknownReason ?? null),
      notPaidReason: record.notPaidReason ?? null,
      cardLeft: seen?.cardLeft ?? false,
      refund: record.reversal
        ? { amountFils: record.reversal.amountFils, whole: settlesNothing(record.reversal, record) }
        : null,
      caseId: record.caseId ?? null,
      afterRestart: course?.afterRestart ?? false,
    };
  }

  /** The address to load in the screen rail's view; null once it may no longer be shown. */
  pageForScreen(pid: string): string | null {
    const course = this.#courses.get(pid);
    return course?.rail.name === 'screen' ? course.rail.view(course.record).pageUrl : null;
  }

  /** The course of an attempt that was followed since the start; for staff, who may ask, hand over and close. */
  courseOf(pid: string): AttemptCourse | null {
    return this.#courses.get(pid) ?? null;
  }

  /** Newest word of the gateway on the items of a committed attempt; null before there is one. */
  postings(pid: string): readonly ItemPosting[] | null {
    return this.#courses.get(pid)?.postings ?? null;
  }

  /** Does now what is owed for every attempt instead of when it is due; resolves when each has been tried once. */
  async askAll(): Promise<void> {
    const open = this.#ports.book.open().flatMap(({ pid }) => this.#courses.get(pid) ?? []);
    await Promise.all(open.map((course) => course.askNow()));
  }

  /** Stops asking; the journal keeps what is open. */
  stop(): void {
    for (const course of this.#courses.values()) course.stop();
  }

  #rail(name: Rail): PaymentRail | undefined {
    return this.#ports.rails.find((rail) => rail.name === name);
  }

  #course(pid: string, rail: PaymentRail): AttemptCourse {
    const course = new AttemptCourse(pid, rail, this.#ports);
    this.#courses.set(pid, course);
    return course;
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

  async #giveUp(course: AttemptCourse, reason: PaymentClosedReason): Promise<StartOutcome> {
    await this.#cancelUnsent(course, 'not_reserved');
    return { result: 'closed', reason };
  }

  /** Before anything was sent: nothing can have been charged. The gateway is told until it knows. */
  async #cancelUnsent(course: AttemptCourse, reason: 'not_reserved' | 'restarted'): Promise<void> {
    if (await course.note({ type: 'CANCELLED', reason })) void course.follow();
  }
}

function closedReason(failure: GatewayFailure): PaymentClosedReason {
  if (failure.kind !== 'problem') return 'network_down';
  if (failure.code === 'ministry_down' || failure.code === 'over_limit') return failure.code;
  return 'payments_closed';
}
