import type { Language } from '../../src-shared/domain/language.ts';
import type { MessageKey } from './message-keys.ts';
import { speechAr } from './speech/ar.ts';
import { speechBn } from './speech/bn.ts';
import { speechEn } from './speech/en.ts';

/** Spoken texts that differ from the written ones; a key that is missing is spoken as written. */
export type SpokenTexts = Readonly<Partial<Record<MessageKey, string>>>;

const byLanguage: Partial<Record<Language, SpokenTexts>> = { ar: speechAr, en: speechEn, bn: speechBn };

/** The spoken text of a message, or undefined when it is spoken as written. */
export function spokenText(language: Language, key: MessageKey): string | undefined {
  return byLanguage[language]?.[key];
}
