import { join } from 'node:path';
import { canonicalJson } from '../../src-shared/contract/canonical-json.ts';
import type { JsonValue } from '../../src-shared/contract/canonical-json.ts';
import { encodeFrame, genesis, maxFrameBytes, rereadFrames } from '../../src-shared/contract/journal.ts';
import type { ChainHead } from '../../src-shared/contract/journal.ts';
import { journalPayloadSchema } from '../../src-shared/contract/journal-payload.ts';
import type { JournalPayload, Sha256Hex } from '../../src-shared/contract/journal-payload.ts';
import type { Clock } from '../../src-shared/ports.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { Result } from '../../src-shared/result.ts';
import { isFull } from './file-system.ts';
import type { FsFailure, JournalFs } from './file-system.ts';
import { segmentsOf } from './segment-name.ts';
import { SegmentRow } from './segment-row.ts';
import { cutTornTail, writeDurably } from './torn-tail.ts';
import { verifyChain, wholeJournal } from './verify-chain.ts';
import type { CheckedChain, Damage } from './verify-chain.ts';

/** One record as replayed: its number and what was written. */
export interface JournalEntry extends JournalPayload {
  readonly seq: number;
}

/**
 * Why nothing was recorded. `no_space`: the disk is full, the journal is whole and can go on once there
 * is room · `too_large`: the record is over the limit and was not tried · `poisoned`: a write or a sync
 * failed, now or earlier, or the journal is closed. After `poisoned` the record may or may not be on the
 * disk: only opening the journal anew can tell.
 */
export type AppendError = 'poisoned' | 'no_space' | 'too_large';

/** Why a journal did not open. On `corrupt` no file has been touched. */
export type JournalOpenError = Damage | FsFailure;

/** An unfinished last write found at opening, cut off and kept. */
export interface CutTail {
  readonly segment: string;
  readonly offset: number;
  readonly length: number;
  /** The file, in the same folder, that now holds the bytes. */
  readonly aside: string;
}

/** A record that is durable. */
export interface Written extends ChainHead {
  /** The wall time written into it, ms. */
  readonly wall: number;
}

/** An append-only file of records that are durable before they count. One writer only. */
export interface Journal {
  /**
   * Records `events` as one transaction. Resolves after fdatasync, in the order of the calls; only then
   * may anything be sent, shown or printed. Values are copied at the call. Rejects on values JSON cannot
   * hold, and on a clock that tells no time: the second closes the journal.
   */
  append(events: readonly JsonValue[]): Promise<Result<Written, AppendError>>;
  /** Whether a payment may start: the journal is sound and the reserve of space is on hand. */
  canAppend(): boolean;
  /**
   * Tries to allocate the reserve again and tells `canAppend()` after it. For the moment before a
   * payment starts, and after staff have made room on a full disk.
   */
  refillReserve(): Promise<boolean>;
  /**
   * Every record up to the one last acknowledged at the call, read again from the disk, one file in memory
   * at a time. Throws when the disk no longer returns what was verified at opening.
   */
  entries(): AsyncIterable<JournalEntry>;
  /** Number and hash of the last acknowledged record. */
  head(): ChainHead;
  /** What was cut off when this journal was opened. */
  readonly cutTail: CutTail | null;
  /** Waits for appends under way, then closes the files. */
  close(): Promise<void>;
}

/** Sizes in bytes. */
export interface JournalSettings {
  /** Size of one file. */
  readonly segmentBytes: number;
  /** Allocated space that must be on hand before a payment may start. */
  readonly reserveBytes: number;
}

/** 64 MiB files, and 64 MiB on hand so that a started payment can always be finished. */
export const defaultJournalSettings: JournalSettings = {
  segmentBytes: 64 * 1024 * 1024,
  reserveBytes: 64 * 1024 * 1024,
};

/** What a journal is opened with. */
export interface JournalPorts {
  /** Folder of its files; made if missing. */
  readonly dir: string;
  /** Lower-case name the files begin with, for example `payment`. */
  readonly name: string;
  readonly fs: JournalFs;
  readonly sha256: Sha256Hex;
  readonly clock: Clock;
  /** Names this start of the program; at most 64 characters. */
  readonly bootId: string;
  readonly settings?: Partial<JournalSettings>;
}

/**
 * Opens or makes a journal: verifies every record, cuts an unfinished last write, makes what it found
 * durable and allocates the reserve. Without room for the reserve it opens and `canAppend()` is false.
 * Throws on a `name` or `bootId` that no journal can have.
 */
export async function openJournal(ports: JournalPorts): Promise<Result<Journal, JournalOpenError>> {
  const { fs, dir, name, sha256 } = ports;
  const settings = { ...defaultJournalSettings, ...ports.settings };
  journalPayloadSchema.shape.bootId.parse(ports.bootId);
  const made = await fs.makeDir(dir);
  if (!made.ok) return made;
  const listed = await fs.list(dir);
  if (!listed.ok) return listed;
  const segments = segmentsOf(name, listed.value);
  const checked = await verifyChain(segments, wholeJournal, (segment) => fs.read(join(dir, segment.file)), sha256);
  if (!checked.ok) return checked;
  const chain = checked.value;
  const cut = await repairTail(fs, dir, chain, listed.value);
  if (!cut.ok) return cut;
  const row = await SegmentRow.over(fs, { dir, journal: name, ...settings }, chain.segments);
  if (!row.ok) return row;
  const journal = new OpenJournal(ports, settings, row.value, chain.head, cut.value);
  await journal.refillReserve();
  return ok(journal);
}

