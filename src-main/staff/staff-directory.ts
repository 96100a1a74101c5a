import { z } from 'zod';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { Clock } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import {
  directoryMessage,
  signedStaffDirectorySchema,
  type SignedStaffDirectory,
  type StaffDirectory,
  type StaffMember,
} from '../../src-shared/staff/directory.ts';
import { isSignedBy } from '../identity/is-signed-by.ts';
import type { PrivateFile } from '../identity/private-file.ts';
import { readJson } from '../identity/read-json.ts';

export interface StaffDirectoryPorts {
  readonly file: PrivateFile;
  /** The gateway's raw Ed25519 public key, base64url; null before the kiosk is enrolled. */
  readonly answerKey: () => string | null;
  /** The gateway's time as its last signed answer proved it, ms; null while there was none since the start. */
  readonly provedMs: () => number | null;
  /** The lowest version that counts, and how it is raised. */
  readonly floor: { of(answerKey: string): number; raise(answerKey: string, version: number): Promise<void> };
  readonly clock: Clock;
  /** For the record of what staff do. */
  readonly onTaken: (version: number) => void;
  readonly onRefused: (why: DirectoryRefusal) => void;
  readonly log: Log;
}

/**
 * Why a directory was not taken. `older`: below one this kiosk has had, or issued before the one that is kept under the
 * same number. `put_back`: one below stands in this kiosk's own file.
 */
export type DirectoryRefusal = 'unreadable' | 'forged' | 'not_enrolled' | 'older' | 'disk' | 'put_back';

const keptSchema = z.strictObject({
  v: z.literal(1),
  signed: signedStaffDirectorySchema,
  /** The latest moment this kiosk has known of, ms: time does not go back behind it. */
  seenMs: z.number(),
});
type Kept = z.infer<typeof keptSchema>;

/** Between two notes of how late it is, ms. */
const noteTimeMs = 60 * 60_000;

/**
 * The newest list of staff this kiosk has, proved by the gateway's signature at every start. It only ever goes forward,
 * and so does its time: a clock set back does not bring an expired list to life.
 */
export class StaffDirectoryKeeper {
  readonly #ports: StaffDirectoryPorts;
  #kept: Kept | null = null;
  /** That an older list stands in the file is told once. */
  #toldPutBack = false;
  /** Of `#kept.seenMs`, on the monotonic clock. */
  #seenAtMs: number;

  constructor(ports: StaffDirectoryPorts) {
    this.#ports = ports;
    this.#seenAtMs = ports.clock.monotonicMs();
  }

  /** Reads what the last run kept. What is damaged is as good as nothing: the gateway or a stick brings it again. */
  async open(): Promise<void> {
    const text = await this.#ports.file.read().catch(() => null);
    this.#kept = text === null ? null : readJson(text, keptSchema);
  }

  /** Keeps this one if it is the gateway's and not older; the same one again changes nothing. */
  async take(content: unknown): Promise<Result<'newer' | 'same', DirectoryRefusal>> {
    const taken = await this.#take(content);
    if (!taken.ok) {
      this.#ports.log('staff-directory-refused', { why: taken.error });
      this.#ports.onRefused(taken.error);
    }
    return taken;
  }

