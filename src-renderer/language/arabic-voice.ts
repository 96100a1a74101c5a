import type { SpokenTexts } from './speech.ts';

const shortVowel = '[\u064b-\u0650]';
const mark = '[\u064b-\u0652]';
const vowelThenShadda = new RegExp(`(${shortVowel})\u0651`, 'gu');
const pausalTaMarbuta = new RegExp(`\u0629(?!${mark})`, 'gu');

/**
 * One vowelled Arabic text as the voice wants it. Measured with espeak-ng 1.51:
 * - it loses a vowel that stands before the shadda, where Unicode's own order (NFC) puts it;
 * - it says a ta marbuta without an ending as `t`; at a pause it is an `h`.
 */
export function heardArabic(text: string): string {
  return text.replaceAll(vowelThenShadda, '\u0651$1').replaceAll(pausalTaMarbuta, '\u0647');
}

/** All texts of a table, as the voice wants them. */
export function arabicForVoice(texts: SpokenTexts): SpokenTexts {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, heardArabic(text)]));
}