/**
 * Cuts a torn tail, then writes the last record once more. It may be readable only from the system's
 * cache: its sync may never have run, or failed and left clean pages behind. Nothing may be built on it
 * before it is durable. Earlier records were acknowledged before their successor was written.
 */
async function repairTail(
  fs: JournalFs,
  dir: string,
  { tornTail, last }: CheckedChain,
  files: readonly string[],
): Promise<Result<CutTail | null, FsFailure>> {
  const named = await fs.syncDir(dir);
  if (!named.ok) return named;
  if (last !== null) {
    const settled = await writeDurably(fs, join(dir, last.segment.file), 'existing', last.offset, last.bytes);
    if (!settled.ok) return settled;
  }
  if (tornTail === null) return ok(null);
  const aside = await cutTornTail(fs, dir, tornTail, files);
  if (!aside.ok) return aside;
  const { segment, offset, bytes } = tornTail;
  return ok({ segment: segment.file, offset, length: bytes.length, aside: aside.value });
}

class OpenJournal implements Journal {
  readonly cutTail: CutTail | null;
  readonly #ports: JournalPorts;
  readonly #settings: JournalSettings;
  readonly #row: SegmentRow;
  #head: ChainHead;
  #usable = true;
  /** The disk was full when last asked: not asked again until someone calls for it. */
  #full = false;
  /** Settles when every append called so far has. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(ports: JournalPorts, settings: JournalSettings, row: SegmentRow, head: ChainHead, cut: CutTail | null) {
    this.#ports = ports;
    this.#settings = settings;
    this.#row = row;
    this.#head = head;
    this.cutTail = cut;
  }

  async append(events: readonly JsonValue[]): Promise<Result<Written, AppendError>> {
    const eventsJson = canonicalJson(events);
    const written = this.#queue.then(() => this.#write(eventsJson));
    this.#queue = written.catch(() => this.#poison());
    return written;
  }

  canAppend(): boolean {
    return this.#usable && this.#row.free >= this.#settings.reserveBytes;
  }

  async refillReserve(): Promise<boolean> {
    this.#full = false;
    while (this.#usable && !this.canAppend()) {
      const made = await this.#row.makeNext();
      if (made.ok) continue;
      this.#refused(made.error);
      break;
    }
    return this.canAppend();
  }

  async *entries(): AsyncGenerator<JournalEntry> {
    const { fs, dir } = this.#ports;
    const upTo = this.#head;
    let at = genesis;
    for (const { file } of [...this.#row.names]) {
      if (at.seq === upTo.seq) break;
      const bytes = await fs.read(join(dir, file));
      if (!bytes.ok) throw new Error(`journal ${file} cannot be read: ${bytes.error.code}`);
      for (const { seq, payload } of rereadFrames(bytes.value, at)) {
        yield { seq, ...payload };
        at = { seq, hash: payload.hash };
        // What follows has been written since the call, or is being written.
        if (seq === upTo.seq) break;
      }
    }
    if (at.seq < upTo.seq) throw new Error(`journal holds ${at.seq} of ${upTo.seq} records it held before`);
    if (at.hash !== upTo.hash) throw new Error(`journal record ${at.seq} is not the one it held before`);
  }

  head(): ChainHead {
    return this.#head;
  }

  async close(): Promise<void> {
    await this.#queue;
    this.#usable = false;
    await this.#row.close();
  }

  async #write(eventsJson: string): Promise<Result<Written, AppendError>> {
    if (!this.#usable) return err('poisoned');
    const { clock, bootId, sha256 } = this.#ports;
    const times = { monoMs: Math.floor(clock.monotonicMs()), wall: Math.floor(clock.wallMs()) };
    const { bytes, head } = encodeFrame({ eventsJson, bootId, ...times }, this.#head, sha256);
    if (bytes.length > Math.min(maxFrameBytes, this.#settings.segmentBytes)) return err('too_large');
    const segment = await this.#row.roomFor(bytes.length);
    if (!segment.ok) return err(this.#refused(segment.error));
    const written = await segment.value.file.write(segment.value.used, bytes);
    if (!written.ok) return err(this.#poison());
    const synced = await segment.value.file.datasync();
    if (!synced.ok) return err(this.#poison());
    segment.value.used += bytes.length;
    this.#head = head;
    if (!this.#full && !this.canAppend()) void this.refillReserve().catch(() => this.#poison());
    return ok({ ...head, wall: times.wall });
  }

  /**
   * No new segment could be made. A full disk is a state, anything else is a disk not to be trusted with
   * money; so is a folder whose sync failed for whatever reason, because a second sync would not say so.
   */
  #refused(failure: FsFailure): 'no_space' | 'poisoned' {
    if (!isFull(failure) || failure.operation === 'syncDir') return this.#poison();
    this.#full = true;
    return 'no_space';
  }

  /** For good: the system may have dropped what it could not write, and a second sync would not say so. */
  #poison(): 'poisoned' {
    this.#usable = false;
    return 'poisoned';
  }
}
