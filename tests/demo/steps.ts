import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { ScreenName } from '../../src-shared/session/screen.ts';
import type { KioskApp } from '../support/kiosk-app.ts';

/** One step as the summary lists it. */
export interface StepReport {
  readonly name: string;
  readonly ok: boolean;
  /** From the step before until this screen could be touched, ms. */
  readonly ms: number;
  /** Path of the picture, relative to `out/demo`. */
  readonly screenshot: string;
}

/** Longest wait for a screen; K-Net's confirmation is the slowest. */
const screenLimitMs = 45_000;
const shieldMs = 420;

/** Walks a journey step by step, with a picture of each screen as the visitor sees it. */
export class Steps {
  readonly reports: StepReport[] = [];
  readonly #kiosk: KioskApp;
  readonly #folder: string;
  readonly #prefix: string;
  #since = performance.now();

  /** Pictures go to `<folder>/<prefix>-<name>.png`. */
  constructor(kiosk: KioskApp, folder: string, prefix: string) {
    this.#kiosk = kiosk;
    this.#folder = folder;
    this.#prefix = prefix;
    mkdirSync(folder, { recursive: true });
  }

  /** Waits for the screen, takes its picture, touches the button that does `action`. */
  async touch(name: string, screen: ScreenName, action: string): Promise<void> {
    await this.does(name, screen, (page) => page.locator(`[data-action="${action}"]`).first().click());
  }

  /** Waits for the screen, takes its picture, does something there. */
  async does(name: string, screen: ScreenName, act: (page: Page) => Promise<void>): Promise<void> {
    const screenshot = `${this.#prefix}-${name}.png`;
    try {
      await this.#kiosk.on(screen, screenLimitMs);
      await pause(shieldMs);
      // The page of an ended visit may have been replaced meanwhile.
      const page = await this.#kiosk.on(screen);
      const ms = Math.round(performance.now() - this.#since);
      await page.screenshot({ path: join(this.#folder, screenshot) });
      await act(page);
      this.reports.push({ name, ok: true, ms, screenshot });
    } catch (failure) {
      const page = await this.#kiosk.page();
      await page.screenshot({ path: join(this.#folder, screenshot) }).catch(() => undefined);
      this.reports.push({ name, ok: false, ms: Math.round(performance.now() - this.#since), screenshot });
      throw failure;
    } finally {
      this.#since = performance.now();
    }
  }
}
