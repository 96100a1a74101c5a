import { navigationKey, type NavigationKey } from '../../../src-shared/speech/keypad.ts';
import { askForHelp } from '../help.ts';
import { readingRoot } from '../speech/read-screen.ts';
import { stopBeside, stopsNow } from './stops.ts';

/**
 * Lets a keypad of five keys do everything a finger can (A12): arrows move one visible focus, Enter does what a touch
 * would. Tab, Enter and Escape of a keyboard are the browser's own and stay so. Comes after the shield and the key
 * guard, which let no bounce and no key repeat through.
 */
export function installKeypad(target: Window): void {
  const { document } = target;
  target.addEventListener(
    'keydown',
    (event) => {
      const meaning = event.ctrlKey || event.altKey || event.metaKey ? null : navigationKey(event.key);
      // While a heading has the focus it is drawn around only for those who see by it where they are.
      document.documentElement.toggleAttribute('data-keypad', true);
      if (meaning === null) return;
      if (doKey(meaning)) event.preventDefault();
    },
    { capture: true },
  );
  target.addEventListener('pointerdown', () => document.documentElement.removeAttribute('data-keypad'), {
    capture: true,
  });
}

/** True when the key was ours alone; Enter, Clear and an open dialog's Cancel go on to who has the focus. */
function doKey(meaning: NavigationKey): boolean {
  switch (meaning) {
    case 'previous':
      return stopAt(beside(-1));
    case 'next':
      return stopAt(beside(1));
    case 'back':
      return stopAt(wayOut('.bar-start', '.actions .secondary'));
    case 'forward':
      return stopAt(wayOut('.bar-end', '.actions .primary'));
    case 'help':
      askForHelp();
      return true;
    case 'cancel':
      return askToEnd();
    case 'choose':
    case 'clear':
      return false;
  }
}

function beside(step: 1 | -1): HTMLElement | null {
  const { activeElement } = document;
  return stopBeside(stopsNow(), activeElement instanceof HTMLElement ? activeElement : null, step);
}

/** The button that leads back or on: in a screen's bar or among a dialog's answers. */
function wayOut(bar: string, answer: string): HTMLElement | null {
  const root = readingRoot();
  return root?.querySelector<HTMLElement>(`${bar} button:not(:disabled), ${answer}:not(:disabled)`) ?? null;
}

function stopAt(element: HTMLElement | null): boolean {
  element?.focus();
  return true;
}

/** Cancel on a screen asks whether to end the visit, as End in the header does; in a dialog it closes the dialog. */
function askToEnd(): boolean {
  const root = readingRoot();
  if (!root?.matches('main')) return false;
  document.querySelector<HTMLElement>('[data-action="end"]')?.click();
  return true;
}
