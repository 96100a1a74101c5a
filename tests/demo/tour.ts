import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { World } from '../../scripts/world/world.ts';
import { screenNames, type ScreenName } from '../../src-shared/session/screen.ts';
import type { Dock } from '../support/dock.ts';
import type { KioskApp } from '../support/kiosk-app.ts';
import { demo, type People, type Person } from '../support/people.ts';
import { Phone } from '../support/phone.ts';
import { switchLanguage } from '../support/switch-language.ts';
import { until } from '../support/until.ts';

const shieldMs = 420;

/** Screens that need another kiosk or another world, or a paper that did not come out (tests/e2e/paper-again.spec.ts). */
const elsewhere: readonly ScreenName[] = ['OutOfService', 'MinistryDown', 'NetworkDown', 'Reprint'];

/** Three wrong codes lock a number for a while: each shape has its own. */
const askedAbout = {
  portrait: { number: demo.mixed, passport: 'Z0000001', expiry: '15012030' },
  landscape: { number: demo.awkward, passport: 'A00000000', expiry: '31122028' },
} as const;

export interface TourPorts {
  readonly kiosk: KioskApp;
  readonly dock: Dock;
  readonly world: World;
  readonly people: People;
  /** Pictures go to `<folder>/<shape>-<language>-<Screen>.png`. */
  readonly folder: string;
  readonly shape: 'portrait' | 'landscape';
}

/**
 * Brings about every situation there is in the real app and takes a picture of each screen in both languages. The situations are made from outside: by the dock, the ministry and the visitor's hands.
 */
export class Tour {
  readonly #ports: TourPorts;
  readonly #seen = new Set<ScreenName>();
  #language: 'ar' | 'en' = 'ar';

  constructor(ports: TourPorts) {
    this.#ports = ports;
  }

  async walk(): Promise<void> {
    await this.#ports.dock.calm();
    await this.#lookingUp();
    await this.#asking();
    await this.#wrongNumbers();
    await this.#paying();
    await this.#notPaying();
    await this.#atTheTerminal();
    await this.#changedMeanwhile();
    await this.#outages();
    await this.#farewellIn('en');
    const missing = screenNames.filter((name) => !this.#seen.has(name) && !elsewhere.includes(name));
    if (missing.length > 0) throw new Error(`the tour never saw: ${missing.join(', ')}`);
  }

  /** In a world where no copy could be made: what a visitor sees when nobody can answer. */
  async walkWithoutCopy(): Promise<void> {
    await this.#online();
    await this.#begin(false);
    await this.#lookUp(demo.mixed, false);
    await this.#shoot('MinistryDown', 30_000);
    await this.#ports.dock.network('down');
    await this.#do('MinistryDown', 'retry', false);
    await this.#shoot('NetworkDown', 30_000);
  }

  /** Two screens have no language button: they are seen in a visit in that language. */
  async #farewellIn(language: 'ar' | 'en'): Promise<void> {
    this.#language = language;
    await this.#begin(false);
    await (await this.#on('Home')).locator('[data-action="end"]').click();
    await pause(shieldMs);
    await (await this.#ports.kiosk.page()).locator('[data-action="end-visit"]').click();
    await this.#shoot('Goodbye');
    await this.#on('Attract', 20_000);
  }

  async #lookingUp(): Promise<void> {
    await this.#begin();
    await this.#do('Home', 'department-traffic', false);
    await this.#do('Department', 'service-unknownTicket');
    await this.#do('Information', 'back');
    await this.#do('Department', 'back', false);
    await this.#lookUp(demo.awkward);
    await this.#do('TicketList', 'details');
    await this.#do('Ticket', 'back');
    await this.#again(demo.nothing);
    await this.#shoot('NothingDue');
    await this.#help();
    await this.#end();
  }

  async #help(): Promise<void> {
    await this.#do('NothingDue', 'help', false);
    await (await this.#ports.kiosk.page()).waitForTimeout(300);
    await this.#picture('Help');
    await this.#do('NothingDue', 'close-help', false);
  }

  /** Questions of every kind, a code, and answers of every kind. */
  async #asking(): Promise<void> {
    await this.#begin(false);
    await this.#do('Home', 'department-papers', false);
    await this.#do('Department', 'service-referenceResidents', false);
    const { number, passport, expiry } = askedAbout[this.#ports.shape];
    await this.#type(number);
    await this.#enter('AskLetters', passport, 'submit-field');
    await this.#enter('AskDate', expiry, 'submit-field');
    await this.#do('FoundNumber', 'service-residencyCases');
    await this.#do('AskChoice', 'choose-residency');
    for (let wrong = 0; wrong < 3; wrong += 1) await this.#enter('AskCode', '000000', 'submit-code', wrong === 0);
    await this.#shoot('TooManyCodes');
    await this.#end();
    await this.#begin(false);
    await this.#do('Home', 'department-papers', false);
    await this.#do('Department', 'service-caseProgress', false);
    await this.#type('310000017');
    await this.#shoot('FoundSteps');
    await this.#do('FoundSteps', 'back', false);
    await this.#do('AskNumber', 'back', false);
    await this.#do('Department', 'back', false);
    await this.#do('Home', 'department-residency', false);
    await this.#do('Department', 'service-renewalIndividuals', false);
    await this.#type(demo.mixed);
    await this.#shoot('FoundStatus');
    await this.#end();
  }

  async #wrongNumbers(): Promise<void> {
    await this.#begin(false);
    await this.#do('Home', 'service-trafficIndividuals', false);
    await this.#type('3991');
    const page = await this.#on('AskNumber');
    await page.waitForTimeout(300);
    await this.#picture('AskNumber-problem');
    await page.locator('[data-key="clear"]').click();
    await this.#type('123456789012');
    await this.#do('ConfirmUnified', 'unified-yes');
    await this.#shoot('NotFound');
    for (let number = 0; number < 6; number += 1) {
      await this.#do('NotFound', 'other-number', false);
      await this.#type(String(123456789013 + number));
      const asked = await this.#one('ConfirmUnified', 'NotFound', 'TooManyNumbers');
      if (asked === 'ConfirmUnified') await this.#do('ConfirmUnified', 'unified-yes', false);
    }
    await this.#shoot('TooManyNumbers');
    await this.#end();
  }

