import { computed, inject, provide, type ComputedRef, type InjectionKey, type Ref } from 'vue';
import { directionOf, textIn, type Language, type LocalText } from '../../src-shared/domain/language.ts';
import type { Fils } from '../../src-shared/domain/money.ts';
import { ageText, dateText, elapsedText, moneyText, shortDateText, timeText } from './formats.ts';
import type { MessageKey } from './message-keys.ts';
import { messageText, spokenMessage, type Isolated, type MessageValues } from './messages.ts';
import { noteForm } from './spoken-forms.ts';
import { noteMessage } from './spoken-messages.ts';
import { spokenDate, spokenElapsed, spokenId, spokenMoment, spokenMoney } from './spoken-values.ts';

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

/** The words of one language, whatever the visitor's. Each leaves its spoken form behind. */
export function wordsIn(language: Language): Words {
  const direction = directionOf(language);
  const value = (text: string, dir: Isolated['dir'], say: () => string, personal?: false): Isolated => {
    noteForm(language, text, { key: null, personal: personal ?? true, fixed: false, say });
    return personal === false ? { text, dir, spoken: say, personal } : { text, dir, spoken: say };
  };
  const noted = (key: MessageKey, values: MessageValues | undefined, text: string): string => {
    noteMessage(language, key, values, text);
    return text;
  };
  const moment = (iso: string): string =>
    `${dateText(iso, language)}${direction === 'rtl' ? '،' : ','} ${timeText(iso)}`;
  const data = (text: LocalText): string => textIn(text, language);
  return {
    language,
    direction,
    t: (key, values) => noted(key, values, messageText(language, key, values)),
    spoken: (key, values) => noted(key, values, spokenMessage(language, key, values)),
    text: (text) => value(data(text), 'auto', () => data(text)).text,
    phrase: (text) => value(data(text), 'auto', () => data(text)),
    money: (amount) => value(moneyText(amount, language), direction, () => spokenMoney(amount, language)),
    date: (iso) => value(dateText(iso, language), direction, () => spokenDate(iso, language)),
    shortDate: (iso) => value(shortDateText(iso), 'ltr', () => spokenDate(iso, language)),
    time: (iso) => value(timeText(iso), 'ltr', () => timeText(iso)),
    moment: (iso) => value(moment(iso), direction, () => spokenMoment(iso, language)),
    age: (iso, nowMs) => ageText(iso, nowMs, language),
    elapsed: (seconds) => value(elapsedText(seconds), 'ltr', () => spokenElapsed(seconds, language), false),
    id: (text) => value(text, 'ltr', () => spokenId(text, language)),
  };
}

/** The words of the visitor's language; reading `.value` in a template follows a change of language. */
export function useWords(): ComputedRef<Words> {
  const language = inject(languageKey);
  if (!language) throw new Error('useWords needs provideLanguage above it');
  return computed(() => wordsIn(language.value));
}
