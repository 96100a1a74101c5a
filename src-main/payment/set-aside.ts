import type { Refusal } from '../../src-shared/contract/gateway-http.ts';
import type { JournalEvent } from '../../src-shared/contract/journal-events.ts';
import type { JournalFold } from './payment-book.ts';

/** Something the gateway is owed: what a payment asks for next, by its pid, or a Z report, by its number. */
export type OwedId = string | number;

/** Why something is set aside. */
export interface Aside {
  readonly why: Refusal;
  /** Refusals in a row when it was set aside. */
  readonly tries: number;
  /** When, ms. */
  readonly atMs: number;
}

/**
 * What the gateway has refused so often that people have to look, folded from the journal: a power cut changes nothing
 * about it. It is never dropped, it only waits longer between two tries, and what becomes of it takes it off this list.
 */
export class SetAside implements JournalFold {
  readonly #items = new Map<OwedId, Aside>();
  /** Null while the journal is replayed. */
  #tell: ((id: OwedId, aside: Aside) => void) | null = null;

  /** From now on tells what is set aside. */
  begin(tell: (id: OwedId, aside: Aside) => void): void {
    this.#tell = tell;
  }

  /** Null while it is not set aside. */
  of(id: OwedId): Aside | null {
    return this.#items.get(id) ?? null;
  }

  get count(): number {
    return this.#items.size;
  }

  take(event: JournalEvent, _seq: number, _record: unknown, wall: number): void {
    // Whatever happens to a payment, what it owes from then on is something else.
    if (event.kind === 'payment') this.#items.delete(event.pid);
    if (event.kind === 'z_delivered') this.#items.delete(event.no);
    if (event.kind === 'set_aside') this.#put(event.pid, event, wall);
    if (event.kind === 'z_set_aside') this.#put(event.no, event, wall);
  }

  #put(id: OwedId, { why, tries }: Pick<Aside, 'why' | 'tries'>, atMs: number): void {
    const aside = { why, tries, atMs };
    this.#items.set(id, aside);
    this.#tell?.(id, aside);
  }
}
