import { z } from 'zod';
import { staffIdSchema } from '../staff/directory.ts';
import { staffRoleSchema } from '../staff/roles.ts';
import { allowed, type StaffAction } from '../staff/actions.ts';
import { pidSchema } from '../domain/receipt.ts';
import { closingSchema } from '../payment/closing.ts';
import { paymentQuerySchema } from '../staff/payment-query.ts';
import { dayViewSchema } from './staff/day.ts';
import { enrolViewSchema } from './staff/enrol.ts';
import { paymentsViewSchema, paymentViewSchema } from './staff/payments.ts';
import { bundleNameSchema, programNameSchema, carryViewSchema, stickNameSchema } from './staff/carry.ts';
import { logQuerySchema, logViewSchema } from './staff/log.ts';
import { outboxViewSchema, owedIdSchema } from './staff/outbox.ts';
import {
  brightnessSchema,
  machineViewSchema,
  paperWishSchema,
  touchMatrixSchema,
  volumeSchema,
} from './staff/machine.ts';
import { clockReasonSchema, statusViewSchema } from './staff/status.ts';
import type { StaffVerb } from './staff-verbs.ts';

/*
 * Between the staff page and main: intents go up, one snapshot comes down whole. The page never decides what somebody
 * may do; it shows what the snapshot allows.
 */

const nothing = z.strictObject({});
const onePayment = z.strictObject({ pid: pidSchema });

/** Staff words are written in these. */
export const staffLanguageSchema = z.enum(['ar', 'en']);
export type StaffLanguage = z.infer<typeof staffLanguageSchema>;

/** The pages staff can go to from every page, in the order of their list, and what seeing one takes. */
export const pageActions = {
  status: 'seeStatus',
  payments: 'findPayments',
  outbox: 'seeOutbox',
  day: 'seeDay',
  machine: 'changePaper',
  carry: 'carry',
  log: 'seeLog',
} as const satisfies Record<string, StaffAction>;
export type PlaceName = keyof typeof pageActions;
// The keys of a `const` object are exactly its own.
export const placeNames = Object.keys(pageActions) as [PlaceName, ...PlaceName[]];
export const placeNameSchema = z.enum(placeNames);

/** Verb → what comes with it. */
export const staffIntents = {
  ready: nothing,
  activity: nothing,
  chooseLanguage: z.strictObject({ language: staffLanguageSchema }),
  /** As typed. Never logged. */
  signIn: z.strictObject({ id: z.string().max(20), pin: z.string().max(20) }),
  /** As typed or scanned; whoever holds a one-time code may use it. Never logged. */
  enrol: z.strictObject({ code: z.string().max(80) }),
  /** Are the words on the screen the office's? */
  compareWords: z.strictObject({ same: z.boolean() }),
  /** Read by a scanner that types. Never logged. */
  showBadge: z.strictObject({ text: z.string().max(80) }),
  leave: nothing,
  closeDay: nothing,
  printDay: z.strictObject({ which: z.enum(['x', 'z']), language: staffLanguageSchema }),
  reportFault: z.strictObject({ kind: z.enum(['csp', 'error']), text: z.string().max(500) }),
  goTo: z.strictObject({ place: placeNameSchema }),
  printPage: z.strictObject({ language: staffLanguageSchema }),
  lookAgain: nothing,
  vouchForClock: z.strictObject({ reason: clockReasonSchema }),
  findPayments: z.strictObject({ query: paymentQuerySchema }),
  openPayment: onePayment,
  reprintPayment: z.strictObject({ pid: pidSchema, language: staffLanguageSchema }),
  askPayment: onePayment,
  handOverPayment: z.strictObject({ pid: pidSchema, language: staffLanguageSchema }),
  /** What two people saw. The second says who they are with it; never logged. */
  closePayment: z.strictObject({
    pid: pidSchema,
    closing: closingSchema,
    second: z.strictObject({ id: z.string().max(20), pin: z.string().max(20) }),
  }),
  retryOwed: owedIdSchema,
  retryAllOwed: nothing,
  lookForSticks: nothing,
  exportData: z.strictObject({ stick: stickNameSchema }),
  offerRequests: z.strictObject({ stick: stickNameSchema }),
  bringIn: z.strictObject({ stick: stickNameSchema, bundle: bundleNameSchema }),
  putInProgram: z.strictObject({ stick: stickNameSchema, program: programNameSchema }),
  searchLog: z.strictObject({ query: logQuerySchema }),
  takeOutOfService: nothing,
  bringBack: nothing,
  changePaper: z.strictObject({ wish: paperWishSchema, language: staffLanguageSchema }),
  testPrint: z.strictObject({ language: staffLanguageSchema }),
  testSound: nothing,
  /** All targets were hit where they are. */
  noteTouchTest: z.strictObject({ good: z.boolean() }),
  calibrateTouch: z.strictObject({ matrix: touchMatrixSchema }),
  adjustVolume: z.strictObject({ volume: volumeSchema }),
  adjustBrightness: z.strictObject({ brightness: brightnessSchema }),
  restart: nothing,
  shutDown: nothing,
} as const satisfies Record<StaffVerb, z.ZodType>;
export type StaffIntent<V extends StaffVerb> = z.infer<(typeof staffIntents)[V]>;