  async #take(content: unknown): Promise<Result<'newer' | 'same', DirectoryRefusal>> {
    const read = signedStaffDirectorySchema.safeParse(content);
    if (!read.success) return err('unreadable');
    const key = this.#ports.answerKey();
    if (key === null) return err('not_enrolled');
    if (!isGateways(read.data, key)) return err('forged');
    if (read.data.directory.version < this.#ports.floor.of(key)) return err('older');
    const before = this.#trusted();
    const order = before ? compare(read.data.directory, before) : 1;
    if (order < 0) return err('older');
    if (order === 0) return ok('same');
    if (!(await this.#keep(read.data))) return err('disk');
    const { version } = read.data.directory;
    // In this order: after a power cut in between, the list that is here counts and the floor follows.
    await this.#ports.floor.raise(key, version);
    if (version !== before?.version) this.#ports.onTaken(version);
    return ok('newer');
  }

  /**
   * Somebody of the list; `expired` when it is too old to go by, `no_directory` when there is none to trust. `put_back`:
   * nobody comes in until the line or a stick brings a list that is not below one this kiosk has had. Letting those
   * in who are on both lists is not possible: the newer one is gone, and who was taken off it is not known.
   */
  find(id: string): Result<StaffMember | null, 'no_directory' | 'expired' | 'put_back'> {
    if (this.#isPutBack()) return err('put_back');
    const directory = this.#trusted();
    if (!directory) return err('no_directory');
    if (this.nowMs() >= Date.parse(directory.notAfter)) return err('expired');
    return ok(directory.staff.find((one) => one.id === id) ?? null);
  }

  /** Version and last moment of the list that is kept; null while there is none. */
  get about(): { readonly version: number; readonly notAfter: string } | null {
    return this.#kept && this.#kept.signed.directory;
  }

  /**
   * The time to judge the list by, ms: the gateway's while it has proved it, else the clock, but never before what has
   * been seen.
   */
  nowMs(): number {
    const { clock, provedMs } = this.#ports;
    const proved = provedMs();
    if (proved !== null) return proved;
    const since = clock.monotonicMs() - this.#seenAtMs;
    return Math.max(clock.wallMs(), (this.#kept?.seenMs ?? 0) + since);
  }

  /** To be called once it is known who the kiosk is: raises a floor that is behind, tells of a list that is below it. */
  async checkFloor(): Promise<void> {
    const { floor, answerKey, log, onRefused } = this.#ports;
    const [key, kept] = [answerKey(), this.#trusted()];
    if (key !== null && kept) await floor.raise(key, kept.version);
    if (!this.#isPutBack() || this.#toldPutBack) return;
    this.#toldPutBack = true;
    log('staff-directory-put-back', { version: this.#kept?.signed.directory.version ?? 0, floor: floor.of(key ?? '') });
    onRefused('put_back');
  }

  /** Notes how late it is; to be called now and then. */
  async noteTime(): Promise<void> {
    const now = this.nowMs();
    if (this.#kept && now - this.#kept.seenMs >= noteTimeMs) await this.#keep(this.#kept.signed);
  }

  /** The list that is kept, if it is of the gateway this kiosk belongs to now: another one numbers its own. */
  #trusted(): StaffDirectory | null {
    const kept = this.#genuine();
    return kept && !this.#isPutBack() ? kept : null;
  }

  #genuine(): StaffDirectory | null {
    const key = this.#ports.answerKey();
    return this.#kept && key !== null && isGateways(this.#kept.signed, key) ? this.#kept.signed.directory : null;
  }

  /** Is the list in the file below one this kiosk has had? */
  #isPutBack(): boolean {
    const [key, kept] = [this.#ports.answerKey(), this.#genuine()];
    return key !== null && kept !== null && kept.version < this.#ports.floor.of(key);
  }

  async #keep(signed: SignedStaffDirectory): Promise<boolean> {
    const proved = this.#ports.provedMs();
    // A clock that runs years ahead must not be written down as seen while the gateway knows better.
    const seenMs = Math.max(Date.parse(signed.directory.issuedAt), proved ?? this.nowMs());
    try {
      await this.#ports.file.replace(JSON.stringify({ v: 1, signed, seenMs } satisfies Kept));
    } catch {
      return false;
    }
    this.#kept = { v: 1, signed, seenMs };
    this.#seenAtMs = this.#ports.clock.monotonicMs();
    return true;
  }
}

/** Order of two lists of one gateway; the same number may be signed again, good for longer. */
function compare(one: StaffDirectory, other: StaffDirectory): number {
  return one.version - other.version || Date.parse(one.issuedAt) - Date.parse(other.issuedAt);
}

function isGateways({ directory, signature }: SignedStaffDirectory, answerKey: string): boolean {
  return isSignedBy(answerKey, directoryMessage(directory), signature);
}
