import type { JournalEvent } from '../../src-shared/contract/journal-events.ts';
import type { Rng } from '../../src-shared/ports.ts';
import type { JournalFold, PaymentBook } from './payment-book.ts';

/**
 * Numbers for messages to the terminal, never used twice: a block is durable before its first number leaves, and a
 * start begins after everything that was ever handed out. Numbers lost with a crash stay unused.
 */
export class ServiceIds implements JournalFold {
  readonly #rng: Rng | undefined;
  #upTo = 0;

  /**
   * @param rng where a new journal begins to count: a terminal outlives the disk of its kiosk, and the numbers of the
   * journal before must not come again. Without it at 1.
   */
  constructor(rng?: Rng) {
    this.#rng = rng;
  }

  take(event: JournalEvent): void {
    if (event.kind === 'service_ids') this.#upTo = Math.max(this.#upTo, event.upTo);
  }

  /** Takes the next `count` numbers, from `from` on; null when they could not be made durable. */
  async reserve(book: PaymentBook, count: number): Promise<{ from: number } | null> {
    let from = 0;
    const noted = await book.note(() => {
      const usedUpTo = this.#upTo || this.#somewhere();
      from = usedUpTo + 1;
      return { kind: 'service_ids', upTo: usedUpTo + count };
    });
    return noted ? { from } : null;
  }

  /** Six bytes: below 36^10 / 12, so that counting on from there never needs an eleventh character. */
  #somewhere(): number {
    return [...(this.#rng?.bytes(6) ?? [])].reduce((number, byte) => number * 256 + byte, 0);
  }
}
