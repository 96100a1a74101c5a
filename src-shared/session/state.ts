import type { InquiryAnswer } from '../domain/inquiry.ts';
import { defaultLanguage, type Language } from '../domain/language.ts';
import type { Party } from '../domain/party.ts';
import { defaultPreferences, type Preferences } from './preferences.ts';
import type { Step } from './steps.ts';

/** A visit, from the first touch to the wipe. Lives in main's memory only. */
export interface SessionState {
  readonly language: Language;
  readonly preferences: Preferences;
  readonly step: Step;
  /** Whom the inquiry is about: the only place where the full number is. */
  readonly party: Party | null;
  /** Twelve digits that may be a unified number, while the visitor is asked. */
  readonly pendingNumber: string | null;
  readonly answer: InquiryAnswer | null;
  /** Ids of ticked items; always a subset of what can be paid in `answer`. */
  readonly selected: readonly string[];
  /** One-shot token of the pay buttons; null = paying is not offered now. */
  readonly payToken: string | null;
  /** The payment of this visit, followed until the visit ends. */
  readonly pid: string | null;
  /** Different numbers looked up in this visit. */
  readonly numbersTried: readonly string[];
}

/** How a visit begins and what it must equal again after `endSession` (experience A41). */
export const initialSession: SessionState = {
  language: defaultLanguage,
  preferences: defaultPreferences,
  step: { at: 'attract' },
  party: null,
  pendingNumber: null,
  answer: null,
  selected: [],
  payToken: null,
  pid: null,
  numbersTried: [],
};

/** Different numbers one visitor may look up: a family needs a few, a snooper needs many (domain 7, row 8). */
export const maxNumbersPerSession = 6;
