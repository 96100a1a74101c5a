import { ancestors, isSeen, languageOf, linesOf, nameOf, scrolls, seenTexts, stage, type SeenText } from './dom.ts';
import type { Display, Finding } from './finding.ts';

/** Height of a capital of the interface's font, em (IBM Plex Sans Arabic). */
const capitalEm = 0.71;
/** On a 22" panel with 1920 px on its long side. */
const mmPerPx = 0.254;
/** Nothing is smaller than this, legal text too; what the task needs in large mode. Capitals in mm. */
const smallestMm = 3.5;
const largeMm = 7.33;
/** Layout rounds to fractions of a pixel. */
const rounding = 1;

/** Size and shape of letters: A05, A06, A07. */
export function judgeLetters(display: Display): Finding[] {
  // At rest nobody can have asked yet: what has to be read there is large for everybody.
  const large = display === 'large' || document.querySelector('[data-screen=Attract]') !== null;
  return seenTexts(stage()).flatMap(({ element }) => {
    const style = getComputedStyle(element);
    const where = nameOf(element);
    const findings: Finding[] = [];
    // A receipt is shown enlarged as a whole: its own font size does not tell.
    const capitalMm = Number.parseFloat(style.fontSize) * element.currentCSSZoom * capitalEm * mmPerPx;
    // What only repeats, names or decorates may stay smaller in large mode; it is marked so.
    const needed = element.closest('[data-aside]') === null;
    const least = large && needed ? largeMm : smallestMm;
    // 20 px and 41 px are the sizes the design rounds to.
    if (capitalMm < least - 0.05) {
      findings.push({ rule: 'small-text', where, what: `${style.fontSize}: capitals of ${capitalMm.toFixed(2)} mm` });
    }
    if (style.fontStyle !== 'normal') findings.push({ rule: 'letters', where, what: style.fontStyle });
    if (style.textTransform === 'uppercase') findings.push({ rule: 'letters', where, what: 'all capitals' });
    if (/^(ar|ur)/.test(languageOf(element)) && style.letterSpacing !== 'normal') {
      findings.push({ rule: 'letters', where, what: `letter-spacing ${style.letterSpacing}` });
    }
    if (!/sans/i.test(style.fontFamily.split(',')[0] ?? '')) {
      findings.push({ rule: 'letters', where, what: `font ${style.fontFamily}` });
    }
    return findings;
  });
}

/**
 * Nothing is cut off, nothing scrolls sideways, no text lies over another: A06.
 *
 * @param tidy every text also stays inside the block that is drawn for it; else only what cannot be read is found
 */
export function judgeRoom(tidy: boolean): Finding[] {
  const scope = stage();
  const texts = seenTexts(scope);
  const edges = texts.flatMap((text) => judgeEdges(text, tidy));
  return [...judgeBoxes(scope, tidy), ...edges, ...judgeOverlaps(texts)];
}

/** In the usual looks nothing has to be turned over to be seen, but a sheet of paper is as long as what stands on it. */
export function judgeTurning(): Finding[] {
  return [stage(), ...Array.from(stage().querySelectorAll('*'))]
    .filter((element) => scrolls(element) && isSeen(element) && element.querySelector('[data-paper]') === null)
    .filter((element) => element.scrollHeight > element.clientHeight + 4)
    .map((element) => ({
      rule: 'clipped',
      where: nameOf(element),
      what: `has to be turned over: ${element.scrollHeight} px in ${element.clientHeight}`,
    }));
}

/** Elements that hide what does not fit. Shortened texts are given in full elsewhere and say so. */
function judgeBoxes(scope: Element, tidy: boolean): Finding[] {
  return [scope, ...Array.from(scope.querySelectorAll('*'))].flatMap((element): Finding[] => {
    if (!isSeen(element) || element.closest('svg') !== null || element.matches('[data-shortened]')) return [];
    const { overflowX, overflowY } = getComputedStyle(element);
    const findings: Finding[] = [];
    const button = tidy && element.tagName === 'BUTTON';
    if ((overflowX !== 'visible' || button) && element.scrollWidth > element.clientWidth + rounding) {
      const what = `needs a width of ${element.scrollWidth} px, has ${element.clientWidth}`;
      findings.push({ rule: 'clipped', where: nameOf(element), what });
    }
    const hides = (overflowY !== 'visible' || button) && !scrolls(element);
    if (hides && element.scrollHeight > element.clientHeight + rounding) {
      const what = `needs a height of ${element.scrollHeight} px, has ${element.clientHeight}`;
      findings.push({ rule: 'clipped', where: nameOf(element), what });
    }
    return findings;
  });
}

