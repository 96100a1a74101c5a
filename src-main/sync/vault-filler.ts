import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { Generation } from '../../src-shared/contract/vault-rpc.ts';
import type { ObjectName } from '../../src-shared/feed/head.ts';
import type { Rng, Timers } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { backOffMs, feedPauses, randomPart } from '../platform/back-off.ts';
import type { VaultCalls, VaultFailure } from '../vault/vault-calls.ts';
import type { BucketKey, BucketKeys } from './bucket-keys.ts';
import type { HeldCopy } from './held-copy.ts';

export interface VaultFillerPorts {
  readonly vault: VaultCalls;
  readonly keys: BucketKeys;
  /** What the vault should have; null while there is nothing. */
  readonly held: () => HeldCopy | null;
  /** The vault has, or had, a copy of this place. */
  readonly onSeen: (copy: Generation) => void;
  /** A file was not what it should be: it has to be looked at, and perhaps fetched again. */
  readonly onDamage: (name: ObjectName) => void;
  /** An attempt is over. */
  readonly onSettled: () => void;
  readonly timers: Timers;
  readonly rng: Rng;
  /** `feed-active` with seq and records, `vault-copy-lost` with what the page says, `vault-not-filled` with the reason. */
  readonly log: Log;
}

type Failure = VaultFailure | 'file_not_taken' | 'not_whole' | 'keys_not_kept';

/** Two are faster than one; more only take memory. */
export const segmentsAtOnce = 2;

/**
 * Keeps the vault's copy like the files: from them alone, so also without a network, and as often as the vault loses
 * it. Until it is done, look-ups read the files.
 */
export class VaultFiller {
  readonly #ports: VaultFillerPorts;
  #copy: Generation | null = null;
  #running = false;
  #askedAgain = false;
  #failures = 0;
  #next: { cancel(): void } | null = null;
  #stopped = false;

  constructor(ports: VaultFillerPorts) {
    this.#ports = ports;
  }

  /**
   * The copy the vault answers from now. A look-up asks before and after: was it another one meanwhile, the answer may
   * be about another epoch's places.
   */
  get copy(): Generation | null {
    return this.#copy;
  }

  /** Segments of the copy being made that are in, of how many. */
  progress: { readonly done: number; readonly total: number } | null = null;

  /** The page is there, also for the second time; nothing is known of what it has. */
  opened(): void {
    this.#copy = null;
    this.fill();
  }

