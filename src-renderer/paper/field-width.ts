/** The gaps on both sides of the value, dots. */
const gapDots = 32;

/** Average widths of the face as parts of the font size; generous, so that an estimate errs towards a second line. */
const latinEm = 0.5;
const arabicEm = 0.38;
/** Values are bold and mostly digits and capitals; `/`, `:`, `-`, dots and spaces are narrower. */
const valueEm = 0.61;
const narrowEm = 0.35;

/** Does a value of this size (dots) have to go below its two labels, which are 24 dots high, in a line this long? */
export function needsOwnLine(labels: readonly string[], value: string, size: number, lineDots: number): boolean {
  const labelDots = labels.reduce((total, label) => total + 24 * widthInEm(label, latinEm), 0);
  return labelDots + gapDots + size * widthInEm(value, valueEm) > lineDots;
}

function widthInEm(text: string, latin: number): number {
  return Array.from(text).reduce((total, letter) => total + letterWidth(letter, latin), 0);
}

function letterWidth(letter: string, latin: number): number {
  if (/\p{Script=Arabic}/u.test(letter)) return arabicEm;
  return /[\s/:.,-]/.test(letter) ? Math.min(narrowEm, latin) : latin;
}
