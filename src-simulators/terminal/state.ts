import type { Conditions, Settings } from './settings.ts';

/** What the terminal is at. */
export type TerminalPhase = 'idle' | PaymentPhase | 'reversal';

/** `card`, `pin`: waits for the visitor. `bank`: too late to stop. `lingering`: done, and not told yet. */
export type PaymentPhase = 'card' | 'pin' | 'bank' | 'lingering';

/** How the terminal is now. */
export interface TerminalState {
  readonly display: string;
  readonly powered: boolean;
  readonly loggedIn: readonly string[];
  readonly phase: TerminalPhase;
  readonly cardIn: boolean;
  readonly connections: number;
  readonly conditions: Conditions;
  readonly settings: Settings;
}
