import type { ErrorCondition } from '../../src-shared/contract/nexo.ts';
import { textFromFils } from './amount.ts';
import type { TerminalPhase } from './state.ts';

/** How the last payment ended, and until when (monotonic ms) the display says so. */
export interface Verdict {
  readonly word: ErrorCondition | 'approved';
  readonly untilMs: number;
}

export interface DisplayInput {
  readonly powered: boolean;
  readonly loggedIn: boolean;
  readonly sound: boolean;
  readonly phase: TerminalPhase;
  readonly amountFils: number;
  readonly cardIn: boolean;
  readonly verdict: Verdict | null;
}

const verdicts: Readonly<Partial<Record<Verdict['word'], string>>> = {
  approved: 'Approved',
  Refusal: 'Declined',
  InvalidCard: 'Card not accepted',
  PaymentRestriction: 'Card not accepted',
  WrongPIN: 'Wrong PIN',
  Cancel: 'Cancelled',
  Aborted: 'Cancelled',
};

/** What stands on the terminal's own display. */
export function displayOf(input: DisplayInput): string {
  if (!input.powered) return 'Starting …';
  switch (input.phase) {
    case 'card':
      return `Present card — ${textFromFils(input.amountFils)} KD`;
    case 'pin':
      return `Enter PIN — ${textFromFils(input.amountFils)} KD`;
    case 'bank':
    case 'lingering':
    case 'reversal':
      return 'Please wait';
    case 'idle':
      return idleDisplay(input);
  }
}

function idleDisplay({ verdict, cardIn, sound, loggedIn }: DisplayInput): string {
  const ended = verdict ? (verdicts[verdict.word] ?? 'Not possible') : null;
  if (cardIn) return ended ? `${ended}. Remove card` : 'Remove card';
  if (ended) return ended;
  if (!sound) return 'Out of order';
  return loggedIn ? 'Welcome' : 'Not logged in';
}
