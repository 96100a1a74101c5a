/*
 * The screens run from right to left and from left to right, so their styles name sides by reading direction (start,
 * end) and never left or right.
 */

export interface Finding {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** A property that names a side. */
const PHYSICAL_PROPERTY =
  /^(left|right|(?:margin|padding|scroll-margin|scroll-padding)-(?:left|right)|border-(?:left|right)(?:-.+)?|border-(?:top|bottom)-(?:left|right)-radius)$/;

/** A property that takes left and right as values. */
const SIDED_VALUE = /^(text-align|float|clear|caption-side|justify-content|justify-items|justify-self)$/;

/** A shorthand that means top, right, bottom, left when it is given four values. */
const FOUR_SIDES = /^(margin|padding|inset|border-width|border-color|border-style|scroll-margin|scroll-padding)$/;

function valuesOf(value: string): string[] {
  const flat = value.replace(/\([^()]*\)/g, '()').replace(/\([^()]*\)/g, '()');
  return flat.trim().split(/\s+/);
}

function objection(property: string, value: string): string | undefined {
  if (PHYSICAL_PROPERTY.test(property)) return `${property} names a side: use its -inline-start or -inline-end form`;
  if (SIDED_VALUE.test(property) && /\b(left|right)\b/.test(value)) {
    return `${property}: ${value} names a side: use start or end`;
  }
  if (!FOUR_SIDES.test(property)) return undefined;
  const [, right, , left] = valuesOf(value);
  if (left === undefined || left === right) return undefined;
  return `${property} with different right and left values: use ${property}-inline`;
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** The declarations of a style sheet that would not turn with the reading direction. */
export function physicalDeclarations(css: string): Finding[] {
  const text = css.replace(/\/\*[\s\S]*?\*\//g, blank);
  const declarations = text.matchAll(/(?<=^|[;{\s])([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])/gm);
  return [...declarations].flatMap(({ index, 1: property = '', 2: value = '' }) => {
    const message = objection(property, value.trim());
    return message === undefined ? [] : [{ line: text.slice(0, index).split('\n').length, message }];
  });
}

/** Keeps the `<style>` blocks of a component where they are and blanks everything else. */
export function stylesOf(component: string): string {
  let styles = blank(component);
  for (const { index, 1: opening = '', 2: content = '' } of component.matchAll(/(<style[^>]*>)([\s\S]*?)<\/style>/g)) {
    const start = index + opening.length;
    styles = styles.slice(0, start) + content + styles.slice(start + content.length);
  }
  return styles;
}
