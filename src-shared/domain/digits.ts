/** First code points of the digit blocks visitors type: Arabic-Indic, Persian, Bengali, Devanagari. */
const digitBlocks = [0x0660, 0x06f0, 0x09e6, 0x0966] as const;

/** Marks that copying and bidi keyboards leave behind: bidi controls, zero-width characters, BOM. */
const invisible = /[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** Drops spaces and invisible marks and maps every digit script to 0-9 (domain 4). */
export function normaliseText(text: string): string {
  const plain = text.normalize('NFC').replace(invisible, '').replace(/\s/gu, '');
  return Array.from(plain, (character) => toAsciiDigit(character)).join('');
}

/** The same for numbers, which are also written with hyphens. Dates keep theirs. */
export function normaliseDigits(text: string, { keepHyphens = false } = {}): string {
  const plain = normaliseText(text);
  return keepHyphens ? plain : plain.replace(/[\u2010-\u2015-]/gu, '');
}

function toAsciiDigit(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const block = digitBlocks.find((start) => code >= start && code <= start + 9);
  return block === undefined ? character : String(code - block);
}
