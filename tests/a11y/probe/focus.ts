import { groundOf, over, ratio, readColour } from './colour.ts';
import { allTargets, ancestors, nameOf, scrolls, stage } from './dom.ts';
import type { Finding } from './finding.ts';

/** A13. */
const ringPx = 4;
const leastRing = 3;
/** Layout rounds to fractions of a pixel. */
const rounding = 0.5;

/**
 * Each target in turn takes the focus and shows it by a ring that is thick, stands out and is not covered: A13.
 * The page must have been used by keys last, as it is by whoever needs the ring.
 */
export function judgeFocusRings(): Finding[] {
  const before = document.activeElement;
  const turned = Array.from(document.querySelectorAll('*'))
    .filter(scrolls)
    .map((element) => ({ element, at: element.scrollTop }));
  const findings = allTargets(stage())
    .filter((target) => !target.matches(':disabled'))
    .flatMap(judgeRing);
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  for (const { element, at } of turned) element.scrollTop = at;
  return findings;
}

function judgeRing(target: HTMLElement): Finding[] {
  target.focus();
  const where = nameOf(target);
  const complain = (what: string): Finding[] => [{ rule: 'focus-ring', where, what }];
  if (document.activeElement !== target) return complain('does not take the focus');
  if (!target.matches(':focus-visible')) return complain('takes the focus without showing it');
  const style = getComputedStyle(target);
  const width = Number.parseFloat(style.outlineWidth);
  if (style.outlineStyle === 'none' || width < ringPx) return complain(`ring of ${style.outlineStyle} ${width} px`);
  const colour = readColour(style.outlineColor);
  const offset = Number.parseFloat(style.outlineOffset);
  // Outside the element the ring lies on its parent's ground, inside on its own.
  const ground = groundOf(offset < 0 ? target : target.parentElement).colour;
  const reached = colour ? ratio(over(colour, ground), ground) : 1;
  if (reached < leastRing - 0.005) return complain(`ring of ${reached.toFixed(2)}:1`);
  return judgeCover(target, offset + width).flatMap(complain);
}

/** What hides the ring, which reaches this far out. */
function judgeCover(target: HTMLElement, reach: number): string[] {
  const box = target.getBoundingClientRect();
  const ring = { left: box.left - reach, top: box.top - reach, right: box.right + reach, bottom: box.bottom + reach };
  const leaves = (holder: { left: number; top: number; right: number; bottom: number }): boolean =>
    ring.left < holder.left - rounding ||
    ring.top < holder.top - rounding ||
    ring.right > holder.right + rounding ||
    ring.bottom > holder.bottom + rounding;
  if (leaves({ left: 0, top: 0, right: innerWidth, bottom: innerHeight })) return ['its ring runs out of the window'];
  const clip = ancestors(target).find((above) => {
    const { overflowX, overflowY } = getComputedStyle(above);
    return (overflowX !== 'visible' || overflowY !== 'visible') && leaves(above.getBoundingClientRect());
  });
  if (clip) return [`its ring is cut off by ${nameOf(clip).replace(/ ".*/, '')}`];
  const corners = [
    [ring.left + 1, ring.top + 1],
    [ring.right - 1, ring.top + 1],
    [ring.left + 1, ring.bottom - 1],
    [ring.right - 1, ring.bottom - 1],
  ] as const;
  const cover = corners
    .map(([x, y]) => document.elementFromPoint(x, y))
    .find((hit) => hit !== null && !hit.contains(target) && !target.contains(hit) && liesAbove(hit, target));
  return cover ? [`its ring is covered by ${nameOf(cover).replace(/ ".*/, '')}`] : [];
}

/** Painted over its neighbours, not beside them. */
function liesAbove(hit: Element, target: Element): boolean {
  const shared = ancestors(target).find((above) => above.contains(hit));
  for (let at: Element | null = hit; at !== null && at !== shared; at = at.parentElement) {
    if (getComputedStyle(at).position !== 'static') return true;
  }
  return false;
}
