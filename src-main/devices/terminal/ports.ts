import type { Log } from '../../../src-shared/contract/log-catalogue.ts';
import type { Clock, Rng, Timers } from '../../../src-shared/ports.ts';
import type { TerminalStatus } from './driver.ts';
import type { TerminalLink } from './link.ts';
import type { DurableNumbers } from './message-ids.ts';

/** What people have to look into. None of it is ever taken for an answer about money. */
export type TerminalAlarm =
  /** An answer to a request this kiosk did not make, or from another terminal. */
  | 'foreign_answer'
  | 'other_currency'
  | 'wrong_amount'
  /** Not a whole number of fils. */
  | 'odd_amount'
  | 'partial'
  /** One answer that says two things, for example refused and yet an amount. */
  | 'contradiction'
  | 'approved_offline'
  /** The terminal keeps payments to forward later. */
  | 'stored_payments'
  /** The terminal reports that someone tampered with it. */
  | 'security';

export type Details = Readonly<Record<string, string | number>>;

export interface TerminalPorts {
  readonly link: TerminalLink;
  /** The terminal's own name (POIID). Settings name it, so that an exchanged terminal is noticed. */
  readonly poiId: string;
  /** This kiosk's name at the terminal; at most 16 characters. */
  readonly saleId: () => string;
  readonly ids: DurableNumbers;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
  /** Version of this software, as the terminal is told at login. */
  readonly version: string;
  readonly alarm: (alarm: TerminalAlarm, details: Details) => void;
  /** Called only when the status has changed. */
  readonly onChange: (status: TerminalStatus) => void;
  readonly log: Log;
}
