/** First code points of the digit blocks visitors type: Arabic-Indic, Persian, Bengali, Devanagari. */
const digitBlocks = [0x0660, 0x06f0, 0x09e6, 0x0966] as const;

/** Marks that copying and bidi keyboards leave behind: bidi controls, zero-width characters, BOM. */
const invisible = /[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** Maps every digit script to 0-9 and drops spaces, hyphens and invisible marks (domain 4). */
export function normaliseDigits(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(invisible, '')
    .replace(/[\s\u2010-\u2015-]/gu, '');
  return Array.from(plain, (character) => toAsciiDigit(character)).join('');
}

function toAsciiDigit(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const block = digitBlocks.find((start) => code >= start && code <= start + 9);
  return block === undefined ? character : String(code - block);
}
