import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { KioskApp } from '../../support/kiosk-app.ts';
import type { People } from '../../support/people.ts';
import { until } from '../../support/until.ts';
import { Visitor } from '../../support/visitor.ts';
import { nameOf, type KillCase, type Station } from './cases.ts';
import { killChild } from './children.ts';
import { hands, type RailHands } from './hands.ts';
import { arm, runProgram, startProgram, whileAlive, type Life, type MortalKiosk } from './program.ts';
import { screenAfterDeath } from './screen-truth.ts';
import { gatewayOf, isUndecided, ministryPostings, moneyBook, readBook, type Outside } from './truth.ts';

/** A place the kiosk does not come to in this time is a place nobody comes to, ms. */
const deathWithinMs = 45_000;
/** Outcome known and posted after the restart, ms. */
const healedWithinMs = 60_000;
/** What came out of the cases of one lane. */
export interface LaneFigures {
  readonly violations: string[];
  kills: number;
  /** From each start after a death to a screen that tells the truth. */
  readonly screenMs: number[];
  /** From each death of a page to its screen. */
  readonly pageMs: number[];
  /** From each death of the process that draws to a picture on the glass. */
  readonly graphicsMs: number[];
  refusedInstances: number;
}

export interface LanePorts {
  readonly outside: Outside;
  readonly people: People;
  /** Holds the data folders of its kiosks. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
}

/**
 * One kiosk that is killed again and again on the same data; and the next, when that one may not take a payment any
 * more because the outcome of one is for settlement to tell.
 */
export class Lane {
  readonly figures: LaneFigures = {
    violations: [],
    kills: 0,
    screenMs: [],
    pageMs: [],
    graphicsMs: [],
    refusedInstances: 0,
  };
  /** Data folders of its kiosks so far. */
  readonly dataFolders: string[] = [];
  readonly #ports: LanePorts;
  #life: Life;
  #kiosk: MortalKiosk | null = null;

  constructor(ports: LanePorts) {
    this.#ports = ports;
    this.#life = this.#newLife();
  }

  /** Goes through the cases; what breaks in one is noted, and the next begins with another kiosk. */
  async run(cases: readonly KillCase[]): Promise<void> {
    for (const one of cases) {
      const begun = performance.now();
      try {
        await this.#case(one);
      } catch (failure) {
        this.#blame(one, firstLine(failure));
        await this.close();
        this.#life = this.#newLife();
      }
      this.#ports.say(`${nameOf(one)}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    }
  }

  /** A second program on the same data folder must end by itself and leave the first alone. */
  async startSecond(): Promise<void> {
    const kiosk = await this.#alive();
    const code = await runProgram(this.#life, {}, deathWithinMs);
    const screen = await kiosk.app.screen();
    if (code === secondInstanceCode && screen !== null) this.figures.refusedInstances += 1;
    else this.figures.violations.push(`a second instance ended with ${code}; the first shows ${screen ?? 'nothing'}`);
  }

  /** Waits until every outcome is known that can be known, and the ministry has answered every posting. */
  async settle(): Promise<void> {
    await this.#healed();
    const { dataFolder, outside } = this.#life;
    const posted = (await readBook(dataFolder)).all().filter(({ state }) => state === 'posted');
    await until(
      'the ministry to answer every posting',
      async () => {
        const answered = (await ministryPostings(outside.world)).filter(({ result }) => result !== 'pending');
        return (
          posted.every(({ pid, items }) => answered.filter((one) => one.pid === pid).length >= items.length) || null
        );
      },
      healedWithinMs,
    );
  }

  async close(): Promise<void> {
    await this.#kiosk?.app.close();
    this.#kiosk = null;
  }

  async #case(one: KillCase): Promise<void> {
    const rail = hands[one.rail];
    if (!rail) throw new Error(`nobody has hands for ${one.rail}`);
    const kiosk = await this.#atRails(one);
    await this.#dieWhilePaying(kiosk, one, rail);
    this.#kiosk = null;
    await this.#dieAgain(one);
    await this.#comeBack(one);
    await this.#healed();
    await this.#replaceIfClosed();
  }

  /**
   * A kiosk whose visitor chooses how to pay. The way there is no part of what is judged: when a page is replaced under
   * the visitor's finger it is gone once more, on another kiosk.
   */
  async #atRails(one: KillCase): Promise<MortalKiosk> {
    const go = async (): Promise<MortalKiosk> => {
      const kiosk = await this.#alive();
      await this.#leaveLastVisit(kiosk);
      await this.#goToRails(kiosk, one);
      return kiosk;
    };
    try {
      return await go();
    } catch (failure) {
      this.#ports.say(`${nameOf(one)}: the way to the rails again, ${firstLine(failure)}`);
      await this.close();
      this.#life = this.#newLife();
      return go();
    }
  }

  async #alive(): Promise<MortalKiosk> {
    this.#kiosk ??= await startProgram(this.#life);
    return this.#kiosk;
  }

