import type { Challenge } from '../domain/challenge.ts';
import type { FieldValues } from '../domain/field.ts';
import type { Finding } from '../domain/finding.ts';
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
  /** The service under way, or the one the payment belongs to. */
  readonly serviceId: string | null;
  /** What was told for this service, each checked. The full numbers are here and nowhere else. */
  readonly fields: FieldValues;
  /** What this visit has told so far, offered instead of asked again (A21). */
  readonly known: FieldValues;
  /** Whom what is owed is about. */
  readonly party: Party | null;
  /** Twelve digits that may be a unified number, while the visitor is asked. */
  readonly pendingNumber: string | null;
  /** The code that is asked for. */
  readonly challenge: Challenge | null;
  /** The gateway's word that the code was right; carried to the reservation. */
  readonly grant: string | null;
  readonly answer: InquiryAnswer | null;
  readonly finding: Finding | null;
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
  serviceId: null,
  fields: {},
  known: {},
  party: null,
  pendingNumber: null,
  challenge: null,
  grant: null,
  answer: null,
  finding: null,
  selected: [],
  payToken: null,
  pid: null,
  numbersTried: [],
};

/** Different numbers one visitor may look up: a family needs a few, a snooper needs many (domain 7, row 8). */
export const maxNumbersPerSession = 6;

/** What a visitor leaves behind on the way to another service: language and preferences, what was told, the count of numbers. */
export function cleared(state: SessionState): SessionState {
  const { language, preferences, known, numbersTried } = state;
  return { ...initialSession, language, preferences, known, numbersTried };
}
