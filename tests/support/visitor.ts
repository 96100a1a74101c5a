import { setTimeout as pause } from 'node:timers/promises';
import type { Locator, Page } from '@playwright/test';
import type { Department } from '../../src-shared/services/service.ts';
import type { ScreenName } from '../../src-shared/session/screen.ts';
import type { KioskApp } from './kiosk-app.ts';
import { until } from './until.ts';

/** A screen takes no touch for its first moments (ghost taps); hands that are quicker than people wait for it. */
const shieldMs = 400;

/** A visitor's hands: the way through the screens, by what is written on them in English. */
export class Visitor {
  readonly kiosk: KioskApp;

  constructor(kiosk: KioskApp) {
    this.kiosk = kiosk;
  }

  /** Waits for a screen and until it can be touched. */
  async on(screen: ScreenName, timeout?: number): Promise<Page> {
    let page = await this.kiosk.on(screen, timeout);
    for (;;) {
      await pause(shieldMs);
      const now = await this.kiosk.on(screen, timeout);
      if (now === page) return now;
      // The page of an ended visit was replaced meanwhile, and the fresh one has a shield of its own.
      page = now;
    }
  }

  /** Touches the button of this name on this screen. */
  async touch(screen: ScreenName, name: string | RegExp): Promise<void> {
    await this.#hit(screen, (page) => page.getByRole('button', { name }).first());
  }

  /** A page of an ended visit that is replaced under the finger is touched again, as people do. */
  async #hit(screen: ScreenName, target: (page: Page) => Locator): Promise<void> {
    const page = await this.on(screen);
    try {
      await target(page).click();
    } catch (failure) {
      if (!page.isClosed() || !this.kiosk.isThere()) throw failure;
      await target(await this.on(screen)).click();
    }
  }

  /** From the attract screen to the service home. */
  async chooseLanguage(language: 'English' | 'العربية' = 'English'): Promise<void> {
    await this.touch('Attract', /Touch to begin|المس/);
    await this.touch('Language', new RegExp(language));
    await this.on('Home');
  }

  /** From the service home to the first question of a service, by its id; a department is passed through if named. */
  async begin(serviceId: string, department?: Department): Promise<void> {
    if (department) await this.press('Home', `department-${department}`);
    await this.press(department ? 'Department' : 'Home', `service-${serviceId}`);
  }

  /** Touches what does this on this screen, whatever the language. */
  async press(screen: ScreenName, action: string): Promise<void> {
    await this.#hit(screen, (page) => page.locator(`[data-action="${action}"]`).first());
  }

  /** Answers a question of letters or of a date (eight digits) and continues. */
  async enter(screen: 'AskLetters' | 'AskDate' | 'AskCode', text: string): Promise<void> {
    const page = await this.on(screen);
    for (const key of text) await page.locator(`[data-key="${key}"]`).click();
    await page.locator(`[data-action="submit-${screen === 'AskCode' ? 'code' : 'field'}"]`).click();
  }

  /** From the service home to the answer. */
  async lookUp(number: string, service: string | RegExp = 'My traffic violations'): Promise<void> {
    await this.touch('Home', service);
    await this.type(number);
  }

  /** Types a number on the pad and continues. */
  async type(number: string): Promise<void> {
    const page = await this.on('AskNumber');
    for (const digit of number) await page.getByRole('button', { name: digit, exact: true }).click();
    await page.getByRole('button', { name: /^(Continue|متابعة)$/ }).click();
  }

  /** From the list to the choice of rail, with everything that can be paid. */
  async selectAllAndReview(): Promise<void> {
    await this.touch('TicketList', 'Select all that can be paid');
    await this.touch('TicketList', 'Continue');
    await this.touch('Review', /^Pay KWD/);
    await this.on('ChooseRail');
  }

  /** From the attract screen to a payment under way. */
  async startPaying(number: string, rail: 'On your phone' | 'On this screen' | 'Card terminal'): Promise<void> {
    await this.chooseLanguage();
    await this.lookUp(number);
    await this.selectAllAndReview();
    await this.touch('ChooseRail', new RegExp(rail));
  }

  /** The receipt number on the paid screen. */
  async receiptNumber(): Promise<string> {
    const page = await this.on('Paid', 40_000);
    return until(
      'the receipt number',
      async () => /[A-Z0-9]{2,8}-\d{8}/.exec(await page.locator('main').innerText())?.[0] ?? null,
    );
  }
}
