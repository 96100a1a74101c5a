import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { FeedHead, SignedHead } from '../../src-shared/feed/head.ts';
import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';
import type { GatewayFailure } from '../gateway/failure.ts';
import { aroundMs, backOffMs, feedPauses, randomPart } from '../platform/back-off.ts';
import { bringCopy, type BringFailure } from './bring-copy.ts';
import type { BucketKeys } from './bucket-keys.ts';
import { checkHead, sameFiles, type HeadProblem, type HeadRefusal } from './check-head.ts';
import type { FeedAge } from './feed-age.ts';
import type { FeedSource } from './feed-source.ts';
import type { FeedState } from './feed-state.ts';
import { filesOf, loadCopy, type HeldCopy } from './held-copy.ts';
import type { ObjectStore } from './object-store.ts';
import type { Peppers } from './peppers.ts';

export interface FeedSyncPorts {
  readonly source: FeedSource;
  /** Who this kiosk is and whose signature counts; null until it is enrolled. */
  readonly who: () => { readonly kioskCode: string; readonly answerKey: string } | null;
  readonly store: ObjectStore;
  readonly state: FeedState;
  readonly peppers: Peppers;
  readonly keys: BucketKeys;
  readonly age: FeedAge;
  /** The copy in files has changed, or is none any more. */
  readonly onHeld: () => void;
  /** An attempt is over. */
  readonly onSettled: () => void;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
  /** `feed-held`, `feed-not-fetched`, `feed-head-refused`, `feed-revoked`, `feed-peppers-erased`. */
  readonly log: Log;
}

/** Pause between two looks at the gateway's head when nothing calls for one earlier, ms. */
const lookMs = 60_000;

/** Why an attempt ended without the gateway's present copy. */
export type SyncFailure =
  GatewayFailure['kind'] | HeadProblem | HeadRefusal | BringFailure | 'not_enrolled' | 'revoked' | 'not_kept';

export interface FeedProgress {
  readonly phase: 'waiting' | 'head' | 'peppers' | 'files';
  readonly filesDone: number;
  readonly filesTotal: number;
  /** Of what is being fetched. */
  readonly bytes: number;
  readonly lastFailure: SyncFailure | null;
}

const still: FeedProgress = { phase: 'waiting', filesDone: 0, filesTotal: 0, bytes: 0, lastFailure: null };

/** Peppers are asked for this often, for the next epoch's come two days ahead, ms. */
const peppersEveryMs = 3 * 3_600_000;

/**
 * Keeps the kiosk's files like the gateway's feed, one attempt at a time: look at the head, trust it or not, have the
 * peppers, bring what is missing, and only then let the new copy take the place of the old one, which answers until
 * then. Whatever fails is tried again; what came stays.
 */
export class FeedSync {
  readonly #ports: FeedSyncPorts;
  #held: HeldCopy | null = null;
  #progress = still;
  #running = false;
  #askedAgain = false;
  #failures = 0;
  #peppersAt: number | null = null;
  #next: { cancel(): void } | null = null;
  #stopped = false;
  /** Somebody stands there with a stick: what is under way ends after its present file. */
  #makesRoom = false;
  #attemptOver: Promise<unknown> = Promise.resolve();

  constructor(ports: FeedSyncPorts) {
    this.#ports = ports;
  }

  /** The copy whose files are all here. */
  get held(): HeldCopy | null {
    return this.#held;
  }

  get progress(): FeedProgress {
    return this.#progress;
  }

  /** Reads what the last run left, so that it can be answered from before anything is asked. */
  async open(): Promise<void> {
    await this.#reload();
  }

