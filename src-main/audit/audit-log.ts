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

  /**
   * Makes the event durable; false when that is not possible, or when it holds what the catalogue does not list. Never
   * rejects: nobody waits for most notes.
   */
  async note(event: AuditEvent): Promise<boolean> {
    const why = await this.#write(event).catch(() => 'not_writable');
    if (why !== null) this.#log('audit-not-written', { event: event.kind, why });
    return why === null;
  }

  async #write(event: AuditEvent): Promise<string | null> {
    const checked = auditEventSchema.safeParse(event);
    if (!checked.success) return 'not_in_catalogue';
    const written = await this.#journal.append([checked.data]);
    return written.ok ? null : written.error;
  }

  /** Number and hash of the last record. */
  head(): ChainHead {
    return this.#journal.head();
  }
}
