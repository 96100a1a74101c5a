import type { Page } from '@playwright/test';
import type { Language } from '../../src-shared/domain/language.ts';
import type { ScreenName } from '../../src-shared/session/screen.ts';
import type { Dock } from './dock.ts';
import type { KioskApp } from './kiosk-app.ts';
import { until } from './until.ts';
import { visibleMessages } from './visible-keys.ts';

/** One line of the log of speech: never a value. */
export interface Heard {
  readonly event: 'spoken';
  readonly key: string;
  readonly language: string;
  readonly route: string;
  /** `words`, or `tone` where only headphones may hear the words. */
  readonly as: string;
}

/** Ears at the kiosk, and thumbs on its keypad. */
export class Listener {
  readonly kiosk: KioskApp;
  #from = 0;

  constructor(kiosk: KioskApp) {
    this.kiosk = kiosk;
  }

  /** What was said since the last `fromNow`. */
  heard(): Heard[] {
    return this.#lines().slice(this.#from).filter(isHeard);
  }

  fromNow(): void {
    this.#from = this.#lines().length;
  }

  /** Waits until this was said. */
  async hears(key: string, timeoutMs = 15_000): Promise<void> {
    const heard = (): Heard | null => this.heard().find((one) => one.key === key) ?? null;
    await until(`hearing ${key}`, heard, timeoutMs).catch((failure: unknown) => {
      const instead = this.heard().map((one) => one.key);
      throw new Error(`${String(failure)}; heard instead: ${instead.join(' | ') || 'nothing'}`);
    });
  }

  /** Plugs in or out, and listens anew from the moment the kiosk notices: what it said until then was right. */
  async plug(dock: Dock, headphones: 'in' | 'out'): Promise<void> {
    const route = headphones === 'in' ? 'private' : 'open';
    const before = this.#lines().length;
    await dock.headphones(headphones);
    const noticed = await until(`the kiosk noticing headphones ${headphones}`, () => {
      const at = this.#lines().findIndex((line, index) => index >= before && !isHeard(line) && line.route === route);
      return at < 0 ? null : at;
    });
    this.#from = noticed;
  }

  /** On this screen, everything that is seen was heard. Returns how many messages that were. */
  async hearsAllOf(screen: ScreenName, language: Language, timeoutMs = 20_000): Promise<number> {
    const page = await this.kiosk.on(screen, timeoutMs);
    let missing: string[] = [];
    let seen = 0;
    await until(
      `everything on ${screen} being said`,
      async () => {
        const heard = new Set(this.heard().map(({ key }) => key));
        const visible = await visibleMessages(page, language);
        seen = visible.size;
        missing = [...visible].filter(([, keys]) => ![...keys].some((key) => heard.has(key))).map(([line]) => line);
        return missing.length === 0 && seen > 0 ? true : null;
      },
      timeoutMs,
    ).catch((failure: unknown) => {
      throw new Error(`${String(failure)}; seen on ${screen} and never heard: ${missing.join(' | ')}`);
    });
    return seen;
  }

  /** Presses one key after the other, as a thumb does: the kiosk takes the same key twice within 150 ms for a bounce. */
  async press(...keys: string[]): Promise<Page> {
    const page = await this.kiosk.page();
    for (const key of keys) {
      // Playwright's own keyboard ends at F12.
      if (/^F(?:1[3-9]|2\d)$/.test(key)) await this.kiosk.pressFunctionKey(key);
      else await page.keyboard.press(key, { delay: 20 });
      await page.waitForTimeout(170);
    }
    return page;
  }

  /** A screen takes neither touch nor key for its first 350 ms (ghost taps). */
  async shieldIsDown(): Promise<void> {
    await (await this.kiosk.page()).waitForTimeout(450);
  }

  /** Goes down the stops until this one has the focus, and listens anew from choosing it. Fails when it never comes. */
  async choose(screen: ScreenName, stop: string): Promise<void> {
    await this.kiosk.on(screen, 20_000);
    const page = await this.kiosk.page();
    await this.shieldIsDown();
    for (let step = 0; step < 60; step += 1) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, stop)) {
        this.fromNow();
        await this.press('Enter');
        return;
      }
      await this.press('ArrowDown');
    }
    throw new Error(`no stop ${stop} on ${screen}`);
  }

  #lines(): (Heard | Plug)[] {
    return this.kiosk
      .log()
      .split('\n')
      .filter((line) => /"event":"(?:spoken|audio-route)"/.test(line))
      .map((line) => JSON.parse(line) as Heard | Plug);
  }
}

/** The line that tells of headphones put in or taken out. */
interface Plug {
  readonly event: 'audio-route';
  readonly route: string;
}

function isHeard(line: Heard | Plug): line is Heard {
  return line.event === 'spoken';
}
