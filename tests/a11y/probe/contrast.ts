import { groundOf, opacityOf, over, ratio, readColour } from './colour.ts';
import { nameOf, seenTexts, stage, targets } from './dom.ts';
import type { Display, Finding } from './finding.ts';

/** Text everywhere; amounts, primary buttons and errors; everything in the high-contrast display. */
const leastText = 7;
const leastCritical = 10;
const leastHigh = 20;
/** Borders, icons and whatever else shows that there is something to touch. */
const leastEdge = 3;
/** Ratios are compared as they are written, with two decimals. */
const rounding = 0.005;

/** Contrast of every text with its ground: A08, A09. */
export function judgeContrast(display: Display): Finding[] {
  return seenTexts(stage()).flatMap(({ element }) => {
    const style = getComputedStyle(element);
    const own = readColour(style.color);
    const where = nameOf(element);
    if (!own) return [{ rule: 'contrast', where, what: `cannot judge the colour ${style.color}` }];
    const { colour: ground, picture } = groundOf(element);
    const seen = over({ ...own, alpha: own.alpha * opacityOf(element) }, ground);
    const critical = element.closest('[data-critical]:not(:disabled), [role=alert]') !== null;
    const least = display === 'contrast' ? leastHigh : critical ? leastCritical : leastText;
    const reached = ratio(seen, ground);
    const findings: Finding[] = [];
    if (reached < least - rounding) {
      findings.push({ rule: 'contrast', where, what: `${reached.toFixed(2)}:1 where ${least}:1 is needed` });
    }
    if (display === 'contrast' && picture) {
      findings.push({ rule: 'contrast', where, what: 'has a picture behind it' });
    }
    return findings;
  });
}

/** One can see where a target ends: by its border, or by its ground against what is around it. A10. */
export function judgeEdges(): Finding[] {
  return targets(stage()).flatMap((target) => {
    // What cannot be touched now may look flat.
    if (target.matches(':disabled')) return [];
    const style = getComputedStyle(target);
    const around = groundOf(target.parentElement).colour;
    const border = readColour(style.borderBlockEndColor);
    const drawn = Number.parseFloat(style.borderBlockEndWidth) > 0 && border ? ratio(over(border, around), around) : 1;
    const filled = ratio(groundOf(target).colour, around);
    const reached = Math.max(drawn, filled);
    if (reached >= leastEdge - rounding) return [];
    return [
      { rule: 'edge-contrast', where: nameOf(target), what: `${reached.toFixed(2)}:1 against what is around it` },
    ];
  });
}
