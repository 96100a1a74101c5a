import type { JournalEvent } from '../../src-shared/contract/journal-events.ts';
import { stepCodeOf, stepCodes, type DatedStep } from '../../src-shared/payment/story.ts';
import type { JournalFold } from './payment-book.ts';

/** Room for the code of a step below its time in one number. */
const codes = 64;

/**
 * What happened to each payment and when, by the journal's own times, one number a step: reading the journal again for
 * the story of one payment would take seconds on a kiosk of some years.
 */
export class StepTimes implements JournalFold {
  readonly #steps = new Map<string, number[]>();

  take(event: JournalEvent, _seq: number, _record: unknown, wall: number): void {
    const code = stepCodeOf(event);
    if (code === null || !('pid' in event)) return;
    const packed = wall * codes + stepCodes.indexOf(code);
    const known = this.#steps.get(event.pid);
    if (known) known.push(packed);
    else this.#steps.set(event.pid, [packed]);
  }

  /** The steps of one payment in the order of the journal. */
  of(pid: string): DatedStep[] {
    return (this.#steps.get(pid) ?? []).flatMap((packed) => {
      const code = stepCodes[packed % codes];
      return code === undefined ? [] : { code, atMs: Math.floor(packed / codes) };
    });
  }
}
