import type { VaultReply } from '../../src-shared/contract/vault-rpc.ts';
import type { BaseCopy } from './base-copy.ts';
import { Memory } from './memory.ts';
import type { Overlay } from './overlay.ts';
import type { FetchObject } from './ports.ts';
import type { OnDisk, Shelf } from './shelf.ts';

/** Segments taken in between two flushes: some sixteen megabytes, which a power cut costs at most. */
const segmentsPerFlush = 4;

/** A copy that is being made, with its key. */
export class Building {
  readonly onDisk: OnDisk;
  readonly base: BaseCopy;
  readonly overlay: Overlay;
  readonly #shelf: Shelf;
  readonly #done: Set<number>;
  readonly #memory = new Memory();
  #flushed: number;

  constructor(onDisk: OnDisk, base: BaseCopy, overlay: Overlay, shelf: Shelf) {
    this.onDisk = onDisk;
    this.base = base;
    this.overlay = overlay;
    this.#shelf = shelf;
    this.#done = new Set(onDisk.stored.done);
    this.#flushed = this.#done.size;
  }

  get done(): number {
    return this.#done.size;
  }

  /** Number of a segment that is in; null when none is. */
  get anyDone(): number | null {
    const [one] = this.#done;
    return one ?? null;
  }

  get isComplete(): boolean {
    return this.#done.size === this.base.manifest.segments.length;
  }

  /** Fetches a segment and takes it in. @returns false when the file is not there or not what the manifest says */
  async ingest(number: number, fetchObject: FetchObject): Promise<boolean> {
    if (this.#done.has(number)) return true;
    const segment = this.base.manifest.segments[number];
    const bytes = segment ? await fetchObject(segment.name, { length: segment.bytes, memory: this.#memory }) : null;
    if (bytes === null) return false;
    const taken = await this.base.take(number, bytes);
    this.#memory.giveBack(bytes.buffer);
    if (!taken) return false;
    this.#done.add(number);
    if (this.#done.size >= this.#flushed + segmentsPerFlush) await this.flush();
    return true;
  }

  /** What was taken in stays, whatever happens. */
  async flush(): Promise<void> {
    const done = [...this.#done];
    this.#flushed = done.length;
    this.onDisk.file.flush();
    // Not put: one that was dropped meanwhile must not come back.
    await this.#shelf.db.generations.update(this.onDisk.stored.generation, { done });
  }
}

/** @param done segments of it, where more is known than what is on the disk for certain */
export function progressOf(
  { stored }: OnDisk,
  done = stored.done.length,
): NonNullable<VaultReply<'status'>['building']> {
  const {
    generation,
    manifestName: manifest,
    manifest: { segments },
  } = stored;
  return { generation, manifest, segments: segments.length, done };
}
