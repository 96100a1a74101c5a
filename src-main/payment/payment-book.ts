import { genesis, type ChainHead } from '../../src-shared/contract/journal.ts';
import { journalEventSchema, type JournalEvent } from '../../src-shared/contract/journal-events.ts';
import type { SignedDayReport } from '../../src-shared/domain/day-report.ts';
import { receiptNumber } from '../../src-shared/domain/receipt.ts';
import { advance, isOpen, type IllegalStep } from '../../src-shared/payment/machine.ts';
import type { PaymentEvent, PaymentRecord } from '../../src-shared/payment/record.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Journal } from '../journal/journal.ts';
import { SetAside } from './set-aside.ts';

/** `journal_closed`: nothing was recorded, so nothing may be sent, shown or printed (law 1). */
export type BookError = { kind: 'journal_closed' } | ({ kind: 'illegal_step' } & IllegalStep);

/** What happens in one step, made when its turn comes; several events are one transaction. */
type EventMaker = PaymentEvent | ((book: PaymentBook) => readonly PaymentEvent[]);

/** Something else that is folded from the same journal: told each event once, in order, when it is durable. */
export interface JournalFold {
  /** `record`: the attempt after the event; null when the event is about none. `wall`: when it was written, ms. */
  take(event: JournalEvent, seq: number, record: PaymentRecord | null, wall: number): void;
}

/**
 * Every payment of this kiosk, folded from the journal. The only place that writes payment events:
 * first the journal, then memory, then the caller may act.
 */
export class PaymentBook {
  readonly #journal: Journal;
  readonly #records = new Map<string, PaymentRecord>();
  /** What has left the printer, or may have: a print that was begun and never ended counts. */
  readonly #printed = new Set<string>();
  readonly #folds: readonly JournalFold[];
  /** What the gateway refuses. */
  readonly setAside = new SetAside();
  #receipts = 0;
  /** One event at a time, so that a receipt number is taken by exactly one capture. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(journal: Journal, folds: readonly JournalFold[]) {
    this.#journal = journal;
    this.#folds = [this.setAside, ...folds];
  }

  /** Replays the journal. Throws on a step the table does not know: such a journal is not ours to interpret. */
  static async open(journal: Journal, folds: readonly JournalFold[] = []): Promise<PaymentBook> {
    const book = new PaymentBook(journal, folds);
    for await (const entry of journal.entries()) {
      for (const event of entry.events) book.#fold(journalEventSchema.parse(event), entry);
    }
    return book;
  }

  /** The attempt, if this kiosk ever made it. */
  get(pid: string): PaymentRecord | null {
    return this.#records.get(pid) ?? null;
  }

