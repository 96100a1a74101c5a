import { canonicalJson } from '../../src-shared/contract/canonical-json.ts';
import type { DayReportReply } from '../../src-shared/contract/gateway-http.ts';
import type { ChainHead } from '../../src-shared/contract/journal.ts';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { DayReport, SignedDayReport } from '../../src-shared/domain/day-report.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { toBase64Url } from '../../src-shared/encoding/base64.ts';
import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { refusalOf, type GatewayFailure } from '../gateway/failure.ts';
import type { PaymentBook } from '../payment/payment-book.ts';
import { Tries } from '../payment/tries.ts';
import { randomPart } from '../platform/back-off.ts';
import { pause } from '../platform/waits.ts';
import type { DayBook, DayReportSetting } from './day-book.ts';

/** Who closes the day: without an identity nobody can, because nobody could tell whose day it was. */
export interface Closer {
  readonly kioskCode: string;
  /** Signs with the device key. */
  readonly sign: (bytes: Uint8Array) => Uint8Array;
}

export interface DayCloserPorts {
  readonly book: PaymentBook;
  readonly days: DayBook;
  readonly closer: () => Closer | null;
  /** Where the audit log stands; null while there is none. */
  readonly auditHead: () => ChainHead | null;
  readonly gateway: { dayReport(report: SignedDayReport): Promise<Result<DayReportReply, GatewayFailure>> };
  /** The terminal's own totals; null when there is none or it does not answer. */
  readonly terminalTotals: () => Promise<string | null>;
  readonly software: string;
  readonly settingsHash: string;
  /** Kuwait time HH:MM at which the day is closed when nobody pays; null = only when staff say so. */
  readonly closeAt: string | null;
  /** Does somebody pay right now? */
  readonly busy: () => boolean;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly log: Log;
}

export type CloseProblem = 'not_enrolled' | 'journal_closed';

/** Between two looks at the time of day and at what is due, ms. */
const lookMs = 30_000;

/** Reports on the running day, closes it, and brings closed days to the gateway until it has them. */
export class DayCloser {
  readonly #ports: DayCloserPorts;
  /** Of each report that waits, by its number. */
  readonly #tries = new Map<number, Tries>();
  /** When each is sent next, monotonic ms. */
  readonly #dueMs = new Map<number, number>();
  #stopped = false;

  constructor(ports: DayCloserPorts) {
    this.#ports = ports;
  }

  /** The newest Z; null before the first. */
  get last(): DayReport | null {
    return this.#ports.days.last;
  }

  /** How many Z reports the gateway has not taken yet. */
  get undelivered(): number {
    return this.#ports.days.undelivered().length;
  }

  /** Z reports the gateway has not taken yet, oldest first. */
  get waiting(): readonly SignedDayReport[] {
    return this.#ports.days.undelivered();
  }

  /** The day so far. Changes nothing, whenever it is asked for. */
  async x(): Promise<Result<DayReport, CloseProblem>> {
    const { book, days, closer } = this.#ports;
    const who = closer();
    return who ? ok(days.report(book.head(), await this.#setting(who))) : err('not_enrolled');
  }

  /** Closes the day: the Z is durable when this resolves, and its number is given for ever. */
  async close(): Promise<Result<SignedDayReport, CloseProblem>> {
    const { book, days, closer } = this.#ports;
    const who = closer();
    if (!who) return err('not_enrolled');
    const setting = await this.#setting(who);
    const audit = this.#ports.auditHead();
    // The Z is signed and goes to the gateway: the audit log cannot be cut behind it without a sign.
    if (audit && audit.seq > 0) await book.note(() => ({ kind: 'audit_head', ...audit }));
    const made: SignedDayReport[] = [];
    const noted = await book.note((head) => {
      const report = signedBy(who, days.report(head, setting));
      made.push(report);
      return { kind: 'z', report };
    });
    const [signed] = made;
    if (!noted || !signed) return err('journal_closed');
    this.#ports.log('day-closed', { no: signed.report.no });
    return ok(signed);
  }

  /** Closes at the hour and delivers, until stopped. */
  async start(): Promise<void> {
    while (!this.#stopped) {
      if (this.#isDue()) await this.close();
      await this.deliver();
      await pause(this.#ports.timers, lookMs);
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  /** How often a report was tried, and what that met. */
  triesOf(no: number): Tries {
    const tries = this.#tries.get(no) ?? new Tries();
    this.#tries.set(no, tries);
    return tries;
  }

  /**
   * Brings what the gateway has not got, oldest first, and stops at the first it does not take: a gap in the days is
   * for people to explain. Only what is set aside holds up nothing.
   */
  async deliver(): Promise<void> {
    const { days, book, clock } = this.#ports;
    for (const signed of days.undelivered()) {
      const { no } = signed.report;
      const isDue = clock.monotonicMs() >= (this.#dueMs.get(no) ?? 0);
      const isTaken = isDue && (await this.#bring(signed));
      if (!isTaken && !book.setAside.of(no)) return;
    }
  }

  /** The same without waiting until it is due. @param only the one that is meant; without it all */
  async deliverNow(only?: number): Promise<void> {
    if (only === undefined) this.#dueMs.clear();
    else this.#dueMs.delete(only);
    await this.deliver();
  }

  /** False: it is still owed. */
  async #bring(signed: SignedDayReport): Promise<boolean> {
    const { gateway, book, days, clock, rng, log } = this.#ports;
    const { no } = signed.report;
    const tries = this.triesOf(no);
    const answer = await gateway.dayReport(signed);
    if (answer.ok) {
      this.#tries.delete(no);
      // Somebody may have brought it a second time meanwhile, which is answered the same; it is written down once.
      const isOwed = (): boolean => days.undelivered().some(({ report }) => report.no === no);
      await book.note(() => (isOwed() ? { kind: 'z_delivered', no } : null));
      return !isOwed();
    }
    const why = refusalOf(answer.error);
    if (why === null) tries.unanswered();
    else tries.refused(why);
    if (why !== null) log('day-report-refused', { no, why });
    const { refusals } = tries;
    if (why !== null && tries.isHopeless) {
      await book.note(() =>
        book.setAside.of(no)?.why === why ? null : { kind: 'z_set_aside', no, why, tries: refusals },
      );
    }
    this.#dueMs.set(no, clock.monotonicMs() + tries.pauseMs(book.setAside.of(no) !== null, randomPart(rng)));
    return false;
  }

  /**
   * The clock only says when to look; what belongs to the day is decided by record numbers. A wrong clock makes a day
   * longer or shorter, never wrong.
   */
  #isDue(): boolean {
    const { closeAt, clock, days, busy } = this.#ports;
    if (!closeAt || busy()) return false;
    const now = kuwaitIso(clock.wallMs());
    const due = `${now.slice(0, 11)}${closeAt}`;
    const closedAt = days.last?.closedAt;
    // A day that was closed while the clock ran ahead must not keep the next ones open until that date.
    return now >= due && (!closedAt || closedAt < due || closedAt.slice(0, 10) > now.slice(0, 10));
  }

  async #setting({ kioskCode }: Closer): Promise<DayReportSetting> {
    const { software, settingsHash, terminalTotals, clock } = this.#ports;
    const totals = await terminalTotals();
    const closedAt = kuwaitIso(clock.wallMs());
    return { kioskCode, closedAt, software, settingsHash, ...(totals ? { terminalTotals: totals } : {}) };
  }
}

function signedBy({ sign }: Closer, report: DayReport): SignedDayReport {
  const bytes = new TextEncoder().encode(canonicalJson(report));
  return { report, signature: toBase64Url(sign(bytes)) };
}
