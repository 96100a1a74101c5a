import { languages, type Language } from '../../../src-shared/domain/language.ts';
import { ar } from './ar.ts';
import { bn } from './bn.ts';
import { en } from './en.ts';
import { fil } from './fil.ts';
import { hi } from './hi.ts';
import { ur } from './ur.ts';

/** Everything paper says: short labels that stand in two languages side by side, and sentences. */
export type PaperWords = { readonly [Key in keyof typeof en]: string };
export type PaperWord = keyof PaperWords;

const complete: Partial<Record<Language, PaperWords>> = { ar, en, ur, hi, bn, fil };

/** Languages whose paper words are written. */
export const paperLanguages: readonly Language[] = languages.filter((language) => complete[language] !== undefined);

/** The words of a language; English stands in for a language whose words are not complete. */
export function paperWordsOf(language: Language): PaperWords {
  return complete[language] ?? en;
}
