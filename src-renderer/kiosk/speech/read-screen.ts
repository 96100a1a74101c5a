import { languageSchema, type Language } from '../../../src-shared/domain/language.ts';
import { fils } from '../../../src-shared/domain/money.ts';
import { segmentsOf, type Segment } from '../../language/segments.ts';
import { formsOf } from '../../language/spoken-forms.ts';
import { spokenMoney } from '../../language/spoken-values.ts';

/** A piece of the screen in the order it is read. */
export interface ReadPiece extends Segment {
  readonly language: Language;
  /** It changes all the time (a countdown, the digits typed so far): said once, not at every change. */
  readonly quiet: boolean;
}

/** What can be read now. */
export interface Reading {
  /** The dialog on top, else the screen; `heading` is its first line. */
  readonly heading: readonly ReadPiece[];
  readonly main: readonly ReadPiece[];
  /** The same on every screen: said once in a visit, and reached by the keypad after the screen's own. */
  readonly around: readonly ReadPiece[];
  /** A live region says again what stands elsewhere: only its news are said. */
  readonly live: readonly ReadPiece[];
}

/** What is open on top, else the screen: nothing behind a dialog is read or reached. */
export function readingRoot(): HTMLElement | null {
  return openDialog() ?? document.querySelector<HTMLElement>('main');
}

/** The question that lies over the screen, if there is one. */
export function openDialog(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[role=alertdialog], [role=dialog]');
}

/** The roots of what can be reached now, in order. */
export function reachableRoots(): readonly HTMLElement[] {
  const root = readingRoot();
  const header = document.querySelector<HTMLElement>('.kiosk header');
  return [root, openDialog() ? null : header].filter((one) => one !== null);
}

/** The screen as it is read; null while there is none. */
export function readNow(): Reading | null {
  const root = readingRoot();
  if (!root) return null;
  const heading = root.querySelector('h1, h2');
  const [, header] = reachableRoots();
  const live = document.querySelector('[data-live-only]');
  return {
    heading: heading ? readElement(heading) : [],
    main: readElement(root),
    around: header ? readElement(header) : [],
    live: live ? readElement(live) : [],
  };
}

/** Everything an element shows or tells a reader, in document order. */
export function readElement(element: Element): readonly ReadPiece[] {
  const reader = new ScreenReading();
  reader.take(element, languageOf(element), false, false);
  reader.endLine();
  return reader.pieces;
}

class ScreenReading {
  readonly pieces: ReadPiece[] = [];
  #line = '';
  #language: Language = 'ar';
  #quiet = false;
  #private = false;

  take(element: Element, language: Language, quiet: boolean, personal: boolean): void {
    const style = getComputedStyle(element);
    if (isHidden(element, style)) return;
    const own = languageSchema.safeParse(element.getAttribute('lang')).data ?? language;
    const isQuiet = quiet || element.matches('[data-quiet], [role=timer]');
    const isPersonal = personal || element.matches('[data-private]');
    const inline = style.display.startsWith('inline') && !element.matches('button, input');
    if (!inline) this.endLine();
    this.#in(own, isQuiet, isPersonal);
    this.#content(element, own, isQuiet, isPersonal);
    if (!inline) this.endLine();
    this.#in(language, quiet, personal);
  }

  endLine(): void {
    const line = this.#line;
    this.#line = '';
    for (const segment of segmentsOf(line, this.#language, formsOf(this.#language))) this.#add(segment);
  }

  #content(element: Element, language: Language, quiet: boolean, personal: boolean): void {
    const amount = element.getAttribute('data-fils');
    const label = element.getAttribute('aria-label') ?? element.getAttribute('alt');
    if (amount !== null) {
      this.endLine();
      this.#add({ key: null, personal: true, fixed: false, text: spokenMoney(fils(Number(amount)), language) });
      return;
    }
    if (label !== null) {
      this.#line += label;
      this.endLine();
      if (element.matches('[role=img], img')) return;
    }
    // A pad's digits are typed, not read out one after the other.
    if (element.matches('[data-key]') && element.textContent.trim().length === 1) return;
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.#line += node.textContent ?? '';
      else if (node instanceof Element) this.take(node, language, quiet, personal);
    }
  }

  /** A change of language or of who may hear it ends the line: it could not be said in one go. */
  #in(language: Language, quiet: boolean, personal: boolean): void {
    if (language !== this.#language || quiet !== this.#quiet || personal !== this.#private) this.endLine();
    this.#language = language;
    this.#quiet = quiet;
    this.#private = personal;
  }

  #add(segment: Segment): void {
    this.pieces.push({
      ...segment,
      personal: segment.personal || this.#private,
      language: this.#language,
      quiet: this.#quiet,
    });
  }
}

function isHidden(element: Element, style: CSSStyleDeclaration): boolean {
  if (style.display === 'none' || style.visibility === 'hidden') return true;
  // The live region speaks through a dialog, which hides everything behind it from readers.
  return element.getAttribute('aria-hidden') === 'true' && !element.matches('[data-live-only]');
}

function languageOf(element: Element): Language {
  const tag = element.closest('[lang]')?.getAttribute('lang');
  return languageSchema.safeParse(tag).data ?? 'ar';
}
