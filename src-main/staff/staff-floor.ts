import type { JournalEvent } from '../../src-shared/contract/journal-events.ts';
import type { JournalFold, PaymentBook } from '../payment/payment-book.ts';

/**
 * The highest version of the list of staff this kiosk has had, so that an older one put back onto the disk does not bring
 * back somebody who was taken off. A list is genuine for ever, so only memory helps; the memory is in the payment
 * journal, because the gateway knows that journal's head: whoever puts back an older journal as well has a kiosk that
 * takes no money, and whoever damages it has one that says so. Each gateway numbers its own lists.
 */
export class StaffFloor implements JournalFold {
  readonly #versions = new Map<string, number>();

  take(event: JournalEvent): void {
    if (event.kind !== 'staff_floor') return;
    this.#versions.set(event.answerKey, Math.max(event.version, this.of(event.answerKey)));
  }

  /** The lowest version that counts. @param answerKey the gateway's, base64url */
  of(answerKey: string): number {
    return this.#versions.get(answerKey) ?? 0;
  }

  /** It never goes down. Where nothing can be written it stays where it is, and is raised another time. */
  async raise(book: Pick<PaymentBook, 'note'>, answerKey: string, version: number): Promise<void> {
    await book.note(() => (version > this.of(answerKey) ? { kind: 'staff_floor', version, answerKey } : null));
  }
}
