import type { JournalHeadReply } from '../../src-shared/contract/gateway-http.ts';
import type { ChainHead } from '../../src-shared/contract/journal.ts';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { Rng, Timers } from '../../src-shared/ports.ts';
import type { Result } from '../../src-shared/result.ts';
import type { GatewayFailure } from '../gateway/failure.ts';
import { aroundMs, randomPart } from '../platform/back-off.ts';
import { pause } from '../platform/waits.ts';

export interface WitnessPorts {
  readonly book: {
    head(): ChainHead;
    /** Does the journal hold exactly this record? */
    holds(head: ChainHead): Promise<boolean>;
  };
  readonly gateway: { journalHead(head: ChainHead): Promise<Result<JournalHeadReply, GatewayFailure>> };
  readonly timers: Timers;
  readonly rng: Rng;
  readonly onChange: () => void;
  readonly log: Log;
}

/** Between two reports of the head, and after one that was not answered, about, ms. No money is taken before the first. */
const everyMs = 60_000;
const againMs = 5_000;

/**
 * Shows the gateway where the journal stands, and the journal what the gateway remembers of it. A journal that has
 * become shorter or different (an old disk image, a cloned machine) takes no money until staff enrol it under a new kiosk code.
 */
export class JournalWitness {
  readonly #ports: WitnessPorts;
  /** Null until the gateway has been asked in this life of the program. */
  #sound: boolean | null = null;
  #told: ChainHead | null = null;
  #stopped = false;

  constructor(ports: WitnessPorts) {
    this.#ports = ports;
  }

  /** May money be taken? Only a journal the gateway has recognised may. */
  trusted(): boolean {
    return this.#sound === true;
  }

  /** Asks now and keeps asking. */
  async start(): Promise<void> {
    while (!this.#stopped) {
      const pauseMs = (await this.look()) ? everyMs : againMs;
      await pause(this.#ports.timers, aroundMs(pauseMs, randomPart(this.#ports.rng)));
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  /** One exchange; false when the gateway did not answer. */
  async look(): Promise<boolean> {
    const head = this.#ports.book.head();
    const answer = await this.#ports.gateway.journalHead(head);
    if (!answer.ok) return false;
    const { known, forked } = answer.value;
    const sound = !forked && (known === null || (await this.#recognises(known)));
    if (!sound) this.#ports.log('journal-forked', { ours: head.seq, known: known?.seq ?? 0 });
    if (sound) this.#told = head;
    if (sound !== this.#sound) {
      this.#sound = sound;
      this.#ports.onChange();
    }
    return true;
  }

  async #recognises(known: ChainHead): Promise<boolean> {
    const same = this.#told?.seq === known.seq && this.#told.hash === known.hash;
    return same || this.#ports.book.holds(known);
  }
}
