import { languages, type Language } from '../../src-shared/domain/language.ts';
import type { Messages } from './message-keys.ts';
import { setMessages } from './messages.ts';
import { setSpokenTexts, type SpokenTexts } from './speech.ts';

/** One language as it is loaded: a chunk of its own, so that the first screen need not wait for it. */
interface Chunk {
  readonly messages?: Messages;
  readonly speech: SpokenTexts;
}

/** Languages whose words are written. Arabic and English messages are part of the first screen's code. */
const chunks: Partial<Record<Language, () => Promise<Chunk>>> = {
  ar: async () => ({ speech: (await import('./speech/ar.ts')).speechAr }),
  en: async () => ({ speech: (await import('./speech/en.ts')).speechEn }),
  ur: async () => ({
    messages: (await import('./messages/ur.ts')).ur,
    speech: (await import('./speech/ur.ts')).speechUr,
  }),
  hi: async () => ({
    messages: (await import('./messages/hi.ts')).hi,
    speech: (await import('./speech/hi.ts')).speechHi,
  }),
  bn: async () => ({
    messages: (await import('./messages/bn.ts')).bn,
    speech: (await import('./speech/bn.ts')).speechBn,
  }),
  fil: async () => ({ messages: (await import('./messages/fil.ts')).fil, speech: {} }),
};

/** Languages with words of their own; English stands in for the others. */
export const writtenLanguages: readonly Language[] = languages.filter((language) => chunks[language] !== undefined);

const loading = new Map<Language, Promise<void>>();
const loaded = new Set<Language>();

async function load(language: Language): Promise<void> {
  const chunk = await chunks[language]?.();
  if (chunk?.messages) setMessages(language, chunk.messages);
  if (chunk) setSpokenTexts(language, chunk.speech);
  loaded.add(language);
}

/** Can this language be shown at once? */
export function isLoaded(language: Language): boolean {
  return loaded.has(language);
}

/** Brings the words of a language; a second request waits for the first one. One that failed is made anew. */
export function loadLanguage(language: Language): Promise<void> {
  const under = loading.get(language);
  if (under) return under;
  const started = load(language).catch((error: unknown) => {
    loading.delete(language);
    throw error;
  });
  loading.set(language, started);
  return started;
}

/** Brings all languages, so that a switch later waits for nothing. */
export async function loadAllLanguages(): Promise<void> {
  await Promise.all(languages.map(loadLanguage));
}
