import { IntlMessageFormat } from 'intl-messageformat';
import { shallowReactive } from 'vue';
import { directionOf, type Language } from '../../src-shared/domain/language.ts';
import { localeOf } from './formats.ts';
import type { MessageKey, Messages } from './message-keys.ts';
import { ar } from './messages/ar.ts';
import { en } from './messages/en.ts';
import { spokenText } from './speech.ts';

/**
 * The words at hand. The first screen is Arabic and English and has to be there at once; load-language.ts brings
 * the others. Reactive, so that words which arrive or change are drawn without anybody asking.
 */
const atHand = shallowReactive<Partial<Record<Language, Messages>>>({ ar, en });

/** Makes the words of a language the ones that are shown. */
export function setMessages(language: Language, messages: Messages): void {
  atHand[language] = messages;
}

/** Are the words of this language here already? */
export function hasMessages(language: Language): boolean {
  return atHand[language] !== undefined;
}

/** The words of a language; English stands in for a language whose words are not here. */
export function messagesOf(language: Language): Messages {
  return atHand[language] ?? en;
}

/**
 * A value that keeps its own direction inside a sentence: an id, a plate, an amount, a date.
 * `auto` takes the direction of the text's first strong letter.
 */
export interface Isolated {
  readonly text: string;
  readonly dir: 'ltr' | 'rtl' | 'auto';
  /** How it is heard, where that differs. */
  readonly spoken?: () => string;
  /** It says something about this visitor; so does every value that does not deny it. */
  readonly personal?: false;
}
export type MessageValues = Readonly<Record<string, string | number | Isolated>>;

/** One piece of a sentence: plain words or an isolated value. */
export type MessagePart = string | Isolated;

const compiled = new Map<string, IntlMessageFormat>();

function format(language: Language, pattern: string): IntlMessageFormat {
  const name = `${language} ${pattern}`;
  const known = compiled.get(name);
  if (known) return known;
  const made = new IntlMessageFormat(pattern, localeOf(language));
  compiled.set(name, made);
  return made;
}

/** The sentence in pieces, for `<Words>`, which puts isolated values into `<bdi>`. */
export function messageParts(language: Language, key: MessageKey, values: MessageValues = {}): MessagePart[] {
  return partsOf(language, messagesOf(language)[key], values);
}

/** A pattern of another list of words as plain text; isolated values as in `messageText`. */
export function patternText(language: Language, pattern: string, values: MessageValues = {}): string {
  return joined(partsOf(language, pattern, values), language);
}

/** What only a pattern has: a place for a value, a quoted letter, a tag. */
const syntax = /[{'<]/;

/** Most messages are words alone: to read them as patterns would cost more than all else at the first sight of a language. */
function partsOf(language: Language, pattern: string, values: MessageValues): MessagePart[] {
  if (!syntax.test(pattern)) return [pattern];
  return format(language, pattern)
    .formatToParts<Isolated>({ ...values })
    .map((part) => part.value);
}

/** The sentence as plain text; isolated values get invisible isolate marks where the language is right to left. */
export function messageText(language: Language, key: MessageKey, values: MessageValues = {}): string {
  return joined(messageParts(language, key, values), language);
}

/** The sentence as it should be heard: with its spoken text where it has one, amounts as words, ids digit by digit. */
export function spokenMessage(language: Language, key: MessageKey, values: MessageValues = {}): string {
  const pattern = spokenText(language, key) ?? messagesOf(language)[key];
  return partsOf(language, pattern, values)
    .map((part) => (typeof part === 'string' ? part : (part.spoken?.() ?? part.text)))
    .join('');
}

const isolates = { ltr: '\u2066', rtl: '\u2067', auto: '\u2068' } as const;
const isolateEnd = '\u2069';

/** Words and values in one line of plain text; isolated values as in `messageText`. */
export function joined(parts: readonly MessagePart[], language: Language): string {
  const rightToLeft = directionOf(language) === 'rtl';
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      return rightToLeft ? `${isolates[part.dir]}${part.text}${isolateEnd}` : part.text;
    })
    .join('');
}
