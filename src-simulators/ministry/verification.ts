import { makeRandom, type Random } from '../world/random.ts';
import { codePicture } from './code-picture.ts';
import type { Settings } from './settings.ts';

interface Issued {
  readonly id: string;
  readonly referenceNumber: string;
  readonly kind: 'image' | 'one_time_code';
  readonly code: string;
  readonly until: number;
}

interface Attempts {
  left: number;
  /** Nobody may try before this moment. */
  lockedUntil: number;
}

/** What the back end says when it is asked for a code. */
export type Started =
  | { readonly kind: 'none' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'image'; readonly id: string; readonly png: string; readonly left: number }
  | { readonly kind: 'one_time_code'; readonly id: string; readonly sentTo: string; readonly left: number };

export type Verdict = 'right' | 'wrong' | 'expired' | 'locked';

/** The codes that protect the residency cases. Kept in memory: after a restart everybody begins anew. */
export class Verification {
  readonly #random: Random;
  readonly #now: () => number;
  readonly #settings: () => Settings;
  #issued: Issued[] = [];
  readonly #attempts = new Map<string, Attempts>();
  #count = 0;

  constructor(seed: number, now: () => number, settings: () => Settings) {
    this.#random = makeRandom(seed);
    this.#now = now;
    this.#settings = settings;
  }

  /** A picture is new every time; a code that was sent stays good until it is used or too old. */
  start(referenceNumber: string): Started {
    const { codeKind } = this.#settings();
    if (codeKind === 'none') return { kind: 'none' };
    if (this.#attemptsOf(referenceNumber).lockedUntil > this.#now()) return { kind: 'locked' };
    const { left } = this.#attemptsOf(referenceNumber);
    const { id, code } = this.#issue(referenceNumber, codeKind);
    if (codeKind === 'image') return { kind: 'image', id, png: codePicture(code, this.#random), left };
    return { kind: 'one_time_code', id, sentTo: phoneOf(referenceNumber), left };
  }

  /** A right code is used up. */
  check(id: string, referenceNumber: string, code: string): Verdict {
    if (this.#settings().codeKind === 'none') return 'right';
    const attempts = this.#attemptsOf(referenceNumber);
    if (attempts.lockedUntil > this.#now()) return 'locked';
    const issued = this.#issued.find((one) => one.id === id && one.referenceNumber === referenceNumber);
    if (issued === undefined || issued.until <= this.#now()) return 'expired';
    if (issued.code === code) {
      this.#forget(referenceNumber);
      return 'right';
    }
    if (issued.kind === 'image') this.#issued = this.#issued.filter((one) => one !== issued);
    attempts.left -= 1;
    if (attempts.left > 0) return 'wrong';
    this.#forget(referenceNumber);
    this.#attempts.set(referenceNumber, {
      left: this.#settings().codeTries,
      lockedUntil: this.#now() + this.#settings().codeLockMs,
    });
    return 'locked';
  }

  /** The codes that can be used now, newest last: the messages on the visitor's phone, and the key to the tests. */
  codes(): readonly Pick<Issued, 'id' | 'referenceNumber' | 'kind' | 'code'>[] {
    return this.#issued
      .filter(({ until }) => until > this.#now())
      .map(({ id, referenceNumber, kind, code }) => ({ id, referenceNumber, kind, code }));
  }

  /** As after a start. */
  forget(): void {
    this.#issued = [];
    this.#attempts.clear();
  }

  #issue(referenceNumber: string, kind: Issued['kind']): Issued {
    const now = this.#now();
    this.#issued = this.#issued.filter(({ until }) => until > now);
    const sent = this.#issued.find((one) => one.kind === kind && one.referenceNumber === referenceNumber);
    if (sent !== undefined && kind === 'one_time_code') return sent;
    this.#count += 1;
    const issued: Issued = {
      id: `C${this.#count}-${this.#random.int(100_000, 999_999)}`,
      referenceNumber,
      kind,
      code: String(kind === 'image' ? this.#random.int(10_000, 99_999) : this.#random.int(100_000, 999_999)),
      until: now + this.#settings().codeLifeMs,
    };
    this.#issued.push(issued);
    return issued;
  }

  #attemptsOf(referenceNumber: string): Attempts {
    const known = this.#attempts.get(referenceNumber) ?? { left: this.#settings().codeTries, lockedUntil: 0 };
    this.#attempts.set(referenceNumber, known);
    return known;
  }

  #forget(referenceNumber: string): void {
    this.#attempts.delete(referenceNumber);
    this.#issued = this.#issued.filter((one) => one.referenceNumber !== referenceNumber);
  }
}

/** Nobody's telephone: its last digits are those of the reference number. */
function phoneOf(referenceNumber: string): string {
  return `******${referenceNumber.slice(-2)}`;
}
