import { auditEventSchema, type AuditEvent } from '../../src-shared/contract/audit-catalogue.ts';
import type { JournalFrame } from '../../src-shared/contract/journal.ts';
import type { Witness } from './witness.ts';

/** Whether the record holds something that only an audit log holds: a start of the program alone may be of either. */
export function isOfAuditLog({ payload }: JournalFrame): boolean {
  return payload.events.some((raw) => {
    const event = auditEventSchema.safeParse(raw);
    return event.success && event.data.kind !== 'boot';
  });
}

/** Follows what an audit log says: only what its catalogue lists, and a payment journal that never becomes shorter. */
export class AuditFold {
  readonly noted: Witness[] = [];
  readonly #people = new Set<string>();
  #actions = 0;

  /** Takes the next record; a sentence says what in it cannot be, null that it all can. */
  take({ seq, payload }: JournalFrame): string | null {
    for (const raw of payload.events) {
      const event = auditEventSchema.safeParse(raw);
      if (!event.success) {
        const [issue] = event.error.issues;
        return `it holds an event that no audit log knows (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`;
      }
      const wrong = this.#take(event.data, seq);
      if (wrong !== null) return wrong;
    }
    return null;
  }

  /** What was followed, for a person. */
  summary(): string {
    return `people: ${this.#people.size}, actions: ${this.#actions}, sightings of the payment journal: ${this.noted.length}`;
  }

  #take(event: AuditEvent, at: number): string | null {
    if (event.kind === 'signed_in') this.#people.add(event.by);
    if (event.kind === 'ended') this.#actions += 1;
    if (event.kind !== 'checkpoint') return null;
    const before = this.noted.at(-1)?.seq ?? 0;
    if (event.seq < before) return `it saw the payment journal at record ${event.seq}, after record ${before}`;
    this.noted.push({ seq: event.seq, hash: event.hash, by: `record ${at} of the audit log` });
    return null;
  }
}
