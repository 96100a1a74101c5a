import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';
import type { PNG } from 'pngjs';
import type { Snapshot } from '../../src-shared/contract/kiosk-ipc.ts';
import type { Language } from '../../src-shared/domain/language.ts';
import { withDisplay, type Display as VirtualScreen } from '../../scripts/prepare/display.ts';
import { atRest, type Exhibit } from '../gallery/pushes.ts';
import { KioskApp } from '../support/kiosk-app.ts';
import { inMode, orientations, type Orientation, type Tongue, type Way } from './plan.ts';
import { readThumbnail } from './thumbnail.ts';
import type { Finding } from './probe/finding.ts';
import type { Look, Seen } from './probe/probe.ts';

/** The moment at which every picture is taken: ages on the screens do not change from run to run. */
const now = Date.parse('2026-11-22T09:27:00+03:00');

/** Revisions of the kiosk's own snapshots stay far below: while the harness pushes, the page takes them for old ones. */
const firstRevision = 1_000_000;

/** Whole fractions of the screens' widths, px. */
const thumbnailWidth = { portrait: 216, landscape: 384 } as const;

/** What the harness has put into the page. */
interface PageWithProbe {
  readonly wafaProbe: { look(seen: Seen): Look };
  /** The test flavour's own offer. */
  readonly wafaPseudo: (pseudo: Tongue['pseudo']) => void;
  readonly axe: typeof axe;
}

interface Glass {
  readonly screen: VirtualScreen;
  /** Where the virtual screen keeps what it shows. */
  readonly frameFolder: string;
}

export interface Scripts {
  readonly probe: string;
  readonly axe: string;
}

/**
 * The real kiosk on a virtual screen of its own: window, partition, preload, content policy and fonts are those
 * of a visit. Only what main sends down is chosen here, so that every state can be reached in a moment.
 */
export class Stage {
  readonly #kiosk: KioskApp;
  readonly #page: Page;
  readonly #glass: Glass;
  readonly #orientation: Orientation;
  readonly #scripts: Scripts;
  #revision = firstRevision;
  /** Somebody has touched the page: it may remember. */
  #used = false;
  #pseudo: Tongue['pseudo'] = null;

  private constructor(kiosk: KioskApp, page: Page, glass: Glass, orientation: Orientation, scripts: Scripts) {
    this.#kiosk = kiosk;
    this.#page = page;
    this.#glass = glass;
    this.#orientation = orientation;
    this.#scripts = scripts;
  }

  static async open(orientation: Orientation, scripts: Scripts): Promise<Stage> {
    const { width, height } = orientations[orientation];
    const folder = mkdtempSync(join(tmpdir(), 'wafa-a11y-'));
    const frameFolder = mkdtempSync(join(tmpdir(), 'wafa-a11y-screen-'));
    const screen = await withDisplay({ width, height }, { always: true, framesIn: frameFolder });
    const environment = { WAFA_DEMO: '1', WAFA_DATA: folder, WAFA_WINDOW: `${width}x${height}`, ...screen.env };
    const kiosk = await KioskApp.start(environment, folder);
    const page = await kiosk.page();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const stage = new Stage(kiosk, page, { screen, frameFolder }, orientation, scripts);
    await stage.#equip();
    return stage;
  }

