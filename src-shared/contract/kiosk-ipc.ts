import { z } from 'zod';
import { challengeSchema } from '../domain/challenge.ts';
import { maxTyped } from '../domain/field.ts';
import { findingSchema } from '../domain/finding.ts';
import { inquiryAnswerSchema } from '../domain/inquiry.ts';
import { languageSchema, localTextSchema } from '../domain/language.ts';
import { filsSchema } from '../domain/money.ts';
import { choiceSchema, noticeSchema } from '../domain/notice.ts';
import { officeSchema } from '../domain/obligation.ts';
import { printerStatusSchema } from '../domain/printer-status.ts';
import { railSchema, receiptSchema } from '../domain/receipt.ts';
import { longestScan } from '../domain/scan.ts';
import { notPaidReasonSchema, paymentStateSchema, unknownReasonSchema } from '../payment/states.ts';
import { departments } from '../services/service.ts';
import { preferencesChangeSchema, preferencesSchema } from '../session/preferences.ts';
import { stepSchema } from '../session/steps.ts';
import { audioRouteSchema, longestSpeech, spokenItemSchema, type Sound } from '../speech/spoken.ts';
import type { KioskVerb } from './kiosk-verbs.ts';

const nothing = z.strictObject({});
const serviceId = z.string().min(1).max(40);
const obligationId = z.string().min(1).max(64);

/**
 * What the kiosk window may ask for: intents, going up. Each verb is one IPC channel `kiosk:<verb>`.
 * No intent carries an amount, a path or an identifier the window was not given.
 */
export const kioskIntents = {
  /** The page has loaded and wants snapshots. */
  ready: nothing,
  /** The page has painted its first screen and can be touched; sent once. */
  drawn: z.strictObject({
    /** False when no frame came while it waited: the page is put together and nobody may see it. */
    framesRun: z.boolean(),
  }),
  /** A touch or key that means nothing else: keeps the session alive. At most one a second is sent. */
  activity: nothing,
  /** First touch on the attract screen. */
  begin: nothing,
  chooseLanguage: z.strictObject({ language: languageSchema }),
  openDepartment: z.strictObject({ department: z.enum(departments) }),
  /** How the kiosk should look, sound and wait for this visitor. */
  setPreferences: preferencesChangeSchema,
  /** What the window shows, to be said. Known while speech is on. */
  say: z.strictObject({ items: z.array(spokenItemSchema).max(longestSpeech), how: z.enum(['replace', 'append']) }),
  /** A key or a touch: silence. */
  hush: nothing,
  /** A sound has been played to its end. */
  soundEnded: z.strictObject({ id: z.string().max(20) }),
  chooseService: z.strictObject({ serviceId }),
  /** What was entered for the question on the screen, as entered. */
  submitField: z.strictObject({ typed: z.string().max(maxTyped) }),
  /** Take what this visit has already told instead. */
  useKnown: nothing,
  /** The verification code, as typed. */
  submitCode: z.strictObject({ typed: z.string().max(maxTyped) }),
  /** Show an answer about health. */
  showFinding: nothing,
  /**
   * One line of a scanner that types like a keyboard, as it came. `whole` is false when its end never came. One character
   * more than a scan may have, so that too long is told from long.
   */
  scanned: z.strictObject({
    text: z
      .string()
      .min(1)
      .max(longestScan + 1)
      .regex(/^\P{Cc}+$/u),
    whole: z.boolean(),
  }),
  /** Answer to "is this a unified number?" */
  confirmUnified: z.strictObject({ yes: z.boolean() }),
  retryInquiry: nothing,
  toggleItem: z.strictObject({ obligationId }),
  selectAll: nothing,
  clearSelection: nothing,
  showTicket: z.strictObject({ obligationId }),
  review: nothing,
  chooseRail: nothing,
  /** `token` is the one-shot token of the snapshot: a second tap carries a used one and does nothing. */
  pay: z.strictObject({ rail: railSchema, token: z.string().max(64) }),
  /** Take the fresh list after the amount changed or an item was paid meanwhile. */
  acceptChanges: nothing,
  /** A key of our own pad, typed into the hosted page on this screen. Never logged, counted or kept. */
  pressPageKey: z.strictObject({
    key: z.enum(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'Backspace', 'Tab']),
  }),
  /** Asks to give up a payment that has not been made yet. */
  cancelPayment: nothing,
  /** Leaves a payment whose outcome is not known: it goes on being followed in the background. */
  leavePayment: nothing,
  tryAgain: nothing,
  printReceipt: nothing,
  printSlip: nothing,
  /** To the screen that asks for the code of a paper of a short time ago. */
  openReprint: nothing,
  submitReprint: z.strictObject({ typed: z.string().max(maxTyped) }),
  goBack: nothing,
  /** Back to the service home, keeping the language; wipes what was found. */
  home: nothing,
  /** "I'm still here" */
  stay: nothing,
  /** Ends the session: one `endSession` that wipes. */
  finish: nothing,
  /** Somebody touched the four corners in turn: staff want to come in. Main decides whether and when. */
  askStaff: nothing,
  /** A Content-Security-Policy violation or an uncaught error of the page, for the log. */
  reportFault: z.strictObject({ kind: z.enum(['csp', 'error']), text: z.string().max(500) }),
} as const satisfies Record<KioskVerb, z.ZodType>;
export type { KioskVerb } from './kiosk-verbs.ts';
export type KioskIntent<V extends KioskVerb> = z.infer<(typeof kioskIntents)[V]>;

