import { computed, inject, provide, type ComputedRef, type InjectionKey, type Ref } from 'vue';
import { directionOf, textIn, type Language, type LocalText } from '../../src-shared/domain/language.ts';
import type { Fils } from '../../src-shared/domain/money.ts';
import { ageText, dateText, elapsedText, moneyText, shortDateText, timeText } from './formats.ts';
import type { MessageKey } from './message-keys.ts';
import { messageText, spokenMessage, type Isolated, type MessageValues } from './messages.ts';

const languageKey: InjectionKey<Readonly<Ref<Language>>> = Symbol('language');

/** Makes a language the one of every component below. */
export function provideLanguage(language: Readonly<Ref<Language>>): void {
  provide(languageKey, language);
}

/** Everything that turns data into words, bound to one language. */
export interface Words {
  readonly language: Language;
  readonly direction: 'rtl' | 'ltr';
  t(key: MessageKey, values?: MessageValues): string;
  spoken(key: MessageKey, values?: MessageValues): string;
  /** A text that came as data. */
  text(text: LocalText): string;
  /** A text of unknown direction inside a sentence. */
  phrase(text: LocalText): Isolated;
  money(amount: Fils): Isolated;
  date(iso: string): Isolated;
  shortDate(iso: string): Isolated;
  time(iso: string): Isolated;
  /** Date and time of an instant. */
  moment(iso: string): Isolated;
  age(iso: string, nowMs: number): string;
  elapsed(seconds: number): Isolated;
  /** A number, plate or reference: always left to right. */
  id(text: string): Isolated;
}

/** The words of one language, whatever the visitor's. */
export function wordsIn(language: Language): Words {
  const direction = directionOf(language);
  const ltr = (text: string): Isolated => ({ text, dir: 'ltr' });
  const own = (text: string): Isolated => ({ text, dir: direction });
  return {
    language,
    direction,
    t: (key, values) => messageText(language, key, values),
    spoken: (key, values) => spokenMessage(language, key, values),
    text: (text) => textIn(text, language),
    phrase: (text) => ({ text: textIn(text, language), dir: 'auto' }),
    money: (amount) => own(moneyText(amount, language)),
    date: (iso) => own(dateText(iso, language)),
    shortDate: (iso) => ltr(shortDateText(iso)),
    time: (iso) => ltr(timeText(iso)),
    moment: (iso) => own(`${dateText(iso, language)}${direction === 'rtl' ? '،' : ','} ${timeText(iso)}`),
    age: (iso, nowMs) => ageText(iso, nowMs, language),
    elapsed: (seconds) => ltr(elapsedText(seconds)),
    id: (text) => ltr(text),
  };
}

/** The words of the visitor's language; reading `.value` in a template follows a change of language. */
export function useWords(): ComputedRef<Words> {
  const language = inject(languageKey);
  if (!language) throw new Error('useWords needs provideLanguage above it');
  return computed(() => wordsIn(language.value));
}
