import { z } from 'zod';

/** The six languages the kiosk is built for, in the order of the language screen. */
export const languages = ['ar', 'en', 'ur', 'hi', 'bn', 'fil'] as const;
export const languageSchema = z.enum(languages);
export type Language = z.infer<typeof languageSchema>;

/** Languages a visitor may choose, in that order. */
export const offeredLanguages: readonly Language[] = languages;

/** Where every session starts and returns to. */
export const defaultLanguage: Language = 'ar';

/** Writing direction of a language. */
export function directionOf(language: Language): 'rtl' | 'ltr' {
  return language === 'ar' || language === 'ur' ? 'rtl' : 'ltr';
}

/** A text that came as data (an offence, a place, an office), in the languages its source has. */
export const localTextSchema = z.object({
  ar: z.string().max(500),
  en: z.string().max(500),
  ur: z.string().max(500).optional(),
  hi: z.string().max(500).optional(),
  bn: z.string().max(500).optional(),
  fil: z.string().max(500).optional(),
});
export type LocalText = z.infer<typeof localTextSchema>;

/** The text in the asked language, else English for non-Arabic readers. */
export function textIn(text: LocalText, language: Language): string {
  return text[language] ?? text.en;
}

/** The language `textIn` takes the text from. */
export function languageIn(text: LocalText, language: Language): Language {
  return text[language] === undefined ? 'en' : language;
}
