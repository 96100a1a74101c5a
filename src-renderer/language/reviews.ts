import type { Language } from '../../src-shared/domain/language.ts';

/** Has somebody who grew up with the language read all of its words, on screen, on paper and aloud? */
export type Review = 'awaiting a native reader' | 'read by a native reader';

/**
 * The state of every language, the one place that says it. Nobody has read any of them yet: the words were written
 * from the ministry's terms (domain glossary), and have to be read before a public floor sees them.
 */
export const reviews: Readonly<Record<Language, Review>> = {
  ar: 'awaiting a native reader',
  en: 'awaiting a native reader',
  ur: 'awaiting a native reader',
  hi: 'awaiting a native reader',
  bn: 'awaiting a native reader',
  fil: 'awaiting a native reader',
};
