/** What a visitor can see of the page, and how to name it. Everything here only looks. */

/** A name by which a person finds the element again: tag, classes, action and the beginning of its words. */
export function nameOf(element: Element): string {
  const classes = Array.from(element.classList).filter((one) => !one.startsWith('data-v-'));
  const action = element.getAttribute('data-action') ?? element.getAttribute('data-key');
  const marks = [element.tagName.toLowerCase(), ...classes].join('.') + (action === null ? '' : `[${action}]`);
  const words = element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40);
  return words === '' ? marks : `${marks} "${words}"`;
}

/** Drawn, larger than a dot, and not only there for readers. */
export function isSeen(element: Element): boolean {
  const box = element.getBoundingClientRect();
  return (
    box.width > 1 &&
    box.height > 1 &&
    element.checkVisibility({ opacityProperty: false, visibilityProperty: true }) &&
    element.closest('.unseen') === null
  );
}

/** A dialog covers the rest: then only the dialog is there to be judged. */
export function stage(): Element {
  return document.querySelector('[role=alertdialog], [role=dialog]') ?? document.body;
}

/** What may be taller than its place, because buttons turn it over. */
export function scrolls(element: Element): boolean {
  const { overflowY } = getComputedStyle(element);
  return overflowY === 'auto' || overflowY === 'scroll';
}

/** Wholly in sight: nothing of it waits to be turned over. */
function isTurnedUp(element: Element): boolean {
  const box = element.getBoundingClientRect();
  return ancestors(element)
    .filter(scrolls)
    .every((above) => {
      const port = above.getBoundingClientRect();
      return box.top >= port.top - 1 && box.bottom <= port.bottom + 1;
    });
}

/** Everything a finger can touch now. */
export function targets(scope: Element): HTMLElement[] {
  return allTargets(scope).filter(isTurnedUp);
}

/** Also what waits to be turned over. */
export function allTargets(scope: Element): HTMLElement[] {
  return Array.from(
    scope.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, [role=button], [role=radio]'),
  ).filter(isSeen);
}

/** A text node that is seen, with the element it stands in. */
export interface SeenText {
  readonly node: Text;
  readonly element: HTMLElement;
  readonly text: string;
}

/** Texts in reading order. */
export function seenTexts(scope: Element): SeenText[] {
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  const texts: SeenText[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.nodeValue?.trim() ?? '';
    const element = node.parentElement;
    if (text === '' || element === null || !(node instanceof Text) || element.closest('script, style, svg')) continue;
    if (isSeen(element)) texts.push({ node, element, text });
  }
  return texts;
}

/** The lines of a text as they are drawn. */
export function linesOf(node: Text): DOMRect[] {
  const range = document.createRange();
  range.selectNodeContents(node);
  return Array.from(range.getClientRects()).filter((line) => line.width > 1 && line.height > 1);
}

/** The language an element's words are in, by the nearest `lang`. */
export function languageOf(element: Element): string {
  return element.closest('[lang]')?.getAttribute('lang') ?? '';
}

/** Elements above this one, nearest first. */
export function ancestors(element: Element): Element[] {
  const found: Element[] = [];
  for (let at = element.parentElement; at !== null; at = at.parentElement) found.push(at);
  return found;
}
