import type { CDPSession, Page } from '@playwright/test';

/** A finger on the glass: real touch events, which the page turns into clicks and scrolling by itself. */
export class Finger {
  readonly #page: Page;
  readonly #cdp: CDPSession;

  private constructor(page: Page, cdp: CDPSession) {
    this.#page = page;
    this.#cdp = cdp;
  }

  static async on(page: Page): Promise<Finger> {
    return new Finger(page, await page.context().newCDPSession(page));
  }

  /** Touches the middle of what the selector finds first. */
  async tap(selector: string): Promise<void> {
    const box = await this.#page.locator(selector).first().boundingBox();
    if (!box) throw new Error(`nothing to touch: ${selector}`);
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await this.#touch('touchStart', at);
    await this.#touch('touchEnd');
  }

  /** Draws the finger up or down by `by` px from the middle of the page; up shows what is below. */
  async draw(by: number): Promise<void> {
    const { x, y } = await this.#page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }));
    const moves = 20;
    const from = y - by / 2;
    await this.#touch('touchStart', { x, y: from });
    for (let move = 1; move <= moves; move += 1) await this.#touch('touchMove', { x, y: from + (by * move) / moves });
    await this.#touch('touchEnd');
  }

  async #touch(type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number }): Promise<void> {
    await this.#cdp.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] });
  }
}
