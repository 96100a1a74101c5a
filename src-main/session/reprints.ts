import { normaliseDigits } from '../../src-shared/domain/digits.ts';
import type { PaymentRecord } from '../../src-shared/payment/record.ts';
import type { Clock, Rng } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { SessionEvent } from '../../src-shared/session/events.ts';
import type { ReprintProblem } from '../../src-shared/session/steps.ts';
import type { PaymentBook } from '../payment/payment-book.ts';

export interface ReprintsPorts {
  readonly book: Pick<PaymentBook, 'get' | 'all'>;
  readonly clock: Clock;
  readonly rng: Rng;
}

/** How long a paper can be asked for again, ms. */
export const reprintMs = 15 * 60_000;
/** Wrong codes the kiosk takes within that time, from all visitors together: nobody gets to try out many. */
export const maxWrongCodes = 5;

const codeDigits = 6;

interface Ticket {
  readonly pid: string;
  readonly code: string;
  readonly untilMs: number;
}

/**
 * Who may have a paper of an earlier visit printed here: whoever holds its code of six digits, which was on their
 * screen only, or the signed code of the receipt itself. A receipt number is no key: it counts up.
 */
export class Reprints {
  readonly #ports: ReprintsPorts;
  #tickets: Ticket[] = [];
  #wrongAtMs: number[] = [];

  constructor(ports: ReprintsPorts) {
    this.#ports = ports;
  }

  /** The code of this attempt, made when it is first asked for. It lives in memory: a restart forgets it. */
  codeFor(pid: string): string {
    this.#forgetOld();
    const known = this.#tickets.find((ticket) => ticket.pid === pid);
    if (known) return known.code;
    const code = this.#freshCode();
    this.#tickets.push({ pid, code, untilMs: this.#now() + reprintMs });
    return code;
  }

  /** Is there anything that could be asked for? */
  any(): boolean {
    this.#forgetOld();
    return this.#tickets.length > 0 || this.#recent().length > 0;
  }

  /** What a typed code leads to. */
  typed(text: string): SessionEvent {
    return eventOf(this.#byCode(text));
  }

  /** What a scanned receipt leads to. */
  scanned(text: string): SessionEvent {
    return eventOf(this.#byReceipt(text));
  }

  /** The attempt a typed code belongs to. */
  #byCode(typed: string): Result<string, ReprintProblem> {
    this.#forgetOld();
    if (this.#wrongAtMs.length >= maxWrongCodes) return err('too_many');
    const code = normaliseDigits(typed);
    const ticket = this.#tickets.find((one) => one.code === code);
    if (ticket) return ok(ticket.pid);
    this.#wrongAtMs.push(this.#now());
    return err(this.#wrongAtMs.length >= maxWrongCodes ? 'too_many' : 'wrong');
  }

  /** The attempt whose signed receipt was scanned, if this kiosk issued it a short time ago. */
  #byReceipt(proof: string): Result<string, ReprintProblem> {
    const record = this.#recent().find((one) => one.proof === proof.trim());
    return record ? ok(record.pid) : err('wrong');
  }

  #recent(): PaymentRecord[] {
    const wallMs = this.#ports.clock.wallMs();
    return this.#ports.book.all().filter(({ proof, issuedAt }) => {
      const ageMs = wallMs - Date.parse(issuedAt ?? '');
      // A clock that was set back makes a receipt of the future, which is not a recent one.
      return proof !== undefined && ageMs >= 0 && ageMs < reprintMs;
    });
  }

  #freshCode(): string {
    for (;;) {
      const number = this.#ports.rng.bytes(4).reduce((sum, byte) => sum * 256 + byte, 0);
      const code = String(number % 10 ** codeDigits).padStart(codeDigits, '0');
      if (!this.#tickets.some((ticket) => ticket.code === code)) return code;
    }
  }

  #forgetOld(): void {
    const now = this.#now();
    this.#tickets = this.#tickets.filter(({ untilMs }) => untilMs > now);
    this.#wrongAtMs = this.#wrongAtMs.filter((atMs) => now - atMs < reprintMs);
  }

  #now(): number {
    return this.#ports.clock.monotonicMs();
  }
}

function eventOf(found: Result<string, ReprintProblem>): SessionEvent {
  return found.ok ? { type: 'REPRINT_FOUND', pid: found.value } : { type: 'REPRINT_REFUSED', problem: found.error };
}