  /** Brings the vault up to the files. */
  fill(): void {
    if (this.#stopped) return;
    this.#askedAgain = this.#running;
    if (!this.#running) void this.#run();
  }

  stop(): void {
    this.#stopped = true;
    this.#next?.cancel();
  }

  async #run(): Promise<void> {
    this.#running = true;
    this.#next?.cancel();
    const filled = await this.#attempt();
    this.#running = false;
    this.progress = null;
    if (this.#stopped) return;
    // Without a page there is nothing to do until it is opened again, which is told.
    const isQuiet = filled.ok || filled.error === 'gone';
    if (!filled.ok) this.#copy = null;
    this.#ports.onSettled();
    if (!isQuiet) this.#ports.log('vault-not-filled', { why: filled.error });
    this.#failures = isQuiet ? 0 : this.#failures + 1;
    if (isQuiet && !this.#askedAgain) return;
    const random = randomPart(this.#ports.rng);
    const pause = this.#askedAgain ? 0 : backOffMs(Math.max(0, this.#failures - 1), random, feedPauses);
    this.#askedAgain = false;
    this.#next = this.#ports.timers.after(pause, () => void this.#run());
  }

  async #attempt(): Promise<Result<void, Failure>> {
    const { vault, keys, held, onSeen, log } = this.#ports;
    const status = await vault.call('status', {});
    if (!status.ok) return status;
    const { active, storage } = status.value;
    if (active !== null) onSeen(active);
    if (storage !== 'kept' && keys.active !== null) log('vault-copy-lost', { storage });
    const copy = held();
    if (copy === null) return active !== null && keys.active === null ? this.#wipe() : ok(undefined);
    const opened = await this.#openKept(active, copy);
    if (!opened.ok) return opened;
    const based = opened.value === null ? await this.#build(active, copy) : ok(opened.value);
    return based.ok ? this.#catchUp(based.value, copy) : based;
  }

  async #wipe(): Promise<Result<void, Failure>> {
    const wiped = await this.#ports.vault.call('wipe', {});
    return wiped.ok ? ok(undefined) : wiped;
  }

  /** The copy the vault has, if it is of the snapshot that is wanted, not ahead of the files, and its key is here. */
  async #openKept(active: Generation | null, copy: HeldCopy): Promise<Result<Generation | null, Failure>> {
    const { vault, keys } = this.#ports;
    if (active?.manifest !== copy.manifestName || active.seq > copy.head.seq) return ok(null);
    const key = keys.of(active.generation);
    if (key?.manifest !== active.manifest) return ok(null);
    if (this.#copy?.generation === active.generation) return ok(active);
    const { generation, bucketKey } = key;
    const used = await vault.call('use', { generation, bucketKey });
    if (!used.ok) return used;
    if (!used.value.usable) return ok(null);
    return this.#keep(() => keys.activated(key), active);
  }

  async #build(there: Generation | null, copy: HeldCopy): Promise<Result<Generation, Failure>> {
    const { vault, keys } = this.#ports;
    let key: BucketKey;
    try {
      key = await keys.building(copy.manifestName, there?.generation ?? 0);
    } catch {
      return err('keys_not_kept');
    }
    const { generation, bucketKey } = key;
    const { manifest, manifestName } = copy;
    const begun = await vault.call('begin', { generation, manifestName, manifest, bucketKey });
    if (!begun.ok) return begun.error === 'refused' ? this.#giveUp(begun.error) : begun;
    const ingested = await this.#ingest(copy);
    if (!ingested.ok) return ingested;
    // The flip may put other places under the same question; whoever asked meanwhile is told so by this.
    this.#copy = null;
    const activated = await vault.call('activate', {});
    if (!activated.ok) return activated;
    const { active } = activated.value;
    if (active === null) return this.#giveUp('not_whole');
    return this.#keep(() => keys.activated(key), active);
  }

  /** What was begun is no use; the next try begins another generation. */
  async #giveUp(why: Failure): Promise<Result<never, Failure>> {
    try {
      await this.#ports.keys.dropNext();
    } catch {
      return err('keys_not_kept');
    }
    return err(why);
  }

  async #ingest(copy: HeldCopy): Promise<Result<void, Failure>> {
    const { segments } = copy.manifest;
    const waiting = [...segments.entries()];
    const failures: Failure[] = [];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        if (failures.length > 0 || this.#stopped) return;
        const [segment, { name }] = next;
        this.progress = { done: segment, total: segments.length };
        const taken = await this.#ports.vault.call('ingest', { segment });
        if (!taken.ok) failures.push(taken.error);
        else if (!taken.value.taken) failures.push(this.#damaged(name));
      }
    };
    await Promise.all(Array.from({ length: segmentsAtOnce }, work));
    const failure = failures[0] ?? (this.#stopped ? 'gone' : undefined);
    return failure === undefined ? ok(undefined) : err(failure);
  }

  async #catchUp(from: Generation, copy: HeldCopy): Promise<Result<void, Failure>> {
    let at = from;
    for (const { name, header } of copy.deltas) {
      const { epoch, build, seq } = header;
      if (seq <= at.seq) continue;
      const taken = await this.#ports.vault.call('addDelta', { name, epoch, build, seq });
      if (!taken.ok) return taken;
      if (!taken.value.taken) return err(this.#damaged(name));
      at = { ...at, seq };
    }
    const isNews = this.#copy?.generation !== at.generation || this.#copy.seq !== at.seq;
    this.#copy = at;
    if (isNews) this.#ports.log('feed-active', { seq: String(at.seq), records: String(at.records) });
    return ok(undefined);
  }

  #damaged(name: ObjectName): Failure {
    this.#ports.onDamage(name);
    return 'file_not_taken';
  }

  async #keep(write: () => Promise<void>, active: Generation): Promise<Result<Generation, Failure>> {
    try {
      await write();
      return ok(active);
    } catch {
      return err('keys_not_kept');
    }
  }
}
