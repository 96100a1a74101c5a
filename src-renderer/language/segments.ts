import type { Language } from '../../src-shared/domain/language.ts';
import { plainText, type SpokenForm } from './spoken-forms.ts';
import { spokenId } from './spoken-values.ts';

/** A piece of a line that is said in one go. */
export interface Segment extends Omit<SpokenForm, 'say'> {
  readonly text: string;
}

/** Is there something a voice can say? Dots, dashes and brackets alone are drawn for the eye. */
const sayable = /[\p{L}\p{N}]/u;
const letter = /[\p{L}\p{M}\p{N}]/u;
/** Digits with whatever joins them: a number, a reference, a plate, a masked number. */
const idLike = /^[\p{Lu}\d•·/:.,\- ]*\d[\p{Lu}\d•·/:.,\- ]*$/u;

/**
 * Cuts a line of the screen into the texts it was put together from, each as it is said. Longest first, so that a
 * sentence wins over a word in it. What no text made is said as it stands, and counts as personal.
 */
export function segmentsOf(
  line: string,
  language: Language,
  forms: ReadonlyMap<string, SpokenForm>,
): readonly Segment[] {
  const plain = plainText(line);
  const whole = forms.get(plain);
  if (whole) return [segment(whole)];
  const segments: Segment[] = [];
  let unknown = '';
  const flush = (): void => {
    const text = unknown.trim();
    if (sayable.test(text)) segments.push(asItStands(text, language));
    unknown = '';
  };
  for (let at = 0; at < plain.length;) {
    const found = longestAt(plain, at, forms);
    if (found) {
      flush();
      segments.push(segment(found.form));
      at += found.length;
    } else {
      unknown += plain[at] ?? '';
      at += 1;
    }
  }
  flush();
  return segments;
}

function segment({ key, personal, fixed, say }: SpokenForm): Segment {
  return { key, personal, fixed, text: say() };
}

function asItStands(text: string, language: Language): Segment {
  return { key: null, personal: true, fixed: false, text: idLike.test(text) ? spokenId(text, language) : text };
}

function longestAt(
  plain: string,
  at: number,
  forms: ReadonlyMap<string, SpokenForm>,
): { form: SpokenForm; length: number } | null {
  // Not in the middle of a word.
  if (!letter.test(plain[at] ?? '') || letter.test(plain[at - 1] ?? '')) return null;
  let best: { form: SpokenForm; length: number } | null = null;
  for (const [text, form] of forms) {
    if (text.length <= (best?.length ?? 0) || !plain.startsWith(text, at)) continue;
    if (letter.test(text.at(-1) ?? '') && letter.test(plain[at + text.length] ?? '')) continue;
    best = { form, length: text.length };
  }
  return best;
}