  /** Presses what leads out of the screens a payment ends on. */
  async #leaveLastVisit({ app }: MortalKiosk): Promise<void> {
    const visitor = new Visitor(app);
    await until(
      'the first screen',
      async () => {
        const screen = await app.screen();
        if (screen === 'Attract') return screen;
        const out = screen === 'PaymentUnknown' ? 'leave-payment' : 'finish';
        if (screen === 'Paid' || screen === 'NotPaid' || screen === 'Goodbye' || screen === 'PaymentUnknown') {
          const page = await visitor.on(screen).catch(() => null);
          await page
            ?.locator(`[data-action="${out}"]`)
            .first()
            .click({ timeout: 1_000 })
            .catch(() => undefined);
        }
        return null;
      },
      healedWithinMs,
    );
  }

  /** As a visitor goes, with one child killed on the way. */
  async #goToRails({ app }: MortalKiosk, one: KillCase): Promise<void> {
    const visitor = new Visitor(app);
    const comeTo = async (station: Station): Promise<void> => {
      await app.on(station);
      if (one.child.at === station) await this.#killChild(app, one, station);
    };
    await visitor.chooseLanguage();
    await comeTo('Home');
    await visitor.lookUp(this.#ports.people.next(1).number);
    await comeTo('TicketList');
    await visitor.selectAllAndReview();
    await comeTo('ChooseRail');
  }

  async #killChild(app: KioskApp, one: KillCase, station: Station): Promise<void> {
    const ms = await killChild(app, one.child.kind, station);
    this.figures.kills += 1;
    if (one.child.kind === 'page') this.figures.pageMs.push(ms);
    if (one.child.kind === 'gpu') this.figures.graphicsMs.push(ms);
  }

  async #dieWhilePaying(kiosk: MortalKiosk, one: KillCase, rail: RailHands): Promise<void> {
    const { death } = one;
    if ('at' in death) await arm(kiosk.app, death.at);
    const deed = this.#deed(kiosk, one, rail);
    // Most deeds are cut short by the death of the kiosk: the judge looks at what they came to.
    const done = deed.then(() => 'the visitor has done it', firstLine);
    if ('at' in death) {
      const ended = await Promise.race([kiosk.gone, pause(deathWithinMs, 'nothing')]);
      if (ended !== 'SIGKILL') {
        const visitor = await Promise.race([done, pause(0, 'the visitor is still at it')]);
        throw new Error(`nobody came to ${death.at}: ended by ${ended ?? 'itself'}, ${visitor}`);
      }
    } else {
      await pause(death.afterMs);
      await kiosk.app.kill();
    }
    this.figures.kills += 1;
    await done;
  }

  async #deed(kiosk: MortalKiosk, { death }: KillCase, rail: RailHands): Promise<void> {
    const visitor = new Visitor(kiosk.app);
    const page = await whileAlive(kiosk, visitor.on('ChooseRail'));
    await whileAlive(kiosk, page.locator(`[data-action="${rail.action}"]`).first().click());
    if (death.deed === 'pay') await rail.pay(kiosk);
    else await whileAlive(kiosk, visitor.touch(rail.screen, 'Cancel payment'));
  }

  /** Killed once more while it starts. */
  async #dieAgain({ death }: KillCase): Promise<void> {
    if (!('at' in death) || !death.again) return;
    const ended = await runProgram(this.#life, { WAFA_FAILPOINT: death.again }, deathWithinMs);
    if (ended !== 'SIGKILL') throw new Error(`nobody came to ${death.again} at the start (${ended})`);
    this.figures.kills += 1;
  }

  async #comeBack(one: KillCase): Promise<void> {
    const begun = performance.now();
    const book = await readBook(this.#life.dataFolder);
    this.#kiosk = await startProgram(this.#life);
    const last = book.open().at(-1) ?? null;
    const seen = await screenAfterDeath(this.#kiosk.app, last, this.#ports.outside);
    this.figures.screenMs.push(performance.now() - begun);
    if (seen.problem) this.#blame(one, seen.problem);
  }

  /** Waits until no outcome is owed, except on a page that is still out. */
  async #healed(): Promise<void> {
    const { dataFolder, outside } = this.#life;
    await until(
      'the outcome of every payment',
      async () => {
        const open = (await readBook(dataFolder)).open();
        if (open.length === 0) return true;
        const money = await moneyBook(outside);
        const gateway = await gatewayOf(dataFolder, outside.world);
        const undecided = await Promise.all(open.map((record) => isUndecided(record, money, gateway)));
        return undecided.every(Boolean) || null;
      },
      healedWithinMs,
    );
  }

  /** A terminal takes no card while the outcome of another payment on it is not known. */
  async #replaceIfClosed(): Promise<void> {
    const open = (await readBook(this.#life.dataFolder)).open();
    if (!open.some(({ rail }) => rail === 'terminal')) return;
    await this.settle();
    await this.close();
    this.#life = this.#newLife();
  }

  #newLife(): Life {
    const { folder, outside, environment } = this.#ports;
    const dataFolder = join(folder, `kiosk-${this.dataFolders.length + 1}`);
    mkdirSync(dataFolder, { recursive: true });
    this.dataFolders.push(dataFolder);
    return { outside, dataFolder, environment };
  }

  #blame(one: KillCase, what: string): void {
    this.figures.violations.push(`${nameOf(one)}: ${what}; again with --row kiosk-kills --seed ${one.seed}`);
  }
}

/** Playwright's errors go on with all that the browser said. */
export function firstLine(failure: unknown): string {
  const text = failure instanceof Error ? failure.message : String(failure);
  return text.split('\n')[0] ?? '';
}

/** Exit code of a program that found another on its data folder. */
const secondInstanceCode = '3';