  /** Attempts for which something is still owed, oldest first. */
  open(): PaymentRecord[] {
    return [...this.#records.values()].filter(isOpen);
  }

  /** All attempts, oldest first. */
  all(): PaymentRecord[] {
    return [...this.#records.values()];
  }

  /** May a new payment start? False when the disk is full or the journal can no longer be trusted. */
  canStart(): boolean {
    return this.#journal.canAppend();
  }

  /** As `canStart`, after trying to put the reserve of space on hand again: for the moment before a payment. */
  makeReady(): Promise<boolean> {
    return this.#journal.refillReserve();
  }

  /** The number the next paid receipt of this kiosk gets. */
  nextReceiptNo(kioskCode: string): string {
    return receiptNumber(kioskCode, this.#receipts + 1);
  }

  /**
   * True once this paper has left the printer, or may have: the next one is a copy. The slip of a payment being
   * checked (without a number) and the receipt it gets later are two papers.
   */
  wasPrinted(pid: string, receiptNo: string | undefined): boolean {
    return this.#printed.has(paperOf(pid, receiptNo));
  }

  /** Short mark of the journal's head, printed on receipts as a witness. */
  headMark(): string {
    return this.#journal.head().hash.slice(0, 8);
  }

  /** Number and hash of the last durable record. */
  head(): ChainHead {
    return this.#journal.head();
  }

  /** Does the journal hold exactly this record? Reads the disk unless it is the last one. */
  async holds(record: ChainHead): Promise<boolean> {
    const head = this.head();
    if (record.seq === 0) return record.hash === genesis.hash;
    if (record.seq >= head.seq) return record.seq === head.seq && record.hash === head.hash;
    for await (const { seq, hash } of this.#journal.entries()) if (seq === record.seq) return hash === record.hash;
    return false;
  }

  /** Every Z there has been, oldest first, read again from the disk. */
  async closedDays(): Promise<SignedDayReport[]> {
    const days: SignedDayReport[] = [];
    for await (const { events } of this.#journal.entries()) {
      for (const event of events.map((one) => journalEventSchema.parse(one))) {
        if (event.kind === 'z') days.push(event.report);
      }
    }
    return days;
  }

  /**
   * Makes the event or events durable and folds them. Only after it has resolved may anything be done about them.
   * A maker that finds nothing to say any more returns none, and nothing is written.
   */
  async record(pid: string, make: EventMaker): Promise<Result<PaymentRecord, BookError>> {
    return this.#inTurn(async () => {
      const events = typeof make === 'function' ? make(this) : [make];
      let record = this.get(pid);
      for (const event of events) {
        const next = advance(record, event);
        if (!next.ok) return err({ kind: 'illegal_step' as const, ...next.error });
        record = next.value;
      }
      if (!record) throw new Error(`nothing to record about ${pid}`);
      if (events.length === 0) return ok(record);
      const written = await this.#append(events.map((event) => ({ kind: 'payment', pid, event })));
      return written ? ok(record) : err({ kind: 'journal_closed' as const });
    });
  }

  /**
   * Makes an event that is no payment step durable. `make` is called when its turn comes, with the head it will
   * follow; null = there is nothing to note. False when nothing was noted, and then nothing may be done about it.
   */
  async note(make: (head: ChainHead) => JournalEvent | null): Promise<boolean> {
    return this.#inTurn(async () => {
      const event = make(this.#journal.head());
      return event !== null && this.#append([event]);
    });
  }

  /** Notes the life of a print job; false when it could not be noted, and then nothing is printed. */
  async recordPrint(event: Omit<Extract<JournalEvent, { kind: 'print' }>, 'kind'>): Promise<boolean> {
    return this.note(() => ({ kind: 'print', ...event }));
  }

  /** Notes that the program started. */
  async recordBoot(version: string): Promise<boolean> {
    return this.note(() => ({ kind: 'boot', version }));
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** One frame, one transaction: folded only when it is durable. */
  async #append(events: readonly JournalEvent[]): Promise<boolean> {
    const written = await this.#journal.append(events);
    if (!written.ok) return false;
    for (const event of events) this.#fold(event, written.value);
    return true;
  }

  #fold(entry: JournalEvent, { seq, wall }: { readonly seq: number; readonly wall: number }): void {
    if (entry.kind === 'payment') this.#keep(entry.pid, entry.event, seq);
    if (entry.kind === 'print') this.#keepPrint(entry);
    const record = 'pid' in entry ? this.get(entry.pid) : null;
    for (const fold of this.#folds) fold.take(entry, seq, record, wall);
  }

  /** A copy that fails does not undo the original. */
  #keepPrint({ pid, receiptNo, state, copy }: Extract<JournalEvent, { kind: 'print' }>): void {
    if (state !== 'failed') this.#printed.add(paperOf(pid, receiptNo));
    else if (!copy) this.#printed.delete(paperOf(pid, receiptNo));
  }

  #keep(pid: string, event: PaymentEvent, seq: number): void {
    const before = this.get(pid);
    const next = advance(before, event);
    if (!next.ok) throw new Error(`journal record ${seq}: ${next.error.event} after ${next.error.from}`);
    this.#records.set(pid, next.value);
    if (next.value.receiptNo && !before?.receiptNo) this.#receipts += 1;
  }
}

function paperOf(pid: string, receiptNo: string | undefined): string {
  return `${pid} ${receiptNo ?? ''}`;
}
