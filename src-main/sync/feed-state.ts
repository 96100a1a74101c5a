import { z } from 'zod';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import { signedHeadSchema, type FeedHead, type SignedHead } from '../../src-shared/feed/head.ts';
import type { PrivateFile } from '../identity/private-file.ts';
import { readJson } from '../identity/read-json.ts';
import { judgeHead, sameFiles, type FeedPlace, type HeadRefusal } from './check-head.ts';

/** A copy whose files are all here: the snapshot one head named, and the deltas up to another. */
export interface HeldHeads {
  readonly base: SignedHead;
  readonly head: SignedHead;
}

const stateSchema = z.strictObject({
  v: z.literal(1),
  /** Nothing below this is trusted, even if it is not known any more what was trusted there. */
  floor: z.strictObject({ epoch: z.int().nonnegative(), seq: z.int().nonnegative() }),
  trusted: signedHeadSchema.nullable(),
  held: z.strictObject({ base: signedHeadSchema, head: signedHeadSchema }).nullable(),
  /** How long the kiosk has been running since it got the trusted head, ms. */
  sinceHeadMs: z.number().nonnegative(),
  /** What has to be added to this machine's clock to get the gateway's, ms. */
  clockOffsetMs: z.number(),
});
type State = z.infer<typeof stateSchema>;

const nothing: State = {
  v: 1,
  floor: { epoch: 0, seq: 0 },
  trusted: null,
  held: null,
  sinceHeadMs: 0,
  clockOffsetMs: 0,
};

export interface FeedStatePorts {
  readonly file: PrivateFile;
  /** The highest place that anything else in the kiosk bears witness to; asked when the file is lost. */
  readonly witnessed: () => Promise<FeedPlace>;
  readonly log: Log;
}

/**
 * What this kiosk trusts of the feed, durable before it is acted upon. It only rises: whoever can put an older head in
 * our way, or another one of the same number, is refused.
 */
export class FeedState {
  readonly #ports: FeedStatePorts;
  #state: State;

  private constructor(ports: FeedStatePorts, state: State) {
    this.#ports = ports;
    this.#state = state;
  }

  /**
   * Reads the file. If it is lost, what is left in the kiosk says how high it had been; the copy itself counts again
   * once a head has named it anew.
   */
  static async open(ports: FeedStatePorts): Promise<FeedState> {
    const text = await ports.file.read().catch(() => '');
    const kept = text === null ? null : readJson(text, stateSchema);
    if (kept) return new FeedState(ports, kept);
    const floor = await ports.witnessed();
    if (text !== null || floor.seq > 0) ports.log('feed-state-lost', { seq: String(floor.seq) });
    return new FeedState(ports, { ...nothing, floor });
  }

  /** The newest head this kiosk has verified. */
  get trusted(): FeedHead | null {
    return this.#state.trusted?.head ?? null;
  }

  get trustedSigned(): SignedHead | null {
    return this.#state.trusted;
  }

  get held(): HeldHeads | null {
    return this.#state.held;
  }

  get sinceHeadMs(): number {
    return this.#state.sinceHeadMs;
  }

  get clockOffsetMs(): number {
    return this.#state.clockOffsetMs;
  }

  /** Takes a genuine head, or says why not. Rejects when the disk refuses; then nothing is trusted that was not before. */
  async trust(signed: SignedHead): Promise<'newer' | 'same' | HeadRefusal> {
    const verdict = judgeHead(signed.head, this.trusted, this.#state.floor);
    if (verdict === 'older' || verdict === 'forked') return verdict;
    if (this.trusted?.signedAt === signed.head.signedAt && verdict === 'same') return verdict;
    const { epoch, seq } = signed.head;
    const held = this.#state.held;
    const renewed = held && sameFiles(held.head.head, signed.head) ? { ...held, head: signed } : held;
    await this.#save({ floor: { epoch, seq }, trusted: signed, held: renewed, sinceHeadMs: 0 });
    return verdict;
  }

  /** The vault bears witness to this place; of use only while nothing is trusted. */
  async witness(place: FeedPlace): Promise<void> {
    if (this.trusted === null && place.seq > this.#state.floor.seq) {
      await this.#save({ floor: { epoch: place.epoch, seq: place.seq } });
    }
  }

  /** All files of this copy are here. */
  hold(held: HeldHeads | null): Promise<void> {
    return this.#save({ held });
  }

  noteTime(sinceHeadMs: number, clockOffsetMs: number): Promise<void> {
    return this.#save({ sinceHeadMs, clockOffsetMs });
  }

  async #save(change: Partial<State>): Promise<void> {
    const next = { ...this.#state, ...change };
    await this.#ports.file.replace(JSON.stringify(next));
    this.#state = next;
  }
}