/** `not_now`: the step does not know this intent; the window simply waits for the next snapshot. */
export const intentReplySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.null() }),
  z.object({ ok: z.literal(false), error: z.enum(['not_now', 'bad_request', 'too_fast', 'refused']) }),
]);
export type IntentReply = z.infer<typeof intentReplySchema>;

/** A payment as the window may see it: a public status, never the record. */
export const paymentViewSchema = z.object({
  state: paymentStateSchema,
  rail: railSchema,
  totalFils: filsSchema,
  itemCount: z.int().positive(),
  /** First 8 digits of the pid, in capitals, for people to quote. */
  reference: z.string(),
  /** Only on the phone rail while the page can be paid: the address for the QR code. */
  pageUrl: z.string().nullable(),
  /** The visitor pressed Pay on the page: from here on leaving proves nothing. */
  pageOpened: z.boolean(),
  /** Whole seconds since the page was handed out. */
  elapsedSeconds: z.int().nonnegative(),
  /** May the visitor still give up here? */
  canCancel: z.boolean(),
  /** The visitor asked to cancel and the gateway is being asked. */
  cancelling: z.boolean(),
  unknownReason: unknownReasonSchema.nullable(),
  notPaidReason: notPaidReasonSchema.nullable(),
  /** A card is left in the terminal's reader. */
  cardLeft: z.boolean(),
  /** What goes back to the payer; null when nothing does. `whole`: the payment settled nothing. */
  refund: z.object({ amountFils: filsSchema, whole: z.boolean() }).nullable(),
  /** The case people work on, to be quoted at the counter. */
  caseId: z.string().nullable(),
  /** The kiosk restarted while this payment was open. */
  afterRestart: z.boolean(),
});
export type PaymentView = z.infer<typeof paymentViewSchema>;

/** The print job of this session. */
export const printViewSchema = z.object({
  what: z.enum(['receipt', 'slip', 'note']),
  state: z.enum(['printing', 'printed', 'failed']),
});
export type PrintView = z.infer<typeof printViewSchema>;

/** Everything the kiosk window draws: goes down, whole, on every change. The window never decides. */
export const snapshotSchema = z.object({
  /** Strictly rises. */
  revision: z.int().nonnegative(),
  language: languageSchema,
  preferences: preferencesSchema,
  /** Where sound goes now. */
  audioRoute: audioRouteSchema,
  step: stepSchema,
  /** Masked number of the party being looked up, while there is one. */
  maskedNumber: z.string().nullable(),
  /** What this visit has told before and the question on the screen asks again, masked; null when nothing. */
  knownEntry: z.string().max(40).nullable(),
  /** What is to be proved before the answer, on the screen that asks for a code. */
  challenge: challengeSchema.nullable(),
  /** The answer of a service that is not a list; absent while it waits for a touch. */
  finding: findingSchema.nullable(),
  /** Which answer belongs to this snapshot; the answer itself is sent once. */
  answerId: z.string().nullable(),
  selected: z.array(obligationId).max(5000),
  /** Sum of the selected items, without the service charge. */
  selectedFils: filsSchema,
  serviceChargeFils: filsSchema,
  /** Selected items plus service charge: what will be paid. */
  totalFils: filsSchema,
  /** One-shot; null when paying is not possible now. */
  payToken: z.string().nullable(),
  /** Rails that can be used now, in the order to offer. */
  rails: z.array(railSchema).max(3),
  payment: paymentViewSchema.nullable(),
  receipt: receiptSchema.nullable(),
  print: printViewSchema.nullable(),
  reprint: z.object({
    /** Something was printed, or should have been, so short a time ago that it can be printed again. */
    offered: z.boolean(),
    /** With this the visitor gets the paper later that did not come out now. */
    code: z
      .string()
      .regex(/^\d{6}$/)
      .nullable(),
  }),
  /** Set while "are you still there?" is asked. */
  idleSecondsLeft: z.int().nonnegative().nullable(),
  kiosk: z.object({
    code: z.string(),
    site: localTextSchema,
    demo: z.boolean(),
    /** The gateway answers. */
    online: z.boolean(),
    ministry: z.enum(['up', 'slow', 'down']),
    paymentsOpen: z.boolean(),
    printer: printerStatusSchema,
    /** Most items in one payment. */
    maxItems: z.int().positive(),
    /** The fine types to choose from, the preselected one first. */
    fineTypes: z.array(choiceSchema).max(12),
    /** Messages of the ministry that hold today. */
    notices: z.array(noticeSchema).max(20),
    offices: z.array(officeSchema).max(200),
    /** Nobody can work past this; staff are needed. */
    outOfService: z.boolean(),
  }),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** One message to the kiosk window, channel `kiosk:push`. `answer` comes along when it is new. */
export const pushSchema = z.object({ snapshot: snapshotSchema, answer: inquiryAnswerSchema.optional() });
export type Push = z.infer<typeof pushSchema>;

/** What the preload puts on `window.wafa`. */
export interface KioskBridge {
  intents: { readonly [V in KioskVerb]: (intent: KioskIntent<V>) => Promise<unknown> };
  /** Calls back with every push, unparsed; the page checks it against `pushSchema`. */
  onPush(receive: (push: unknown) => void): void;
  /** Calls back with what should sound, from main's own hand. */
  onSound(receive: (sound: Sound) => void): void;
}