  /** Looks now: at the start, when the line is back, and when a file turned out to be damaged. */
  look(): void {
    if (this.#stopped) return;
    this.#askedAgain = this.#running;
    if (!this.#running) void this.#run(this.#ports.source);
  }

  /**
   * One attempt from elsewhere than the line. What came of it is checked and trusted in the same way.
   * @returns null when the kiosk now has what that source has
   */
  async takeFrom(source: FeedSource): Promise<SyncFailure | null> {
    this.#makesRoom = true;
    while (this.#running) await this.#attemptOver;
    this.#makesRoom = false;
    return this.#run(source);
  }

  /** The gateway said which delta is its newest; looks now if ours is older. */
  noteSeq(seq: number): void {
    if (seq > (this.#held?.head.seq ?? 0)) this.look();
  }

  /** For good; an attempt under way ends after its current file. */
  stop(): void {
    this.#stopped = true;
    this.#next?.cancel();
  }

  async #run(source: FeedSource): Promise<SyncFailure | null> {
    this.#running = true;
    this.#next?.cancel();
    const attempt = this.#attemptOrNot(source);
    this.#attemptOver = attempt;
    const failure = await attempt;
    this.#running = false;
    this.#progress = { ...still, lastFailure: failure };
    if (this.#stopped) return failure;
    this.#ports.onSettled();
    this.#failures = failure === null ? 0 : this.#failures + 1;
    if (failure !== null) this.#ports.log('feed-not-fetched', { why: failure });
    const random = randomPart(this.#ports.rng);
    const pause = failure === null ? aroundMs(lookMs, random) : backOffMs(this.#failures - 1, random, feedPauses);
    this.#next = this.#ports.timers.after(this.#askedAgain ? 0 : pause, () => this.look());
    this.#askedAgain = false;
    return failure;
  }

  async #attemptOrNot(source: FeedSource): Promise<SyncFailure | null> {
    try {
      return await this.#attempt(source);
    } catch {
      return 'not_kept'; // a small file of ours was refused by the disk; nothing was done that needs it
    }
  }

  /** One attempt; null when the kiosk has the source's present copy, or the source has none. */
  async #attempt(source: FeedSource): Promise<SyncFailure | null> {
    const { state, age } = this.#ports;
    await this.#expire();
    const head = await this.#lookAtHead(source);
    await age.save();
    if (this.#isRevoked()) return this.#destroy();
    if (head === 'network_down' || head === 'not_enrolled') return head;
    // What the line brought lately may be fetched on; a stick whose head does not count has nothing for us.
    if (source !== this.#ports.source && head !== null) return head;
    const target = state.trustedSigned;
    if (target === null) return head;
    const lacking = await this.#bringPeppers(target.head, source);
    if (await this.#isHeld(target)) return head ?? lacking;
    const brought = await this.#bring(target, source);
    return brought ?? head ?? lacking;
  }

  /** Null: seen, and trusted or known already. */
  async #lookAtHead(source: FeedSource): Promise<SyncFailure | null> {
    const { who, state, log } = this.#ports;
    const us = who();
    if (us === null) return 'not_enrolled';
    this.#progress = { ...still, phase: 'head' };
    const answer = await source.head();
    if (!answer.ok) return isNotFound(answer.error) ? null : answer.error.kind;
    const signed = checkHead(answer.value, us.answerKey);
    const verdict = signed.ok ? await state.trust(signed.value) : signed.error;
    if (verdict === 'newer' || verdict === 'same') return null;
    log('feed-head-refused', { why: verdict });
    return verdict;
  }

  async #bringPeppers({ epoch }: FeedHead, source: FeedSource): Promise<SyncFailure | null> {
    const { peppers, clock } = this.#ports;
    const now = clock.monotonicMs();
    const isFresh = this.#peppersAt !== null && now - this.#peppersAt < peppersEveryMs;
    if (isFresh && peppers.has(epoch)) return null;
    this.#progress = { ...still, phase: 'peppers' };
    const reply = await source.peppers();
    if (!reply.ok) return reply.error.kind;
    await peppers.take(reply.value, this.#held?.head.epoch ?? null);
    this.#peppersAt = now;
    return null;
  }

  async #isHeld(target: SignedHead): Promise<boolean> {
    const held = this.#held;
    if (held === null || !sameFiles(held.head, target.head)) return false;
    for (const name of filesOf(held)) if (!(await this.#ports.store.has(name))) return false;
    // The same content under a later signature: only its age is news.
    if (held.heads.head.signature !== target.signature) await this.#reload();
    return true;
  }

  async #bring(target: SignedHead, source: FeedSource): Promise<SyncFailure | null> {
    const { store, state } = this.#ports;
    const brought = await bringCopy(target, this.#held, {
      store,
      source,
      isStopped: () => this.#stopped || this.#makesRoom,
      onProgress: (filesDone, filesTotal, bytes) =>
        void (this.#progress = { phase: 'files', filesDone, filesTotal, bytes, lastFailure: null }),
    });
    if (!brought.ok) {
      // A full disk hurts others more than us: what was not finished makes room.
      if (brought.error === 'disk_full') await store.keepOnly(this.#held ? filesOf(this.#held) : new Set());
      return brought.error;
    }
    const copy = await loadCopy(brought.value, store);
    if (!copy.ok) return copy.error;
    await state.hold(brought.value);
    this.#take(copy.value);
    await store.keepOnly(filesOf(copy.value));
    return null;
  }

  #take(copy: HeldCopy | null): void {
    const isOther = copy === null || this.#held === null || !sameFiles(copy.head, this.#held.head);
    this.#held = copy;
    if (copy && isOther) {
      const { seq, readAt } = copy.head;
      this.#ports.log('feed-held', { seq: String(seq), deltas: String(copy.deltas.length), readAt });
    }
    this.#ports.onHeld();
  }

  async #reload(): Promise<void> {
    const { state, store, log } = this.#ports;
    if (state.held === null) return;
    const copy = await loadCopy(state.held, store);
    if (copy.ok) this.#take(copy.value);
    else log('feed-copy-not-whole', { why: copy.error });
  }

  #isRevoked(): boolean {
    const code = this.#ports.who()?.kioskCode;
    return code !== undefined && this.#ports.state.trusted?.revoked.includes(code) === true;
  }

  /** This kiosk is none any more. Its journal stays: that is other people's money. */
  async #destroy(): Promise<SyncFailure> {
    const { peppers, keys, state, store, log, onHeld } = this.#ports;
    if (await peppers.eraseAll()) log('feed-revoked', {});
    this.#held = null;
    await keys.destroyAll();
    if (state.held !== null) await state.hold(null);
    await store.keepOnly(new Set());
    onHeld();
    return 'revoked';
  }

  async #expire(): Promise<void> {
    const { peppers, age, log } = this.#ports;
    const due = age.due();
    if (due === 'nothing') return;
    const erased = due === 'all' ? await peppers.eraseAll() : await peppers.eraseRows();
    if (erased) log('feed-peppers-erased', { which: due });
  }
}

function isNotFound(failure: GatewayFailure): boolean {
  return failure.kind === 'problem' && failure.code === 'not_found';
}
