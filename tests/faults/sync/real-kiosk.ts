import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withDisplay } from '../../../scripts/prepare/display.ts';
import { startWorld, type World } from '../../../scripts/world/world.ts';
import { seededRandom } from '../../../src-main/journal/test-support.ts';
import { Dock } from '../../support/dock.ts';
import { KioskApp } from '../../support/kiosk-app.ts';
import { demo } from '../../support/people.ts';
import { until } from '../../support/until.ts';
import { Visitor } from '../../support/visitor.ts';
import { MixedEdition, type SyncCount } from './scene.ts';

/** From the first screen to a kill: the first copy is being fetched, sealed and put in place meanwhile, ms. */
const latestMs = 4_000;
const shape = '1080x1920@0.5';
/** Tickets of the demo's mixed visitor, as the copy knows them. */
const wholeList = 'TicketList';

/**
 * The real application: killed while its first copy is made, and its IndexedDB wiped under the running page and between
 * two starts. Without a network it then says what the edition says, or that it cannot say.
 */
export async function realKiosk(
  count: SyncCount,
  folder: string,
  kills: number,
  say: (line: string) => void,
): Promise<void> {
  const display = await withDisplay({ width: 1920, height: 1920 }, { always: true });
  const world = await startWorld({ folder: join(folder, 'world') });
  const bench = new Bench(world, folder, display.env);
  try {
    for (let at = 1; at <= kills; at += 1) {
      await count.during('interruptions', `real kiosk killed, seed ${at}`, () => bench.killedWhileFilling(at));
      say(`${at} of ${kills} real kiosks killed while the first copy was made`);
    }
    await count.during('wipes', 'IndexedDB of a real kiosk', () => bench.wiped());
    say('IndexedDB of a real kiosk wiped under the running page');
  } finally {
    await world.stop();
    display.stop();
  }
}

class Bench {
  readonly #world: World;
  readonly #folder: string;
  readonly #display: Readonly<Record<string, string>>;
  readonly #dock: Dock;
  /** What the whole edition says, read once from a kiosk nobody disturbed. */
  #truth: string | null = null;

  constructor(world: World, folder: string, display: Readonly<Record<string, string>>) {
    this.#world = world;
    this.#folder = folder;
    this.#display = display;
    this.#dock = new Dock(world.dockUrl);
  }

  async killedWhileFilling(seed: number): Promise<void> {
    const data = this.#dataFolder(`killed-${seed}`);
    const first = await this.#start(data);
    await new Visitor(first).on('Attract');
    await pause(Math.floor(seededRandom(seed)() * latestMs));
    await first.kill();
    await this.#dock.network('down');
    await this.#judge(data);
    await this.#dock.network('up');
  }

  async wiped(): Promise<void> {
    const data = this.#dataFolder('wiped');
    const kiosk = await this.#start(data);
    await kiosk.copyReady();
    await this.#dock.network('down');
    const before = await this.#said(kiosk);
    if (before === cannotSay) throw new Error('a whole copy could not say what somebody owes');
    await kiosk.app.evaluate(({ webContents }) =>
      webContents
        .getAllWebContents()
        .find((contents) => contents.getURL().startsWith('app://vault/'))
        ?.session.clearStorageData({ storages: ['indexdb'] }),
    );
    const after = await this.#said(kiosk);
    if (after !== before) throw new MixedEdition(`wiped under the page: "${after}" instead of "${before}"`);
    await kiosk.close();
    const again = await this.#start(data);
    const later = await this.#said(again);
    if (later !== before) throw new MixedEdition(`wiped, after a restart: "${later}" instead of "${before}"`);
    await again.close();
    await this.#dock.network('up');
  }

  /** What the kiosk says without a network: the list as the copy has it, or that it cannot say. */
  async #judge(data: string): Promise<void> {
    const kiosk = await this.#start(data);
    try {
      const said = await this.#said(kiosk);
      if (said === cannotSay) return;
      this.#truth ??= said;
      if (said !== this.#truth) throw new MixedEdition(`"${said}" instead of "${this.#truth}"`);
    } finally {
      await kiosk.close();
    }
  }

  async #said(kiosk: KioskApp): Promise<string> {
    const visitor = new Visitor(kiosk);
    await visitor.on('Attract', 30_000);
    await visitor.chooseLanguage();
    await visitor.lookUp(demo.mixed);
    const screen = await until(
      'an answer',
      async () => {
        const shown = await kiosk.screen();
        return shown === wholeList || shown === 'NetworkDown' || shown === 'MinistryDown' ? shown : null;
      },
      45_000,
    );
    const page = await visitor.on(screen);
    const tickets = await page.locator('[data-ticket]').evaluateAll((cards) => cards.map((card) => card.textContent));
    await page.locator('[data-action="end"]').click();
    await pause(500);
    await (await kiosk.page()).locator('[data-action="end-visit"]').click();
    return screen === wholeList ? tickets.join(' | ') : cannotSay;
  }

  #start(data: string): Promise<KioskApp> {
    return KioskApp.start({ ...this.#display, ...this.#world.kioskEnvironment(data, shape) }, data);
  }

  #dataFolder(name: string): string {
    const data = join(this.#folder, name);
    mkdirSync(data, { recursive: true });
    return data;
  }
}

const cannotSay = 'cannot say';