  /** Puts the measures into a page that has just begun. */
  async #equip(): Promise<void> {
    // Until it has drawn what main said first it is not listening.
    await this.#page.waitForSelector('[data-screen]');
    await this.#page.evaluate((ms) => {
      Date.now = () => ms;
    }, now);
    await this.#page.evaluate(this.#scripts.probe);
    await this.#page.evaluate(this.#scripts.axe);
    this.#used = false;
    this.#pseudo = null;
  }

  /** From rest to the exhibit, as a visit would come to it. */
  async enter(exhibit: Exhibit, language: Language): Promise<void> {
    if (this.#used) {
      // As after every visit: what was opened or typed goes with its page.
      await this.#page.reload();
      await this.#equip();
    }
    await this.#push({ ...atRest.snapshot, language });
    await this.#page.waitForSelector('[data-screen=Attract]');
    await this.#push({ ...exhibit.push.snapshot, language }, exhibit.push.answer);
    if (!exhibit.then) return;
    this.#used = true;
    await this.#page.waitForSelector('html:not([data-shielded])');
    for (const step of exhibit.then) {
      if ('click' in step) await this.#page.click(`[data-action=${step.click}]`);
      else if ('see' in step) await this.#page.waitForSelector(step.see);
      else if ('again' in step) await this.#push({ ...exhibit.push.snapshot, language });
      else for (const key of step.type) await this.#page.keyboard.press(key, { delay: 160 });
      await this.#settle();
    }
  }

  /** The exhibit that is on the stage, in another language or mode: nothing typed or opened is lost. */
  async change(exhibit: Exhibit, { tongue, mode }: Way): Promise<void> {
    const { snapshot } = exhibit.push;
    const next = { ...snapshot, language: tongue.language, preferences: inMode(snapshot.preferences, mode) };
    if (tongue.pseudo !== this.#pseudo) {
      // Other words for the language that is shown are taken up when it comes anew.
      await this.#push({ ...next, language: tongue.language === 'ar' ? 'en' : 'ar' });
      await this.#settle();
      await this.#page.evaluate((pseudo) => (globalThis as unknown as PageWithProbe).wafaPseudo(pseudo), tongue.pseudo);
      this.#pseudo = tongue.pseudo;
    }
    await this.#push(next);
    await this.#settle(next);
  }

  /** Our own measures. */
  async look({ tongue, mode }: Way): Promise<Look> {
    // Rings show themselves to whoever used a key last.
    await this.#page.keyboard.press('Shift');
    return this.#page.evaluate((way) => (globalThis as unknown as PageWithProbe).wafaProbe.look(way), {
      // Made-up words are in no language's letters.
      language: tongue.pseudo === null ? tongue.language : null,
      display: mode === 'low' ? ('normal' as const) : mode,
      mayTurn: mode === 'large' || mode === 'low',
    });
  }

  /** What axe says. */
  async axe(): Promise<Finding[]> {
    return this.#page.evaluate(async (): Promise<Finding[]> => {
      const { axe } = globalThis as unknown as PageWithProbe;
      const { violations } = await axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        rules: {
          'label-content-name-mismatch': { enabled: true },
          // Our own measure asks for more (7:1 for every text, also where axe is content with 3:1) and costs less.
          'color-contrast': { enabled: false },
        },
        resultTypes: ['violations'],
      });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, html }) => ({
          rule: 'axe' as const,
          where: target.join(' '),
          what: `${id}: ${html.slice(0, 120)}`,
        })),
      );
    });
  }

  /** A small picture of what is on the glass. */
  thumbnail(): PNG {
    return readThumbnail(this.#glass.frameFolder, thumbnailWidth[this.#orientation]);
  }

  async close(): Promise<void> {
    await this.#kiosk.close();
    this.#glass.screen.stop();
  }

  /** What the kiosk has noted down so far: violations of the content policy and uncaught errors. */
  faults(): Finding[] {
    return this.#kiosk.faults().map(({ kind, text }) => ({ rule: 'fault', where: kind, what: text }));
  }

  /** Goes the way of every snapshot: main's channel, the preload, the page's own check of the contract. */
  async #push(snapshot: Snapshot, answer?: Exhibit['push']['answer']): Promise<void> {
    this.#revision += 1;
    const push = { snapshot: { ...snapshot, revision: this.#revision }, ...(answer ? { answer } : {}) };
    await this.#kiosk.app.evaluate(({ webContents }, message) => {
      for (const page of webContents.getAllWebContents()) {
        if (page.getURL().startsWith('app://kiosk/')) page.send('kiosk:push', message);
      }
    }, push);
  }

  /**
   * Until everything is drawn: the page looks as it was told to, fonts are there, and the frames have passed in which
   * what does not fit is found out and gets its buttons.
   */
  async #settle(told?: Snapshot): Promise<void> {
    const look = told && { lang: told.language, display: told.preferences.display, low: told.preferences.lowReach };
    await this.#page.evaluate(async (wanted) => {
      const frame = (): Promise<number> => new Promise((drawn) => requestAnimationFrame(drawn));
      const { documentElement: root } = document;
      const isThere = (): boolean =>
        !wanted ||
        (root.lang === wanted.lang &&
          root.dataset['display'] === wanted.display &&
          root.hasAttribute('data-low-reach') === wanted.low);
      // What does not come in two seconds is a finding of the measures.
      for (let frames = 0; frames < 120 && !isThere(); frames += 1) await frame();
      await document.fonts.ready;
      for (let frames = 0; frames < 3; frames += 1) await frame();
    }, look);
  }
}
