import { defaultLanguage, languages, languageSchema } from '../../../src-shared/domain/language.ts';
import { longestSpeech, type AudioRoute } from '../../../src-shared/speech/spoken.ts';
import { languageNames } from '../../language/names.ts';
import { noteForm } from '../../language/spoken-forms.ts';
import { send } from '../bridge.ts';
import { openDialog, readElement, readNow } from './read-screen.ts';
import { Speaker, type FocusState } from './speaker.ts';

/** Changes that come within this time are one look, ms. */
const settleMs = 60;
/** A focus that moves within this time of a key was moved by that key, ms. */
const keyMovesFocusMs = 200;

const movesFocus: ReadonlySet<string> = new Set(['Tab', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

export interface SpeechOptions {
  readonly route: () => AudioRoute;
}

/** Says what the window shows, from now on until the returned function is called. */
export function installSpeech(target: Window, options: SpeechOptions): () => void {
  const { document } = target;
  for (const language of languages) {
    const name = languageNames[language];
    noteForm(language, name, { key: null, personal: false, fixed: false, say: () => name });
  }
  const speaker = new Speaker((items, how) => {
    if (items.length > 0) send('say', { items: items.slice(0, longestSpeech), how });
  });
  const look = (): void => {
    const screen = document.querySelector('[data-screen]')?.getAttribute('data-screen');
    const reading = readNow();
    if (!reading || reading.heading.length === 0 || !screen || screen === 'Attract') return;
    speaker.look({
      ...reading,
      // Two questions in a row are drawn by the same screen: what they ask tells them apart.
      screen: [screen, ...reading.heading.map(({ text }) => text)].join('\n'),
      dialog: openDialog()?.getAttribute('data-dialog') ?? null,
      language: languageSchema.safeParse(document.documentElement.lang).data ?? defaultLanguage,
      typed: document.querySelector<HTMLInputElement>('main input')?.value.replace(/\s/g, '') ?? null,
      focus: focusOf(document.activeElement),
      route: options.route(),
    });
  };

  let waiting: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      look();
    }, settleMs);
  };
  const observer = new MutationObserver(soon);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });

  let movedAt = Number.NEGATIVE_INFINITY;
  const onKey = ({ key }: KeyboardEvent): void => {
    if (movesFocus.has(key)) movedAt = performance.now();
    send('hush', {});
  };
  const onFocus = ({ target: element }: FocusEvent): void => {
    // Focus that moves by itself goes to what is being read anyway: a new heading, a dialog's button.
    if (!(element instanceof HTMLElement) || performance.now() - movedAt > keyMovesFocusMs) return;
    speaker.stop(readStop(element), focusOf(element)?.state ?? null, element.matches('h1'));
  };
  document.addEventListener('keydown', onKey, { capture: true });
  document.addEventListener('focusin', onFocus);
  look();
  return () => {
    observer.disconnect();
    clearTimeout(waiting);
    document.removeEventListener('keydown', onKey, { capture: true });
    document.removeEventListener('focusin', onFocus);
  };
}

/** A field is said with its label; what stands in it is for the visitor's ears only. */
function readStop(element: HTMLElement): ReturnType<typeof readElement> {
  if (!(element instanceof HTMLInputElement)) return readElement(element);
  const label = [...(element.labels ?? [])].flatMap((one) => readElement(one));
  const [first] = label;
  if (!first || element.value === '') return label;
  const digits = [...element.value.replace(/\s/g, '')].join(' ');
  return [...label, { ...first, key: null, personal: true, fixed: false, text: digits }];
}

function focusOf(element: Element | null): { name: string; state: FocusState } | null {
  if (!element || element === element.ownerDocument.body) return null;
  const checked = element.getAttribute('aria-checked') ?? element.getAttribute('aria-pressed');
  const state = checked === null ? null : checked === 'true' ? 'checked' : 'unchecked';
  return { name: element.textContent, state };
}