/** Each line of a text lies inside the window, inside its block and inside everything above it that clips. */
function judgeEdges({ node, element }: SeenText, tidy: boolean): Finding[] {
  if (element.closest('[data-shortened]') !== null) return [];
  const lines = linesOf(node);
  const chain = holdersOf(element);
  const where = nameOf(element);
  // From here on up, what is too tall is turned over.
  const turnedFrom = chain.findIndex(scrolls);
  for (const [index, holder] of chain.entries()) {
    const part = holder.matches('.body, .lead');
    const turned = turnedFrom !== -1 && (index >= turnedFrom || part);
    if (
      !(clips(holder) || (tidy && (part || isDrawn(holder)))) ||
      lines.every((line) => fits(line, holder.getBoundingClientRect(), turned))
    )
      continue;
    return [{ rule: 'clipped', where, what: `runs out of ${nameOf(holder).replace(/ ".*/, '')}` }];
  }
  const glass = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  if (lines.every((line) => fits(line, glass, turnedFrom !== -1))) return [];
  return [{ rule: 'clipped', where, what: 'runs out of the window' }];
}

/** @param sidewaysOnly what is too tall can be turned over */
function fits(line: DOMRect, box: Box, sidewaysOnly: boolean): boolean {
  const across = line.left >= box.left - rounding && line.right <= box.right + rounding;
  // The box of a line is taller than its letters.
  const slack = line.height * 0.2;
  const along = line.top + slack >= box.top - rounding && line.bottom - slack <= box.bottom + rounding;
  return across && (sidewaysOnly || along);
}

/** The element and what it lies in, up to something that is fixed to the window. */
function holdersOf(element: Element): Element[] {
  const chain = [element, ...ancestors(element)];
  const fixed = chain.findIndex((one) => getComputedStyle(one).position === 'fixed');
  return fixed === -1 ? chain : chain.slice(0, fixed + 1);
}

/** Hides what does not fit. */
function clips(element: Element): boolean {
  const { display, overflowX } = getComputedStyle(element);
  return display !== 'inline' && display !== 'contents' && overflowX !== 'visible';
}

/** Looks like a box that holds what is in it. */
function isDrawn(element: Element): boolean {
  const { display, borderBlockEndWidth, backgroundColor } = getComputedStyle(element);
  if (display === 'inline' || display === 'contents') return false;
  return Number.parseFloat(borderBlockEndWidth) > 0 || backgroundColor !== 'rgba(0, 0, 0, 0)';
}

/** Letters of one text over letters of another. */
function judgeOverlaps(texts: readonly SeenText[]): Finding[] {
  const drawn = texts
    .filter(({ element }) => element.closest('[data-shortened]') === null)
    .map((text) => ({ ...text, lines: linesInSight(text).map(lettersOf) }));
  return drawn.flatMap((one, index) =>
    drawn.slice(index + 1).flatMap((other): Finding[] => {
      const over = one.lines.some((line) => other.lines.some((next) => overlaps(line, next)));
      return over
        ? [{ rule: 'overlap', where: `${nameOf(one.element)} | ${nameOf(other.element)}`, what: 'overlap' }]
        : [];
    }),
  );
}

/** Without those that wait to be turned over. */
function linesInSight({ node, element }: SeenText): DOMRect[] {
  const ports = ancestors(element)
    .filter(scrolls)
    .map((port) => port.getBoundingClientRect());
  return linesOf(node).filter((line) => ports.every((port) => line.top >= port.top && line.bottom <= port.bottom));
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The box of a line without the air above and below its letters. */
function lettersOf({ left, top, right, bottom, height }: DOMRect): Box {
  return { left, right, top: top + height * 0.25, bottom: bottom - height * 0.25 };
}

function overlaps(one: Box, other: Box): boolean {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const along = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return across > 2 && along > 2;
}

/**
 * Texts still fit when a visitor spreads them (WCAG 1.4.12): lines 1.5, letters 0.12, words 0.16, paragraphs 2;
 * Arabic script lines only, because spread letters are torn apart. A27.
 */
export function judgeSpacing(): Finding[] {
  const before = new Set(judgeRoom(false).map(({ where, what }) => `${where} ${what}`));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; }
    :not(:lang(ar), :lang(ur)) { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    main p + p { margin-block-start: 2em !important; }
  `);
  document.adoptedStyleSheets.push(sheet);
  const after = judgeRoom(false);
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  return after
    .filter(({ where, what }) => !before.has(`${where} ${what}`))
    .map((finding) => ({ ...finding, rule: 'spacing' }));
}
