import type { Page } from '@playwright/test';

/** How long after a touch something was painted, ms. */
export interface Lap {
  /** The next screen, whichever it was; NaN when the screen stayed. */
  readonly next: number;
  /** What was waited for. */
  readonly wanted: number;
}

/** Lives in the page. */
interface Watch {
  from: number;
  before: string | null;
  wanted: string;
  next: number;
  done: number;
}

/** Installs the stop-watch, once in a page: it starts at a click and stops in the task after the first frame that shows the change. */
export async function installStopWatch(page: Page): Promise<void> {
  await page.evaluate(() => {
    if ('touchWatch' in window) return;
    const screen = (): string | null => document.querySelector('[data-screen]')?.getAttribute('data-screen') ?? null;
    const watch: Watch = { from: 0, before: null, wanted: ':root', next: Number.NaN, done: Number.NaN };
    Object.assign(window, { touchWatch: watch });
    const painted = (note: (ms: number) => void): void => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => note(performance.now() - watch.from);
        port2.postMessage(null);
      });
    };
    addEventListener('click', (event) => ((watch.from = event.timeStamp), (watch.before = screen())), {
      capture: true,
    });
    new MutationObserver(() => {
      if (watch.from === 0) return;
      if (Number.isNaN(watch.next) && screen() !== watch.before) {
        watch.next = 0;
        painted((ms) => (watch.next = ms));
      }
      if (Number.isNaN(watch.done) && document.querySelector(watch.wanted)) {
        watch.done = 0;
        painted((ms) => (watch.done = ms));
      }
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}

/** Times one touch until `wanted`, a selector, is on the screen and something has changed since. */
export async function timed(page: Page, touch: () => Promise<void>, wanted: string): Promise<Lap> {
  await page.evaluate((selector) => {
    const { touchWatch } = window as unknown as { touchWatch: Watch }; // put there by installStopWatch
    Object.assign(touchWatch, { from: 0, next: Number.NaN, done: Number.NaN, wanted: selector });
  }, wanted);
  await touch();
  const lap = await page.waitForFunction(() => {
    const { touchWatch } = window as unknown as { touchWatch: Watch };
    return touchWatch.done > 0 ? { next: touchWatch.next, wanted: touchWatch.done } : null;
  });
  return (await lap.jsonValue()) ?? { next: Number.NaN, wanted: Number.NaN };
}