  async #paying(): Promise<void> {
    const { dock, kiosk } = this.#ports;
    await this.#toRail(this.#ports.people.next(2, 4));
    await dock.ministry('slow');
    await this.#do('ChooseRail', 'pay-phone');
    await this.#shoot('StartingPayment');
    await dock.ministry('up');
    await this.#shoot('PayOnPhone');
    const phone = new Phone();
    await phone.pay(await kiosk.codeOnScreen());
    await this.#shoot('PaymentConfirming', 20_000);
    await this.#on('Paid', 45_000);
    await kiosk.page().then((page) => page.waitForTimeout(2_500));
    await this.#shoot('Paid');
    await this.#do('Paid', 'finish', false);
    await this.#shoot('Goodbye');
    await this.#on('Attract', 20_000);
  }

  async #notPaying(): Promise<void> {
    const { dock, kiosk, people } = this.#ports;
    await this.#toRail(people.next(1, 3), false);
    await this.#do('ChooseRail', 'pay-screen', false);
    const bank = await kiosk.paymentPage();
    await bank.waitForLoadState();
    await this.#shoot('PayOnScreen');
    await this.#windowPicture('PayOnScreen-window');
    await this.#do('PayOnScreen', 'cancel-payment', false);
    await this.#shoot('NotPaid', 30_000);
    await this.#do('NotPaid', 'finish', false);
    await this.#on('Attract', 20_000);

    await this.#toRail(people.next(1, 3), false);
    await this.#do('ChooseRail', 'pay-phone', false);
    const phone = new Phone();
    await this.#on('PayOnPhone');
    await phone.open(await kiosk.codeOnScreen());
    await phone.send(null);
    await dock.network('down');
    await this.#shoot('PaymentUnknown', 60_000);
    await this.#do('PaymentUnknown', 'leave-payment', false);
    await dock.network('up');
    await phone.send('card-form', { action: 'cancel' });
    await this.#on('Attract', 20_000);
    await this.#online();
  }

  /** A card that is charged another amount than was asked for: the terminal is asked for a card, and the money goes back. */
  async #atTheTerminal(): Promise<void> {
    const { dock, people, world } = this.#ports;
    await tellTerminal(world, [{ on: 'Payment', nth: 1, do: { verb: 'wrongAmount', amountFils: 1_000 } }]);
    await this.#toRail(people.next(1, 3), false);
    await this.#do('ChooseRail', 'pay-terminal', false);
    await this.#shoot('PayOnTerminal');
    await until('a terminal that asks for a card', () => dock.terminal('tap_card').then((noticed) => noticed || null));
    await this.#shoot('PaymentReturned', 30_000);
    await this.#do('PaymentReturned', 'leave-payment', false);
    await this.#on('Attract', 20_000);
    await dock.calm();
  }

  async #changedMeanwhile(): Promise<void> {
    const { people, world } = this.#ports;
    for (const [screen, change] of [
      ['AmountChanged', { amountFils: 19_750 }],
      ['PaidMeanwhile', { status: 'paid' }],
    ] as const) {
      const person = people.next(2, 4);
      await this.#toRail(person, false);
      await tellMinistry(world, { ticketNo: person.payable[0]?.detail.ticketNo, ...change });
      await this.#do('ChooseRail', 'pay-phone', false);
      await this.#shoot(screen, 20_000);
      await this.#end();
    }
  }

  async #outages(): Promise<void> {
    const { dock, people, kiosk } = this.#ports;
    await kiosk.copyReady();
    await this.#toRail(people.next(1, 3), false);
    await dock.network('down');
    await this.#do('ChooseRail', 'pay-phone', false);
    await this.#shoot('PaymentClosed', 30_000);
    await this.#end();
    await this.#begin(false);
    await this.#lookUp(demo.mixed, false);
    await this.#on('TicketList', 30_000);
    await this.#picture('TicketList-copy');
    await this.#do('TicketList', 'print-slip', false);
    await this.#on('Slip');
    await kiosk.page().then((page) => page.waitForTimeout(1_500));
    await this.#shoot('Slip');
    await this.#end();
    await dock.network('up');
    await this.#online();
  }

  async #begin(shoot = true): Promise<void> {
    await this.#do('Attract', 'begin', shoot);
    await this.#do('Language', `language-${this.#language}`, shoot);
    if (shoot) await this.#shoot('Home');
  }

  async #lookUp(number: string, shoot = true): Promise<void> {
    const { dock } = this.#ports;
    await this.#do('Home', 'service-trafficIndividuals', false);
    if (shoot) {
      await this.#shoot('AskNumber');
      await dock.ministry('slow');
    }
    await this.#type(number);
    if (!shoot) return;
    await this.#shoot('Inquiring');
    await dock.ministry('up');
  }

  async #again(number: string): Promise<void> {
    await this.#do('TicketList', 'back', false);
    await this.#type(number);
  }

  async #toRail(person: Person, shoot = true): Promise<void> {
    await this.#begin(false);
    await this.#lookUp(person.number, false);
    await this.#do('TicketList', 'select-all', false);
    await this.#do('TicketList', 'review', false);
    await this.#do('Review', 'choose-rail', shoot);
    await this.#on('ChooseRail');
  }

  /** Enters on the keys of the screen and continues. */
  async #enter(screen: ScreenName, text: string, action: string, shoot = true): Promise<void> {
    const page = await this.#on(screen);
    for (const key of text) await page.locator(`[data-key="${key}"]`).click();
    if (shoot) await this.#shoot(screen);
    await this.#do(screen, action, false);
  }

  /** Types on the pad and continues. */
  async #type(number: string): Promise<void> {
    const page = await this.#on('AskNumber');
    await page.locator('[data-key="clear"]').click();
    for (const digit of number) await page.locator(`[data-key="${digit}"]`).click();
    await page.locator('[data-action="submit-field"]').click();
  }

  async #end(): Promise<void> {
    const page = await this.#ports.kiosk.page();
    await page.waitForTimeout(shieldMs);
    await page.locator('[data-action="end"]').click();
    await page.waitForTimeout(shieldMs);
    await page.locator('[data-action="end-visit"]').click();
    await this.#on('Goodbye');
    await this.#on('Attract', 20_000);
  }

  /** Waits until the gateway is known to be back. */
  async #online(): Promise<void> {
    await until(
      'the gateway',
      () =>
        this.#ports.kiosk
          .log()
          .trimEnd()
          .split('\n')
          .findLast((line) => line.includes('gateway-status'))
          ?.includes('"online":"true"')
          ? true
          : null,
      20_000,
    );
  }

  async #do(screen: ScreenName, action: string, shoot = true): Promise<void> {
    const page = shoot ? await this.#shoot(screen) : await this.#on(screen);
    await page.locator(`[data-action="${action}"]`).first().click();
  }

  async #one(...screens: ScreenName[]): Promise<ScreenName> {
    return until(screens.join(' or '), async () => {
      const now = await this.#ports.kiosk.screen();
      return screens.find((screen) => screen === now) ?? null;
    });
  }

  async #on(screen: ScreenName, timeoutMs?: number): Promise<Page> {
    await this.#ports.kiosk.on(screen, timeoutMs);
    await pause(shieldMs);
    // The page of an ended visit may have been replaced meanwhile.
    return this.#ports.kiosk.on(screen);
  }

  /** A picture in both languages: the screen keeps everything when its language changes. */
  async #shoot(screen: ScreenName, timeoutMs?: number): Promise<Page> {
    const page = await this.#on(screen, timeoutMs);
    this.#seen.add(screen);
    await this.#picture(screen);
    const mine = this.#language;
    const other = mine === 'ar' ? 'en' : 'ar';
    if (!(await switchLanguage(page, other))) return page;
    this.#language = other;
    await this.#picture(screen);
    await switchLanguage(page, mine);
    this.#language = mine;
    return page;
  }

  async #picture(name: string): Promise<void> {
    const { kiosk, folder, shape } = this.#ports;
    const page = await kiosk.page();
    await page.screenshot({ path: join(folder, `${shape}-${this.#language}-${name}.png`) });
  }

  /** The window as a whole: a page's own picture does not show the bank's view above it. */
  async #windowPicture(name: string): Promise<void> {
    const { kiosk, folder, shape } = this.#ports;
    const bank = kiosk.paymentPageNow();
    await bank?.screenshot({ path: join(folder, `${shape}-${this.#language}-${name}.png`) });
  }
}

function tellMinistry(world: World, change: object): Promise<void> {
  return tell(`${world.ministryUrl}/sim/tickets/change`, change);
}

function tellTerminal(world: World, rules: readonly object[]): Promise<void> {
  return tell(`${world.terminalUrl ?? ''}/sim/faults`, { rules });
}

async function tell(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}
