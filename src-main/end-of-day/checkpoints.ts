import type { JournalEvent } from '../../src-shared/contract/journal-events.ts';
import type { JournalFold } from '../payment/payment-book.ts';

/** Tells when a receipt has been printed or a day closed: moments to which the audit log bears witness. */
export class Checkpoints implements JournalFold {
  /** Null while the journal is replayed. */
  #tell: ((at: 'receipt' | 'z') => void) | null = null;

  begin(tell: (at: 'receipt' | 'z') => void): void {
    this.#tell = tell;
  }

  take(event: JournalEvent): void {
    if (event.kind === 'z') this.#tell?.('z');
    if (event.kind === 'print' && event.state === 'printed' && event.receiptNo) this.#tell?.('receipt');
  }
}
