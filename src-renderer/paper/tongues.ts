import { inject, provide, type InjectionKey } from 'vue';
import { directionOf, textIn, type Language, type LocalText } from '../../src-shared/domain/language.ts';
import type { PaperDots } from '../../src-shared/contract/paper-ipc.ts';
import type { Fils } from '../../src-shared/domain/money.ts';
import { moneyText, shortDateText, timeText } from '../language/formats.ts';
import { paperWordsOf, type PaperWord } from '../language/paper/words.ts';

/** The same in the visitor's language and in the other one. */
export interface Said {
  readonly text: string;
  readonly also: string;
}

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
  /** Both of a word, or what is said in both already. */
  said(word: PaperWord | Said): Said;
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
    said: (word) => (typeof word === 'string' ? { text: words[word], also: otherWords[word] } : word),
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

const dotsKey: InjectionKey<PaperDots> = Symbol('paper dots');

/** Makes a width of paper the one of every component below. */
export function providePaperDots(dots: PaperDots): void {
  provide(dotsKey, dots);
}

/** What stands between the margins of the paper this component stands on, dots. */
export function useLineDots(): number {
  return inject(dotsKey, 576) === 576 ? 536 : 360;
}

/** The languages of the paper this component stands on. */
export function useTongues(): Tongues {
  const tongues = inject(key);
  if (!tongues) throw new Error('useTongues needs provideTongues above it');
  return tongues;
}
