import { languages, type Language } from '../../../src-shared/domain/language.ts';
import { loadLanguage } from '../../language/load-language.ts';
import { loadFontsOf } from '../../ui/fonts.ts';
import { reportFault } from '../report-faults.ts';
import type { LanguageSource } from '../shown-language.ts';

/** The first screen is in these: their written words and faces came with it. */
const ofFirstScreen: readonly Language[] = ['ar', 'en'];
const ready = new Set(ofFirstScreen);

async function prepare(language: Language): Promise<void> {
  await Promise.all([loadLanguage(language), loadFontsOf(language, document.fonts)]);
  ready.add(language);
}

const onFault = (error: unknown): void => reportFault('error', `a language could not be loaded: ${String(error)}`);

/** Words and faces as this page gets them. */
export const languageSource: LanguageSource = { isReady: (language) => ready.has(language), prepare, onFault };

/**
 * Brings how the first screen's words are said. Reading it aloud waits for this: a heading that changed its sound while
 * it is being read would count as another screen, and cut the greeting off. What is missing is said as it is written.
 */
export async function loadFirstSpokenTexts(): Promise<void> {
  await Promise.all(ofFirstScreen.map((language) => loadLanguage(language).catch(onFault)));
}

/** Brings the words of every language while nobody waits for them. Faces come with the language that needs them. */
export function loadRemainingLanguages(): void {
  for (const language of languages) loadLanguage(language).catch(onFault);
}
