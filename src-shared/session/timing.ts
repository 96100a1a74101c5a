import type { PaymentState } from '../payment/states.ts';
import type { Preferences } from './preferences.ts';
import type { StepName } from './steps.ts';

/** Silence until the warning, then the time the warning stays (experience 4). Milliseconds. */
export interface IdleLimits {
  readonly silenceMs: number;
  readonly warningMs: number;
}

/** Every warning lasts at least 30 s; WCAG 2.2.1 asks for 20 s. */
export const warningMs = 30_000;
export const readingSilenceMs = 45_000;
export const typingSilenceMs = 90_000;
export const resultSilenceMs = 30_000;
export const unknownSilenceMs = 180_000;
/** How long "thank you" stays before the kiosk is free again. No warning: nothing personal is on it. */
export const goodbyeMs = 6_000;

/** How many times as long every limit is for this visitor (A16; WCAG 2.2.1 asks for ten). */
export function patience(preferences: Pick<Preferences, 'moreTime'>): number {
  return preferences.moreTime ? 10 : 1;
}

const byStep: Readonly<Record<Exclude<StepName, 'payment'>, number | null>> = {
  attract: null,
  language: readingSilenceMs,
  home: readingSilenceMs,
  department: readingSilenceMs,
  information: typingSilenceMs,
  ask: typingSilenceMs,
  ask_code: typingSilenceMs,
  inquiring: null,
  inquiry_failed: readingSilenceMs,
  finding: typingSilenceMs,
  list: typingSilenceMs,
  ticket: typingSilenceMs,
  review: typingSilenceMs,
  choose_rail: typingSilenceMs,
  starting_payment: null,
  quote_changed: typingSilenceMs,
  payment_closed: readingSilenceMs,
  slip: resultSilenceMs,
  reprint: typingSilenceMs,
  goodbye: null,
};

/**
 * How long this step may stay untouched; null = no limit. Money in motion has none (A17), except that a
 * visitor who walks away from the phone's or the view's page gives the kiosk back to the next one: the
 * attempt itself goes on being followed.
 */
export function idleLimits(
  step: StepName,
  payment: { state: PaymentState; pageOpened: boolean } | null,
  preferences: Pick<Preferences, 'moreTime'>,
): IdleLimits | null {
  const silenceMs = step === 'payment' ? paymentSilence(payment) : byStep[step];
  const times = patience(preferences);
  return silenceMs === null ? null : { silenceMs: silenceMs * times, warningMs: warningMs * times };
}

function paymentSilence(payment: { state: PaymentState; pageOpened: boolean } | null): number | null {
  switch (payment?.state) {
    case undefined:
    case 'created':
    case 'reserved':
      return null;
    case 'sending':
    case 'unknown':
      return unknownSilenceMs;
    case 'captured':
    case 'posted':
    case 'not_charged':
    case 'cancelled':
      return resultSilenceMs;
    default:
      return unknownSilenceMs;
  }
}
