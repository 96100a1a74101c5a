import type { Language } from '../../src-shared/domain/language.ts';
import type { MessageKey } from './message-keys.ts';

/** How a text that is drawn is said. */
export interface SpokenForm {
  /** Null for what came as data. */
  readonly key: MessageKey | null;
  /** Tells something about this visitor. */
  readonly personal: boolean;
  /** A message without values: always the same words. */
  readonly fixed: boolean;
  /** Asked only when it is said, so that drawing costs nothing more. */
  readonly say: () => string;
}

/*
 * Every text that is made for the window leaves its spoken form here, under the very letters that are drawn. What is
 * said is then read off the screen itself: a sentence nobody thought of is read as it is written, and none is left out.
 */
const formsByLanguage = new Map<Language, Map<string, SpokenForm>>();

/** Texts remembered of one language. A screen has some hundred; a page lives as long as a visit. */
const mostForms = 4000;

/** The text as it can be compared: no direction marks, ordinary spaces. */
export function plainText(text: string): string {
  return text
    .replace(/[\u200e\u200f\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Remembers how a text is said. */
export function noteForm(language: Language, text: string, form: SpokenForm): void {
  let forms = formsByLanguage.get(language);
  if (!forms) formsByLanguage.set(language, (forms = new Map<string, SpokenForm>()));
  const plain = plainText(text);
  if (plain === '') return;
  forms.delete(plain);
  forms.set(plain, form);
  const [oldest] = forms.keys();
  if (forms.size > mostForms && oldest !== undefined) forms.delete(oldest);
}

/** How these texts are said, by their plain text. */
export function formsOf(language: Language): ReadonlyMap<string, SpokenForm> {
  return formsByLanguage.get(language) ?? new Map<string, SpokenForm>();
}