/** The page somebody is on, with everything it shows. */
export const placeViewSchema = z.discriminatedUnion('name', [
  statusViewSchema,
  paymentsViewSchema,
  paymentViewSchema,
  outboxViewSchema,
  dayViewSchema,
  carryViewSchema,
  logViewSchema,
  machineViewSchema,
]);
export type PlaceView = z.infer<typeof placeViewSchema>;
export type PlaceViewOf<N extends PlaceView['name']> = Extract<PlaceView, { name: N }>;

/** Why somebody was not signed in. `badge`: the PIN was right, and the badge was not shown yet. */
export const signInProblemSchema = z.enum([
  ...(['wrong', 'locked', 'no_directory', 'expired', 'put_back', 'not_written'] as const),
  ...(['badge', 'wrong_badge'] as const),
]);
export type SignInProblem = z.infer<typeof signInProblemSchema>;

/** What the last thing done led to; its words are `notice.<code>`. */
export const staffNoticeSchema = z.strictObject({
  kind: z.enum(['done', 'problem']),
  code: z.string().max(60),
});
export type StaffNotice = z.infer<typeof staffNoticeSchema>;

// The keys of a `const` object are exactly its own.
const actionNames = Object.keys(allowed) as [StaffAction, ...StaffAction[]];

export const staffSnapshotSchema = z.strictObject({
  /** Strictly rises. */
  revision: z.int().nonnegative(),
  language: staffLanguageSchema,
  kioskCode: z.string(),
  demo: z.boolean(),
  /** Set while the kiosk is nobody: nobody can sign in, and the page enrols it. */
  enrolment: enrolViewSchema.nullable(),
  /** Null: nobody is signed in, and the page asks who is there. */
  who: z
    .strictObject({
      id: staffIdSchema,
      name: z.string(),
      role: staffRoleSchema,
      actions: z.array(z.enum(actionNames)),
    })
    .nullable(),
  /** Pages this person may go to. */
  pages: z.array(placeNameSchema),
  signIn: z.strictObject({
    problem: signInProblemSchema.nullable(),
    /** Whole seconds until somebody may try again; 0 = now. */
    waitSeconds: z.int().nonnegative(),
  }),
  /** Set while "are you still there?" is asked: whole seconds until the sign-out. */
  endsInSeconds: z.int().nonnegative().nullable(),
  /** Something takes its time; until it is over nothing else is done. */
  busy: z.boolean(),
  notice: staffNoticeSchema.nullable(),
  place: placeViewSchema.nullable(),
});
export type StaffSnapshot = z.infer<typeof staffSnapshotSchema>;

/** What the preload puts on `window.wafaStaff`. */
export interface StaffBridge {
  intents: { readonly [V in StaffVerb]: (intent: StaffIntent<V>) => Promise<unknown> };
  /** Calls back with every snapshot, unparsed; the page checks it against the schema. */
  onPush(receive: (snapshot: unknown) => void): void;
}
