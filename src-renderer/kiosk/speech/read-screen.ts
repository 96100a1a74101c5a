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
  const reader = new ScreenReading({ language: languageOf(element), quiet: false, ears: 'by text' });
  reader.take(element);
  reader.endLine();
  return reader.pieces;
}

/** What holds for a part of the screen. */
interface Manner {
  readonly language: Language;
  readonly quiet: boolean;
  /** Each text by itself says whether it is personal; `data-private` and `data-open` say it for a whole part. */
  readonly ears: 'by text' | 'private' | 'open';
}

class ScreenReading {
  readonly pieces: ReadPiece[] = [];
  #line = '';
  #manner: Manner;

  constructor(manner: Manner) {
    this.#manner = manner;
  }

  take(element: Element): void {
    const style = getComputedStyle(element);
    if (isHidden(element, style)) return;
    const around = this.#manner;
    const inline = style.display.startsWith('inline') && !element.matches('button, input');
    if (!inline) this.endLine();
    this.#change(mannerOf(element, around));
    this.#content(element);
    if (!inline) this.endLine();
    this.#change(around);
  }

  endLine(): void {
    const line = this.#line;
    const { language } = this.#manner;
    this.#line = '';
    for (const segment of segmentsOf(line, language, formsOf(language))) this.#add(segment);
  }

  #content(element: Element): void {
    const amount = element.getAttribute('data-fils');
    const label = element.getAttribute('aria-label') ?? element.getAttribute('alt');
    if (amount !== null) {
      this.endLine();
      const text = spokenMoney(fils(Number(amount)), this.#manner.language);
      this.#add({ key: null, personal: true, fixed: false, text });
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
      else if (node instanceof Element) this.take(node);
    }
  }

  /** A change of language or of who may hear it ends the line: it could not be said in one go. */
  #change(to: Manner): void {
    const { language, quiet, ears } = this.#manner;
    if (to.language !== language || to.quiet !== quiet || to.ears !== ears) this.endLine();
    this.#manner = to;
  }

  #add(segment: Segment): void {
    const { language, quiet, ears } = this.#manner;
    const personal = ears === 'by text' ? segment.personal : ears === 'private';
    this.pieces.push({ ...segment, personal, language, quiet });
  }
}

function mannerOf(element: Element, around: Manner): Manner {
  const language = languageSchema.safeParse(element.getAttribute('lang')).data ?? around.language;
  const quiet = around.quiet || element.matches('[data-quiet], [role=timer]');
  if (around.ears === 'private' || element.matches('[data-private]')) return { language, quiet, ears: 'private' };
  return { language, quiet, ears: element.matches('[data-open]') ? 'open' : around.ears };
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
