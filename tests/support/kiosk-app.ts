import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import type { ScreenName } from '../../src-shared/session/screen.ts';
import { electronRuntime } from '../../scripts/prepare/electron-runtime.ts';
import { sandboxObstacle } from '../../scripts/prepare/sandbox.ts';
import { kioskArguments } from '../../scripts/world/kiosk-process.ts';
import { readQrCode } from './qr-code.ts';
import { until } from './until.ts';

/** A fault of the kiosk's own pages as the kiosk itself noted it. */
export interface Fault {
  readonly kind: string;
  readonly text: string;
}

/** The real app, started on a data folder, with eyes on its windows. */
export class KioskApp {
  readonly app: ElectronApplication;
  readonly dataFolder: string;

  private constructor(app: ElectronApplication, dataFolder: string) {
    this.app = app;
    this.dataFolder = dataFolder;
  }

  static async start(environment: Readonly<Record<string, string>>, dataFolder: string): Promise<KioskApp> {
    const { executable, dist } = electronRuntime();
    const app = await _electron.launch({
      executablePath: executable,
      args: kioskArguments(),
      // Playwright switches the sandbox off unless told not to.
      chromiumSandbox: sandboxObstacle(dist) === undefined,
      env: { ...definedEnvironment(), ...environment },
      timeout: 60_000,
    });
    const kiosk = new KioskApp(app, dataFolder);
    await kiosk.page();
    return kiosk;
  }

  /** The page visitors see. During the change to a fresh page there are two for a moment; the elder is shown. */
  page(): Promise<Page> {
    return until('the kiosk’s page', () => this.#pages()[0] ?? null, 30_000);
  }

  /** Waits until this screen is drawn, on whichever page is shown then. */
  on(screen: ScreenName, timeoutMs = 15_000): Promise<Page> {
    let seen = '';
    return until(
      `the ${screen} screen`,
      async () => {
        const [page, waiting] = this.#pages();
        // Two pages: the visit has ended and a fresh page is about to take the place of the used one.
        if (!page || waiting) return null;
        const name = await screenOf(page);
        seen = name ?? seen;
        return name === screen ? page : null;
      },
      timeoutMs,
    ).catch((failure: unknown) => {
      throw new Error(`${String(failure)}; ${seen} is shown; the kiosk said last:\n${this.#lastLines()}`);
    });
  }

  /** The log's last words: they tell why, and nothing of anybody. */
  #lastLines(): string {
    return this.log().trimEnd().split('\n').slice(-12).join('\n');
  }

  /** The name of the screen that is drawn now. */
  async screen(): Promise<string | null> {
    return screenOf(await this.page());
  }

  /** The hosted payment page inside the kiosk, once it is there. */
  paymentPage(): Promise<Page> {
    return until('the payment page', () => this.paymentPageNow());
  }

  /** The hosted payment page, if there is one now. */
  paymentPageNow(): Page | null {
    return this.app.windows().find((page) => page.url().startsWith('http://127.0.0.1')) ?? null;
  }

  /** What a phone's camera reads from the screen. */
  codeOnScreen(): Promise<string> {
    return until('a code on the screen', async () => readQrCode(await (await this.page()).screenshot())).catch(
      async (failure: unknown) => {
        const page = await this.page();
        const drawn = await page.locator('.qr-code').count();
        const seen = `${await screenOf(page)} is shown, ${drawn ? 'its code is not on the glass' : 'without a code'}`;
        throw new Error(`${String(failure)}; ${seen}; the kiosk said last:\n${this.#lastLines()}`);
      },
    );
  }

  /** A key of a keypad that plain keyboards do not have, as the system hands it to the window. */
  async pressFunctionKey(keyCode: string): Promise<void> {
    await this.app.evaluate(({ webContents }, key) => {
      const [page] = webContents.getAllWebContents().filter((contents) => contents.getURL().startsWith('app://kiosk/'));
      page?.sendInputEvent({ type: 'keyDown', keyCode: key });
      page?.sendInputEvent({ type: 'keyUp', keyCode: key });
    }, keyCode);
  }

  /** Power cut: no farewell. */
  async kill(): Promise<void> {
    const child = this.app.process();
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  async close(): Promise<void> {
    await this.app.close().catch(() => undefined); // already gone after kill()
  }

  /** Lines of the kiosk's log so far. */
  log(): string {
    try {
      return readFileSync(join(this.dataFolder, 'logs', 'kiosk.log'), 'utf8');
    } catch {
      return '';
    }
  }

  /** Waits until the kiosk has a complete offline copy, as its log says. */
  async copyReady(): Promise<void> {
    await until('the offline copy', () => this.log().includes('"feed-active"') || null, 60_000);
  }

  /** Violations of the content policy and uncaught errors, as the kiosk's log has them: a test fails on any. */
  faults(): Fault[] {
    return this.log()
      .split('\n')
      .filter((line) => line.includes('"window-fault"'))
      .map((line) => JSON.parse(line) as Fault);
  }

  /** Does it still show anything? False once it was killed. */
  isThere(): boolean {
    return this.#pages().length > 0;
  }

  #pages(): Page[] {
    return this.app.windows().filter((page) => !page.isClosed() && page.url().startsWith('app://kiosk/'));
  }
}

/** This process’s environment without its holes. */
export function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The screen a page draws, from the attribute on its root; null while it changes. */
async function screenOf(page: Page): Promise<string | null> {
  try {
    return await page.evaluate(() => document.querySelector('[data-screen]')?.getAttribute('data-screen') ?? null);
  } catch {
    return null; // the page is being replaced
  }
}
