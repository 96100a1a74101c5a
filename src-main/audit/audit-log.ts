import { auditEventSchema, type AuditEvent } from '../../src-shared/contract/audit-catalogue.ts';
import type { ChainHead } from '../../src-shared/contract/journal.ts';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import { closedJournal } from '../payment/closed-journal.ts';
import type { Journal } from '../journal/journal.ts';

/** The hash-chained record of what staff do. `npm run verify` checks its files without a secret. */
export class AuditLog {
  readonly #journal: Journal;
  readonly #log: Log;

  /** @param journal null when it could not be opened: then nothing can be written, and staff can do nothing. */
  constructor(journal: Journal | null, log: Log) {
    this.#journal = journal ?? closedJournal;
    this.#log = log;
  }

  /** Makes the event durable; false when that is not possible. Throws on what the catalogue does not know. */
  async note(event: AuditEvent): Promise<boolean> {
    const written = await this.#journal.append([auditEventSchema.parse(event)]);
    if (!written.ok) this.#log('audit-not-written', { event: event.kind, why: written.error });
    return written.ok;
  }

  /** Number and hash of the last record. */
  head(): ChainHead {
    return this.#journal.head();
  }
}
