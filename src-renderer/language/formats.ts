import type { Fils } from '../../src-shared/domain/money.ts';
import type { Language } from '../../src-shared/domain/language.ts';

/** Western digits and the Gregorian calendar everywhere, or screen, receipt and terminal would differ. */
const dateLocales: Record<Language, string> = {
  ar: 'ar-KW-u-nu-latn-ca-gregory',
  // en-KW writes month before day.
  en: 'en-GB',
  ur: 'ur-u-nu-latn-ca-gregory',
  hi: 'hi-u-nu-latn-ca-gregory',
  bn: 'bn-u-nu-latn-ca-gregory',
  fil: 'fil-u-nu-latn-ca-gregory',
};

/** The locale for plural rules and numbers of a language. */
export function localeOf(language: Language): string {
  return dateLocales[language];
}

/** An amount in its two parts, `12.500` and `KWD` or `د.ك`. */
export interface MoneyParts {
  readonly number: string;
  readonly currency: string;
  /** Arabic writes the sign after the number. */
  readonly currencyFirst: boolean;
}

/** Fils as dinars with three decimals and grouped thousands, from whole numbers only. */
export function moneyParts(amount: Fils, language: Language): MoneyParts {
  return partsOf(amount, language);
}

function partsOf(amount: number, language: Language): MoneyParts {
  const dinars = String(Math.trunc(amount / 1000)).replace(/\B(?=(\d{3})+$)/g, ',');
  const number = `${dinars}.${String(amount % 1000).padStart(3, '0')}`;
  return language === 'ar'
    ? { number, currency: 'د.ك', currencyFirst: false }
    : { number, currency: 'KWD', currencyFirst: true };
}

/** An amount as one text that does not break across lines. */
export function moneyText(amount: Fils, language: Language): string {
  return sumText(amount, language);
}

/** The same for a sum of many payments, fils, which may be more than one payment can be. */
export function sumText(total: number, language: Language): string {
  const { number, currency, currencyFirst } = partsOf(total, language);
  return currencyFirst ? `${currency}\u00a0${number}` : `${number}\u00a0${currency}`;
}

const zone = 'Asia/Kuwait';
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: Language, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(dateLocales[language], { timeZone: zone, ...options });
  formatters.set(key, made);
  return made;
}

/** `22 November 2026`; takes an instant or a calendar day (YYYY-MM-DD). */
export function dateText(iso: string, language: Language): string {
  return formatter(language, 'date', { day: 'numeric', month: 'long', year: 'numeric' }).format(instantOf(iso));
}

/** `22/11/2026`, always day first, for lists and narrow columns. */
export function shortDateText(iso: string): string {
  return formatter('en', 'short date', { day: '2-digit', month: '2-digit', year: 'numeric' }).format(instantOf(iso));
}

/** `09:26`, 24 hours in every language: short, and nothing to translate. */
export function timeText(iso: string): string {
  return formatter('en', 'time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instantOf(iso));
}

/** Noon in Kuwait stands for a day that has no time. */
function instantOf(iso: string): Date {
  return new Date(iso.length === 10 ? `${iso}T12:00:00+03:00` : iso);
}

const steps = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;

/**
 * How long ago: `3 hours ago`. Under a minute and in the future (a jumped clock) it says `now`. Days are always
 * counted: Hindi's one word for "two days ago" also means "in two days".
 */
export function ageText(iso: string, nowMs: number, language: Language): string {
  const age = Math.max(0, nowMs - instantOf(iso).getTime());
  const step = steps.find(({ ms }) => age >= ms);
  const relative = (numeric: 'always' | 'auto'): Intl.RelativeTimeFormat =>
    new Intl.RelativeTimeFormat(dateLocales[language], { numeric });
  return step ? relative('always').format(-Math.floor(age / step.ms), step.unit) : relative('auto').format(0, 'second');
}

/** `1:05` for 65 seconds. */
export function elapsedText(seconds: number): string {
  return `${Math.trunc(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
