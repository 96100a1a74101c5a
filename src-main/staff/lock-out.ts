import { z } from 'zod';
import type { Clock } from '../../src-shared/ports.ts';
import type { PrivateFile } from '../identity/private-file.ts';
import { readJson } from '../identity/read-json.ts';

const minute = 60_000;
/** Wait after so many wrong PINs of one number, ms; the last one for all further ones. */
const waits = [0, 0, 0, 30_000, minute, 5 * minute, 15 * minute, 60 * minute] as const;
/** Wrong tries of all numbers together, before everybody waits. */
const kioskLimit = 12;
const kioskWaitMs = 5 * minute;

/** Tries with a number nobody has are counted together. */
export const unknownPerson = '?';

const fileSchema = z.strictObject({ v: z.literal(1), wrong: z.record(z.string().max(12), z.int().nonnegative()) });

/**
 * Counts wrong PINs. A try is counted durably before it is made, so that the plug pulled in the middle helps nobody;
 * waits run on the monotonic clock and start in full with the program, so that neither the time of day nor a restart
 * shortens them.
 */
export class LockOut {
  readonly #file: PrivateFile;
  readonly #clock: Clock;
  readonly #wrong = new Map<string, number>();
  readonly #untilMs = new Map<string, number>();
  #kioskUntilMs = 0;

  constructor(file: PrivateFile, clock: Clock) {
    this.#file = file;
    this.#clock = clock;
  }

  /** A file that cannot be read counts as many tries: taking it away must not help. */
  async open(): Promise<void> {
    const text = await this.#file.read().catch(() => '');
    const kept = text === null ? { wrong: {} } : readJson(text, fileSchema);
    const wrong: Readonly<Record<string, number>> = kept?.wrong ?? { [unknownPerson]: kioskLimit };
    for (const [id, count] of Object.entries(wrong)) this.#wrong.set(id, count);
    for (const id of this.#wrong.keys()) this.#startWait(id);
  }

  /** Until a try with this number is taken, ms. */
  waitMs(id: string): number {
    const until = Math.max(this.#untilMs.get(id) ?? 0, this.#kioskUntilMs);
    return Math.max(0, until - this.#clock.monotonicMs());
  }

  /** Counts a try as wrong before it is made. False when that cannot be written, and then none is made. */
  async count(id: string): Promise<boolean> {
    this.#wrong.set(id, (this.#wrong.get(id) ?? 0) + 1);
    return this.#write();
  }

  /** The counted try was wrong: from now on there may be a wait. */
  wrong(id: string): void {
    this.#startWait(id);
  }

  /** The counted try was never judged. */
  async undecided(id: string): Promise<void> {
    this.#wrong.set(id, Math.max(0, (this.#wrong.get(id) ?? 0) - 1));
    await this.#write();
  }

  /** The counted try was right: this number begins anew, and what nobody's numbers counted is forgotten. */
  async right(id: string): Promise<void> {
    this.#wrong.delete(id);
    this.#wrong.delete(unknownPerson);
    this.#untilMs.delete(id);
    this.#untilMs.delete(unknownPerson);
    await this.#write();
  }

  #startWait(id: string): void {
    const count = this.#wrong.get(id) ?? 0;
    const wait = waits[Math.min(count, waits.length - 1)] ?? 0;
    const now = this.#clock.monotonicMs();
    this.#untilMs.set(id, now + wait);
    const all = [...this.#wrong.values()].reduce((sum, one) => sum + one, 0);
    if (all >= kioskLimit) this.#kioskUntilMs = now + kioskWaitMs;
  }

  async #write(): Promise<boolean> {
    try {
      await this.#file.replace(JSON.stringify({ v: 1, wrong: Object.fromEntries(this.#wrong) }));
      return true;
    } catch {
      return false;
    }
  }
}
