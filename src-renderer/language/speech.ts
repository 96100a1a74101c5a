import type { Language } from '../../src-shared/domain/language.ts';
import type { MessageKey } from './message-keys.ts';

/** Spoken texts that differ from the written ones; a key that is missing is spoken as written. */
export type SpokenTexts = Readonly<Partial<Record<MessageKey, string>>>;

const atHand: Partial<Record<Language, SpokenTexts>> = {};

/** Makes the spoken texts of a language the ones that are heard. */
export function setSpokenTexts(language: Language, texts: SpokenTexts): void {
  atHand[language] = texts;
}

/** The spoken text of a message, or undefined when it is spoken as written. */
export function spokenText(language: Language, key: MessageKey): string | undefined {
  return atHand[language]?.[key];
}
