import type { Push } from '../../src-shared/contract/kiosk-ipc.ts';
import type { Challenge } from '../../src-shared/domain/challenge.ts';
import type { Finding } from '../../src-shared/domain/finding.ts';
import type { InquiryAnswer, InquiryProblem, Outline } from '../../src-shared/domain/inquiry.ts';
import type { Language, LocalText } from '../../src-shared/domain/language.ts';
import type { Fils } from '../../src-shared/domain/money.ts';
import type { Choice, Notice } from '../../src-shared/domain/notice.ts';
import type { Office } from '../../src-shared/domain/obligation.ts';
import type { PrinterStatus } from '../../src-shared/domain/printer-status.ts';
import type { NoteSlip, Rail, Receipt, Slip } from '../../src-shared/domain/receipt.ts';
import type { Result } from '../../src-shared/result.ts';
import type { EndReason } from '../../src-shared/session/events.ts';
import type { Question } from '../../src-shared/session/question.ts';
import type { CodeProblem } from '../../src-shared/session/steps.ts';
import type { Preferences } from '../../src-shared/session/preferences.ts';
import type { AudioRoute, SpokenItem } from '../../src-shared/speech/spoken.ts';
import type { Guide } from './guide.ts';

/** What the kiosk knows of the world around it at this moment. */
export interface KioskStatus {
  readonly kioskCode: string;
  readonly site: LocalText;
  readonly demo: boolean;
  readonly online: boolean;
  readonly ministry: 'up' | 'slow' | 'down';
  readonly paymentsOpen: boolean;
  readonly maxItems: number;
  readonly maxAmountFils: Fils;
  readonly serviceChargeFils: Fils;
  readonly rails: readonly Rail[];
  readonly printer: PrinterStatus;
  readonly fineTypes: readonly Choice[];
  readonly notices: readonly Notice[];
  readonly offices: readonly Office[];
  readonly outOfService: boolean;
  /** The time of day cannot be relied on: papers say so. */
  readonly timeInDoubt: boolean;
}

/** The window visitors see. */
export interface VisitorWindow {
  push(push: Push): void;
  /** Loads the hosted page into the isolated view, or takes the view away and wipes it. */
  showPaymentPage(url: string | null): void;
  /** Types one key into the hosted page; false while there is none. */
  pressPageKey(key: string): boolean;
  /** Replaces the page by a fresh one that remembers nothing (row 27). */
  renew(reason: EndReason): void;
}

/** The kiosk's voice, and the lights that show where to look. */
export interface Speech {
  readonly route: AudioRoute;
  readonly speaking: boolean;
  /** How the visitor wants it, and where they should look: told at every change. */
  follow(preferences: Preferences, guide: Guide): void;
  say(items: readonly SpokenItem[], how: 'replace' | 'append'): boolean;
  hush(): true;
  ended(id: string): true;
  /** The visit is over. */
  forget(): void;
}

/** Paper for visitors; every call is a watched job. */
export interface Paper {
  /** Asks the printer how it is now; the answer shows in the status. */
  look(): void;
  printReceipt(receipt: Receipt, language: Language): Promise<Result<null, PrinterStatus>>;
  /** Keeps a paid receipt without printing it: for one whose signature came after the print. */
  archive(receipt: Receipt, language: Language): Promise<void>;
  printSlip(slip: Slip, language: Language): Promise<Result<null, PrinterStatus>>;
  printNote(note: NoteSlip, language: Language): Promise<Result<null, PrinterStatus>>;
}

/** What a question led to. */
export type Found =
  | { readonly kind: 'answer'; readonly answer: InquiryAnswer; readonly grant: string | null }
  /** There is no answer, but an old copy knows that there was something, or nothing. */
  | { readonly kind: 'outline'; readonly problem: InquiryProblem; readonly outline: Outline }
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'code_refused'; readonly problem: CodeProblem; readonly challenge: Challenge };

/** Asks the ministry through the gateway; what is owed also of the kept copy. */
export interface Inquiry {
  ask(question: Question): Promise<Result<Found, InquiryProblem>>;
  /** The code the ministry wants for a question; null when it wants none. */
  challenge(question: Question): Promise<Result<Challenge | null, InquiryProblem>>;
}
