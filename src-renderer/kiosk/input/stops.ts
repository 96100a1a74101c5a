import { reachableRoots } from '../speech/read-screen.ts';

/** Where the keypad stops: the heading, which says the screen, and everything that can be chosen. */
const stopSelector = ['h1', 'button:not(:disabled)', 'input', 'a[href]', '[tabindex="0"]'].join(',');

/** The stops of what is open now, in reading order; what lies behind a dialog is none. */
export function stopsNow(): readonly HTMLElement[] {
  return reachableRoots().flatMap((root) => {
    const within = [...root.querySelectorAll<HTMLElement>(stopSelector)];
    return within.filter((element) => element.checkVisibility() && element.closest('[inert]') === null);
  });
}

/**
 * The stop one step on or back. At the end it goes round, so that nobody is trapped and nobody has to turn back. From
 * nowhere (what had the focus has gone) the way begins at the start.
 */
export function stopBeside<T>(stops: readonly T[], current: T | null, step: 1 | -1): T | null {
  const at = current === null ? -1 : stops.indexOf(current);
  if (at < 0) return stops[step === 1 ? 0 : stops.length - 1] ?? null;
  return stops[(at + step + stops.length) % stops.length] ?? null;
}
