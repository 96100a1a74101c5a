import type { JsonValue } from '../../src-shared/contract/canonical-json.ts';
import { journalEventSchema, type JournalEvent } from '../../src-shared/contract/journal-events.ts';
import { receiptNumber } from '../../src-shared/domain/receipt.ts';
import { advance, type IllegalStep } from '../../src-shared/payment/machine.ts';
import type { PaymentEvent, PaymentRecord } from '../../src-shared/payment/record.ts';
import { openStates } from '../../src-shared/payment/states.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Journal } from '../journal/journal.ts';

/** `journal_closed`: nothing was recorded, so nothing may be sent, shown or printed (law 1). */
export type BookError = { kind: 'journal_closed' } | ({ kind: 'illegal_step' } & IllegalStep);

/** Makes the event from the record as it stands when its turn comes. */
type EventMaker = PaymentEvent | ((book: PaymentBook) => PaymentEvent);

/**
 * Every payment of this kiosk, folded from the journal. The only place that writes payment events:
 * first the journal, then memory, then the caller may act.
 */
export class PaymentBook {
  readonly #journal: Journal;
  readonly #records = new Map<string, PaymentRecord>();
  readonly #copies = new Map<string, number>();
  #receipts = 0;
  /** One event at a time, so that a receipt number is taken by exactly one capture. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Replays the journal. Throws on a step the table does not know: such a journal is not ours to interpret. */
  static async open(journal: Journal): Promise<PaymentBook> {
    const book = new PaymentBook(journal);
    for await (const entry of journal.entries()) {
      for (const event of entry.events) book.#replay(journalEventSchema.parse(event), entry.seq);
    }
    return book;
  }

  /** The attempt, if this kiosk ever made it. */
  get(pid: string): PaymentRecord | null {
    return this.#records.get(pid) ?? null;
  }

  /** Attempts whose outcome is still owed, oldest first. */
  open(): PaymentRecord[] {
    return [...this.#records.values()].filter((record) => openStates.includes(record.state));
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

  /** True once a receipt of this attempt has left the printer: the next one is a copy. */
  wasPrinted(pid: string): boolean {
    return (this.#copies.get(pid) ?? 0) > 0;
  }

  /** Short mark of the journal's head, printed on receipts as a witness. */
  headMark(): string {
    return this.#journal.head().hash.slice(0, 8);
  }

  /** Makes the event durable and folds it. Only after it has resolved may anything be done about it. */
  async record(pid: string, make: EventMaker): Promise<Result<PaymentRecord, BookError>> {
    return this.#inTurn(async () => {
      const event = typeof make === 'function' ? make(this) : make;
      const next = advance(this.get(pid), event);
      if (!next.ok) return err({ kind: 'illegal_step' as const, ...next.error });
      const written = await this.#append({ kind: 'payment', pid, event });
      if (!written) return err({ kind: 'journal_closed' as const });
      this.#keep(next.value);
      return ok(next.value);
    });
  }

  /** Notes the life of a print job; false when it could not be noted, and then nothing is printed. */
  async recordPrint(event: Omit<Extract<JournalEvent, { kind: 'print' }>, 'kind'>): Promise<boolean> {
    return this.#inTurn(async () => {
      const entry: JournalEvent = { kind: 'print', ...event };
      const written = await this.#append(entry);
      if (written) this.#countPrint(entry);
      return written;
    });
  }

  /** Notes that the program started. */
  async recordBoot(version: string): Promise<boolean> {
    return this.#inTurn(() => this.#append({ kind: 'boot', version }));
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #append(event: JournalEvent): Promise<boolean> {
    return (await this.#journal.append([asJson(event)])).ok;
  }

  #replay(entry: JournalEvent, seq: number): void {
    if (entry.kind === 'print') this.#countPrint(entry);
    if (entry.kind !== 'payment') return;
    const next = advance(this.get(entry.pid), entry.event);
    if (!next.ok) throw new Error(`journal record ${seq}: ${next.error.event} after ${next.error.from}`);
    this.#keep(next.value);
  }

  #keep(record: PaymentRecord): void {
    this.#records.set(record.pid, record);
    if (record.state === 'captured') this.#receipts += 1;
  }

  #countPrint(entry: Extract<JournalEvent, { kind: 'print' }>): void {
    if (entry.state === 'printed') this.#copies.set(entry.pid, (this.#copies.get(entry.pid) ?? 0) + 1);
  }
}

/** An event as the journal takes it: JSON has no `undefined`, so optional fields that are absent are left out. */
function asJson(event: JournalEvent): JsonValue {
  return JSON.parse(JSON.stringify(event)) as JsonValue; // JSON.parse of our own JSON text yields JSON
}
