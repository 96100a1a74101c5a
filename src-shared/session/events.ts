import type { ReserveReply } from '../contract/gateway-http.ts';
import type { Challenge } from '../domain/challenge.ts';
import type { FieldProblem, FieldValues } from '../domain/field.ts';
import type { Finding } from '../domain/finding.ts';
import type { InquiryAnswer, InquiryProblem, Outline } from '../domain/inquiry.ts';
import type { Language } from '../domain/language.ts';
import type { Rail } from '../domain/receipt.ts';
import type { Result } from '../result.ts';
import type { Department } from '../services/service.ts';
import type { PreferencesChange } from './preferences.ts';
import type { Question } from './question.ts';
import type { CodeProblem, PaymentClosedReason, ReprintProblem } from './steps.ts';

/** Why a visit ended, for the log. */
export type EndReason = 'finished' | 'idle' | 'left_payment' | 'window_lost' | 'too_many_numbers' | 'staff';

/** What can happen to a visit: the visitor's intents and the world's answers. */
export type SessionEvent =
  | { type: 'BEGIN' }
  | { type: 'LANGUAGE_CHOSEN'; language: Language }
  | { type: 'DEPARTMENT_OPENED'; department: Department }
  | { type: 'PREFERENCES_SET'; change: PreferencesChange }
  | { type: 'SERVICE_CHOSEN'; serviceId: string }
  /** `read` is what the entry turned out to be; `entry` what was entered, normalised. */
  | { type: 'FIELD_SUBMITTED'; entry: string; read: Result<string, FieldProblem> }
  /** A document answered the question on the screen and others with it; each value is checked. */
  | { type: 'SCAN_TAKEN'; values: FieldValues }
  /** Takes what this visit has already told, instead of entering it again (A21). */
  | { type: 'KNOWN_USED' }
  | { type: 'UNIFIED_ANSWERED'; yes: boolean }
  /** Null: the ministry wants no code. */
  | { type: 'CHALLENGE_GIVEN'; challenge: Challenge | null }
  | { type: 'CODE_SUBMITTED'; code: string }
  /** The code was wrong: there is a new challenge, or the old one again. */
  | { type: 'CODE_REFUSED'; challenge: Challenge; problem: CodeProblem }
  | { type: 'INQUIRY_ANSWERED'; answer: InquiryAnswer; grant: string | null }
  | { type: 'FINDING_ANSWERED'; finding: Finding }
  | { type: 'INQUIRY_FAILED'; problem: InquiryProblem; outline?: Outline }
  | { type: 'RETRY_INQUIRY' }
  /** Health data is shown only after this. */
  | { type: 'FINDING_SHOWN' }
  | { type: 'ITEM_TOGGLED'; obligationId: string }
  | { type: 'ALL_SELECTED' }
  | { type: 'SELECTION_CLEARED' }
  | { type: 'TICKET_OPENED'; obligationId: string }
  | { type: 'REVIEW' }
  | { type: 'CHOOSE_RAIL' }
  | { type: 'PAY'; rail: Rail; token: string }
  /** The gateway found other amounts or states: nothing was reserved. */
  | { type: 'QUOTE_CHANGED'; reply: Extract<ReserveReply, { result: 'changed' }> }
  | { type: 'PAYMENT_CLOSED'; reason: PaymentClosedReason }
  | { type: 'CHANGES_ACCEPTED' }
  /** The attempt is reserved; from here on the payment's own state rules the screen. */
  | { type: 'PAYMENT_STARTED'; pid: string }
  /** At start: an attempt of before the restart whose truth the screen must tell. */
  | { type: 'PAYMENT_ADOPTED'; pid: string; language: Language }
  /** The payment is over for this visitor: `again` when nothing was charged and they may try again. */
  | { type: 'TRY_AGAIN' }
  | { type: 'SLIP_WANTED' }
  | { type: 'REPRINT_OPENED' }
  | { type: 'REPRINT_REFUSED'; problem: ReprintProblem }
  /** The visitor has shown that this attempt is theirs. */
  | { type: 'REPRINT_FOUND'; pid: string }
  | { type: 'BACK' }
  | { type: 'HOME' }
  | { type: 'FINISH' }
  | { type: 'END'; reason: EndReason };

/** What the caller must do after a step. */
export type SessionCommand =
  /** Ask whether the ministry wants a code for this question. */
  | { do: 'challenge'; question: Question }
  | { do: 'inquire'; question: Question }
  | { do: 'start_payment'; rail: Rail; itemIds: readonly string[] }
  | { do: 'print_slip' }
  | { do: 'end_session'; reason: EndReason };
