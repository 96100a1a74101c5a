import { inTransaction } from '../db/transaction.ts';
import { askKnet } from './ask.ts';
import { note } from './payment-row.ts';
import type { HostedPage, PaymentDeps } from './ports.ts';

/** Another copy of the gateway leaves a claimed attempt alone this long; longer than K-Net may take to answer. */
const claimMs = 60_000;
const minuteMs = 60_000;
const mostAtOnce = 20;

/** Follows up every attempt whose outcome is owed, whether or not a callback ever comes. */
export class Sweeper {
  readonly #deps: PaymentDeps;
  readonly #knet: HostedPage;
  /** When the questions of the last minute were asked. */
  #asked: readonly number[] = [];

  constructor(deps: PaymentDeps, knet: HostedPage) {
    this.#deps = deps;
    this.#knet = knet;
  }

  /** After a start: nobody knows what happened in between, so every open attempt is asked about at once. Asking is harmless. */
  async recover(): Promise<void> {
    const now = new Date(this.#deps.time.now());
    const open = await this.#deps.db
      .updateTable('payment')
      .set({ next_inquiry_at: now })
      .where('state', 'in', ['open', 'notified'])
      .where('rail', '!=', 'terminal')
      .returning('pid')
      .execute();
    if (open.length > 0) this.#deps.log.info({ open: open.length }, 'payments without an outcome are taken up again');
  }

  /** Asks K-Net about the attempts that are due. */
  async askDue(): Promise<void> {
    const pids = await this.#claimDue();
    await Promise.all(pids.map((pid) => askKnet(this.#deps, pid)));
  }

  /** Takes the attempts that are due, within the number of questions K-Net allows in a minute. */
  async #claimDue(): Promise<string[]> {
    const { db, time } = this.#deps;
    const now = time.now();
    this.#asked = this.#asked.filter((at) => now - at < minuteMs);
    const most = Math.min(mostAtOnce, this.#knet.inquiriesPerMinute - this.#asked.length);
    if (most <= 0) return [];
    const due = await inTransaction(db, async (trx) => {
      const rows = await trx
        .selectFrom('payment')
        .select('pid')
        .where('next_inquiry_at', '<=', new Date(now))
        .orderBy('next_inquiry_at')
        .orderBy('pid')
        .limit(most)
        .forUpdate()
        .skipLocked()
        .execute();
      for (const { pid } of rows) await note(trx, pid, { next_inquiry_at: new Date(now + claimMs) });
      return rows;
    });
    this.#asked = [...this.#asked, ...due.map(() => now)];
    return due.map(({ pid }) => pid);
  }
}
