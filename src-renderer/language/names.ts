import type { Language } from '../../src-shared/domain/language.ts';

/** Each language's name for itself. Apart from the other words: it is shown before its language is loaded. */
export const languageNames: Readonly<Record<Language, string>> = {
  ar: 'العربية',
  en: 'English',
  ur: 'اردو',
  hi: 'हिन्दी',
  bn: 'বাংলা',
  fil: 'Filipino',
};
