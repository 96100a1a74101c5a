import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../../src-shared/domain/language.ts';
import type { Fils } from '../../src-shared/domain/money.ts';
import { dateText, localeOf, timeText } from './formats.ts';

/*
 * Values as they are heard. A voice reads a number, a time and a date of its language right by itself (checked with
 * espeak-ng 1.51 in all five languages); what it cannot know is what an amount or a reference is.
 */

interface SpokenPatterns {
  /** `count` picks the form; `n` is the number without the commas that a voice would take for pauses. */
  readonly dinars: string;
  readonly fils: string;
  /** Between dinars and fils. */
  readonly and: string;
  /** A masked number: `digits` are the last ones. */
  readonly ending: string;
}

const patterns: Readonly<Record<Language, SpokenPatterns>> = {
  ar: {
    dinars: '{count, plural, one {دينارٌ واحِد} two {دينارانِ} few {{n} دَنانير} many {{n} دينارًا} other {{n} دينار}}',
    fils: '{count, plural, one {فِلسٌ واحِد} two {فِلسانِ} few {{n} فُلوس} many {{n} فِلسًا} other {{n} فِلس}}',
    and: ' وَ ',
    ending: 'رقمٌ آخِرُه {digits}',
  },
  en: {
    dinars: '{count, plural, one {{n} dinar} other {{n} dinars}}',
    fils: '{count, plural, one {{n} fils} other {{n} fils}}',
    and: ' ',
    ending: 'number ending in {digits}',
  },
  ur: {
    dinars: '{count, plural, one {{n} دینار} other {{n} دینار}}',
    fils: '{count, plural, one {{n} فلس} other {{n} فلس}}',
    and: ' اور ',
    ending: 'نمبر، جس کے آخر میں {digits} ہے',
  },
  hi: {
    dinars: '{count, plural, one {{n} दीनार} other {{n} दीनार}}',
    fils: '{count, plural, one {{n} फ़िल्स} other {{n} फ़िल्स}}',
    and: ' और ',
    ending: 'नंबर, जिसके आख़िर में {digits} है',
  },
  bn: {
    dinars: '{count, plural, one {{n} দিনার} other {{n} দিনার}}',
    fils: '{count, plural, one {{n} ফিলস} other {{n} ফিলস}}',
    and: ' ',
    ending: 'নম্বর, যার শেষে {digits}',
  },
  fil: {
    dinars: '{count, plural, one {{n} dinar} other {{n} na dinar}}',
    fils: '{count, plural, one {{n} fils} other {{n} na fils}}',
    and: ' at ',
    ending: 'numerong nagtatapos sa {digits}',
  },
};

const compiled = new Map<string, IntlMessageFormat>();

function say(language: Language, name: 'dinars' | 'fils' | 'ending', values: Record<string, string | number>): string {
  const known = compiled.get(`${language} ${name}`);
  const format = known ?? new IntlMessageFormat(patterns[language][name], localeOf(language));
  if (!known) compiled.set(`${language} ${name}`, format);
  return String(format.format(values));
}

const counted = (count: number): { count: number; n: string } => ({ count, n: String(count) });

/** An amount in words: `12 dinars 500 fils`. */
export function spokenMoney(amount: Fils, language: Language): string {
  const dinars = Math.trunc(amount / 1000);
  const rest = amount % 1000;
  const parts: string[] = [];
  if (dinars > 0 || rest === 0) parts.push(say(language, 'dinars', counted(dinars)));
  if (rest > 0) parts.push(say(language, 'fils', counted(rest)));
  return parts.join(patterns[language].and);
}

/** An id, plate or reference: digits one by one in pairs with a pause between, letters one by one. Dots are its masked part. */
export function spokenId(text: string, language: Language): string {
  const masked = text.includes('•');
  const runs = text.match(/\d+|\p{L}+/gu) ?? [];
  const digits = runs.map((run) => (/^\d/.test(run) ? inPairs(run) : [...run].join(' '))).join(', ');
  return masked ? say(language, 'ending', { digits }) : digits;
}

/** `39912` → `3 9, 9 1, 2`. */
function inPairs(digits: string): string {
  return (digits.match(/\d\d?/g) ?? []).map((pair) => [...pair].join(' ')).join(', ');
}

/** `22 November 2026`: a voice would take the strokes of a short date for fractions. */
export function spokenDate(iso: string, language: Language): string {
  return dateText(iso, language);
}

/** Date and time of an instant. */
export function spokenMoment(iso: string, language: Language): string {
  return `${dateText(iso, language)}, ${timeText(iso)}`;
}

/** `1 minute, 5 seconds` for 65 seconds. */
export function spokenElapsed(seconds: number, language: Language): string {
  const minutes = Math.trunc(seconds / 60);
  const parts = [unit(seconds % 60, 'second', language)];
  return minutes === 0 ? (parts[0] ?? '') : [unit(minutes, 'minute', language), ...parts].join(', ');
}

function unit(count: number, name: 'minute' | 'second', language: Language): string {
  const format = new Intl.NumberFormat(localeOf(language), { style: 'unit', unit: name, unitDisplay: 'long' });
  return format.format(count);
}
