import type { Refusal } from '../../src-shared/contract/gateway-http.ts';
import { aroundMs, backOffMs } from '../platform/back-off.ts';

/** Refusals in a row after which people are asked. */
const mostRefusals = 5;
/** Pause between two tries of what is set aside, ms: whoever mends the gateway need not come to the kiosk. */
const asideMs = 30 * 60_000;

/** What the last try met. */
export type Trouble = 'no_answer' | Refusal;

/**
 * The tries of one thing that has to get to the gateway. Silence never uses them up, however often: only the gateway's
 * own refusals are counted, and these lead to people, not to an end.
 */
export class Tries {
  /** Since the program started. */
  made = 0;
  trouble: Trouble | null = null;
  /** In a row, of either kind: pauses grow with it. */
  failures = 0;
  /** Since the last acceptance. Silence in between changes nothing about what the gateway has said. */
  refusals = 0;

  /** An answer that is no refusal. */
  answered(): void {
    this.made += 1;
    this.trouble = null;
    this.failures = 0;
    this.refusals = 0;
  }

  /** No answer, or one that means "not now". */
  unanswered(): void {
    this.#failed('no_answer');
  }

  refused(why: Refusal): void {
    this.refusals += 1;
    this.#failed(why);
  }

  /** Is it for people to look at? */
  get isHopeless(): boolean {
    return this.refusals >= mostRefusals;
  }

  /** Before the next one, after one that failed, ms. @param random from 0 to 1 */
  pauseMs(isAside: boolean, random: number): number {
    return isAside ? aroundMs(asideMs, random) : backOffMs(this.failures - 1, random);
  }

  #failed(trouble: Trouble): void {
    this.made += 1;
    this.failures += 1;
    this.trouble = trouble;
  }
}
