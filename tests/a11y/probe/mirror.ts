import { isSeen, nameOf } from './dom.ts';
import type { Finding } from './finding.ts';

/** Layout rounds to fractions of a pixel, and text may measure a little differently. */
const tolerancePx = 3;

interface Place {
  readonly x: number;
  readonly width: number;
}

/**
 * A right-to-left screen is the mirror image of itself left to right: `x' ≈ W − x − w` for everything but numbers,
 * pictures and keypads. The same words are measured in both directions, so that only the layout can differ.
 */
export function judgeMirror(): Finding[] {
  const root = document.documentElement;
  if (root.dir !== 'rtl') return [];
  const flipped = [root, ...Array.from(document.querySelectorAll<HTMLElement>('body [dir=rtl]'))];
  const blocks = Array.from(document.body.querySelectorAll<HTMLElement>('*')).filter(isMirrored);
  const here = blocks.map(placeOf);
  for (const element of flipped) element.dir = 'ltr';
  const there = blocks.map(placeOf);
  for (const element of flipped) element.dir = 'rtl';
  return blocks.flatMap((block, index): Finding[] => {
    const [rtl, ltr] = [here[index], there[index]];
    if (!rtl || !ltr) return [];
    const wanted = innerWidth - ltr.x - ltr.width;
    if (Math.abs(rtl.x - wanted) <= tolerancePx && Math.abs(rtl.width - ltr.width) <= tolerancePx) return [];
    return [
      { rule: 'mirror', where: nameOf(block), what: `stands at ${rtl.x.toFixed(0)} px, not at ${wanted.toFixed(0)}` },
    ];
  });
}

/** Blocks that follow the direction of the page; what stands in a line of text moves with its words. */
function isMirrored(element: HTMLElement): boolean {
  if (!isSeen(element) || getComputedStyle(element).display.startsWith('inline')) return false;
  if (element.closest('svg, [data-no-mirror]') !== null) return false;
  // Inside something that keeps its own direction nothing moves against it.
  return element.parentElement?.closest('[dir=ltr], bdi') === null;
}

function placeOf(element: Element): Place {
  const { x, width } = element.getBoundingClientRect();
  return { x, width };
}
