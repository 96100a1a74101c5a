import type { Page } from '@playwright/test';
import type { Language } from '../../../src-shared/domain/language.ts';
import type { ScreenName } from '../../../src-shared/session/screen.ts';
import type { KioskApp } from '../../support/kiosk-app.ts';
import { installStopWatch, timed, type Lap } from './stop-watch.ts';

/** What a screen looks like from outside, as a selector. */
export const screen = (name: ScreenName): string => `[data-screen="${name}"]`;
/** What does this on the screen, as a selector. */
export const action = (name: string): string => `[data-action="${name}"]`;

/** Hands with a stop-watch: every touch waits until the screen takes one, and is timed. */
export class TimedHands {
  readonly kiosk: KioskApp;

  constructor(kiosk: KioskApp) {
    this.kiosk = kiosk;
  }

  /** The page, once this screen is on it and takes touches. */
  async on(name: ScreenName): Promise<Page> {
    const page = await this.kiosk.on(name);
    await page.locator('html:not([data-shielded])').waitFor({ state: 'attached' });
    await installStopWatch(page);
    return page;
  }

  /** Touches on a screen until `wanted` is painted. */
  async touch(from: ScreenName, selector: string, wanted: string): Promise<Lap> {
    const page = await this.on(from);
    return timed(page, () => page.locator(selector).first().click(), wanted);
  }

  /** Types on the keys of the screen; not timed. */
  async type(from: ScreenName, text: string): Promise<void> {
    const page = await this.on(from);
    for (const key of text) await page.locator(`[data-key="${key}"]`).click();
  }

  /** From the screen at rest to the service home. The last touch is the one that is timed: it brings the language. */
  async begin(language: Language): Promise<Lap> {
    await this.touch('Attract', action('begin'), screen('Language'));
    return this.touch('Language', action(`language-${language}`), `html[lang="${language}"] ${screen('Home')}`);
  }

  /** Ends the visit from any screen of it: the next one has a fresh page, as every visitor has. */
  async end(from: ScreenName): Promise<void> {
    await this.touch(from, action('end'), action('end-visit'));
    await this.touch(from, action('end-visit'), screen('Goodbye'));
    const page = await this.on('Goodbye');
    await Promise.all([page.waitForEvent('close'), page.locator(action('finish')).click()]);
    await this.kiosk.on('Attract');
  }
}
