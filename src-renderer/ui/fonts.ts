import type { Language } from '../../src-shared/domain/language.ts';

/** Faces that only some languages need, with a letter that makes the browser fetch them. */
const ownFaces: Partial<Record<Language, { readonly face: string; readonly letter: string }>> = {
  hi: { face: 'Noto Sans Devanagari', letter: 'अ' },
  bn: { face: 'Noto Sans Bengali', letter: 'অ' },
};

/** Fetches the faces of a language, so that its words are not drawn as empty lines first. */
export async function loadFontsOf(language: Language, fonts: FontFaceSet): Promise<void> {
  const own = ownFaces[language];
  if (own) await Promise.all([400, 600].map((weight) => fonts.load(`${weight} 28px '${own.face}'`, own.letter)));
}
