import { inject, provide, type InjectionKey } from 'vue';
import { directionOf, textIn, type Language, type LocalText } from '../../src-shared/domain/language.ts';
import type { Fils } from '../../src-shared/domain/money.ts';
import { moneyText, shortDateText, timeText } from '../language/formats.ts';
import { paperWordsOf, type PaperWord } from '../language/paper/words.ts';

/** The two languages of one paper: the visitor's, and beside it Arabic, or English where the visitor's is Arabic. */
export interface Tongues {
  readonly language: Language;
  readonly direction: 'rtl' | 'ltr';
  readonly other: Language;
  readonly otherDirection: 'rtl' | 'ltr';
  /** In the visitor's language. */
  t(word: PaperWord): string;
  /** In the other one. */
  also(word: PaperWord): string;
  /** A text that came as data, in the visitor's language. */
  text(text: LocalText): string;
  money(amount: Fils): string;
  /** `22/11/2026 09:26`, Kuwait. */
  moment(iso: string): string;
  /** `22/11/2026`. */
  day(iso: string): string;
}

/** Both languages of a paper in `language`. */
export function tonguesOf(language: Language): Tongues {
  const other = language === 'ar' ? 'en' : 'ar';
  const [words, otherWords] = [paperWordsOf(language), paperWordsOf(other)];
  return {
    language,
    direction: directionOf(language),
    other,
    otherDirection: directionOf(other),
    t: (word) => words[word],
    also: (word) => otherWords[word],
    text: (text) => textIn(text, language),
    money: (amount) => moneyText(amount, language),
    moment: (iso) => `${shortDateText(iso)} ${timeText(iso)}`,
    day: shortDateText,
  };
}

const key: InjectionKey<Tongues> = Symbol('tongues');

/** Makes a language the one of every component below. */
export function provideTongues(language: Language): Tongues {
  const tongues = tonguesOf(language);
  provide(key, tongues);
  return tongues;
}

/** The languages of the paper this component stands on. */
export function useTongues(): Tongues {
  const tongues = inject(key);
  if (!tongues) throw new Error('useTongues needs provideTongues above it');
  return tongues;
}
