import type { Page } from '@playwright/test';
import type { PlaceView } from '../../src-shared/contract/staff-ipc.ts';
import { demoStaff } from '../../src-gateway/staff/demo-staff.ts';
import type { KioskApp } from './kiosk-app.ts';
import { until } from './until.ts';

/** Staff at the kiosk: the sign, the door and the pages. */
export class StaffHands {
  readonly kiosk: KioskApp;

  constructor(kiosk: KioskApp) {
    this.kiosk = kiosk;
  }

  /** Touches the four corners of the visitors' page, clockwise from the top left. */
  async makeSign(): Promise<void> {
    const page = await this.kiosk.page();
    const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    const [left, top, right, bottom] = [8, 8, width - 8, height - 8];
    for (const [x, y] of [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ] as const) {
      await page.mouse.click(x, y);
    }
  }

  /** The staff page if it is open now. */
  pageNow(): Page | null {
    return this.kiosk.app.windows().find((page) => !page.isClosed() && page.url().startsWith('app://staff/')) ?? null;
  }

  /** Waits for a page of the staff screen, until nothing is under way on it. */
  on(place: PlaceView['name'] | 'door' | 'enrol', timeoutMs = 15_000): Promise<Page> {
    return until(
      `the staff page ${place}`,
      async () => {
        const page = this.pageNow();
        const there = await page?.locator(`[data-place="${place}"][data-busy="false"]`).count();
        return page && there === 1 ? page : null;
      },
      timeoutMs,
    );
  }

  /** From the visitors' screen to the status page. */
  async comeIn(id: string, language: 'ar' | 'en' = 'en'): Promise<Page> {
    await this.makeSign();
    // Made in the first moment after a start it may find nobody; people make it again.
    const page = await this.on('door', 4_000).catch(async () => {
      await this.makeSign();
      return this.on('door');
    });
    if (language === 'en') await page.getByRole('button', { name: 'English' }).click();
    await this.signInAs(id);
    return this.on('status');
  }

  /** One of the demo staff, with their PIN. */
  signInAs(id: string): Promise<void> {
    return this.signIn(id, pinOf(id));
  }

  /** Types a one-time code on the page on which a kiosk is enrolled, and hands it in if it may be. */
  async typeCode(code: string): Promise<Page> {
    const page = await this.on('enrol');
    const clear = page.locator('[data-action="clear"]');
    if (await clear.isEnabled()) await clear.click();
    for (const key of code) await page.locator(`[data-key="${key}"]`).click();
    const hand = page.locator('[data-action="enrol"]');
    if (await hand.isEnabled()) await hand.click();
    return this.on('enrol');
  }

  /** Types number and PIN at the door. */
  async signIn(id: string, pin: string): Promise<void> {
    const page = await this.on('door');
    await page.locator('[data-field="id"]').click();
    for (let erased = 0; erased < 12; erased += 1) await page.locator('[data-key="erase"]').click();
    for (const key of id) await page.locator(`[data-key="${key}"]`).click();
    await page.locator('[data-action="next"]').click();
    for (const key of pin) await page.locator(`[data-key="${key}"]`).click();
    await page.locator('[data-action="sign-in"]').click();
  }

  /** The second of two people types number and PIN where a case is closed. */
  async enterSecond(id: string, pin: string): Promise<void> {
    const page = await this.on('payment');
    for (const [field, text] of Object.entries({ 'second-id': id, 'second-pin': pin })) {
      await page.locator(`[data-field="${field}"]`).click();
      for (const key of text) await page.locator(`.closing [data-key="${key}"]`).click();
    }
  }

  /** To another page by the list of pages. */
  async goTo(place: PlaceView['name']): Promise<Page> {
    const page = this.pageNow();
    if (!page) throw new Error('the staff page is not open');
    await page.locator(`[data-page="${place}"]`).click();
    return this.on(place);
  }

  /** Back to the visitors. */
  async leave(): Promise<void> {
    const left = this.pageNow()?.locator('[data-action="leave"]').click();
    // The page goes while it is still being clicked.
    await left?.catch(() => undefined);
    await until('the visitors’ screen', () => (this.pageNow() === null ? true : null));
  }
}

/** The PIN of one of the demo staff. */
export function pinOf(id: string): string {
  const person = demoStaff.find((one) => one.id === id);
  if (!person) throw new Error(`nobody in the demo is ${id}`);
  return person.pin;
}
