import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { World } from '../../scripts/world/world.ts';
import type { ScreenName } from '../../src-shared/session/screen.ts';
import { KioskApp } from '../support/kiosk-app.ts';
import { demo } from '../support/people.ts';
import { quantile, report } from './report.ts';

const rounds = 25;
/** A screen takes no touch for its first 350 ms. */
const shieldMs = 420;

/** Aim of a touch to the next painted screen, p95, and of an inquiry through the gateway on loopback, ms. */
const touchAimMs = 50;
const inquiryAimMs = 300;

interface Way {
  readonly from: ScreenName;
  readonly action: string;
  readonly to: ScreenName;
}

/** Touches that change the screen without asking anybody, there and back. */
const ways: readonly Way[] = [
  { from: 'TicketList', action: '[data-action="details"]', to: 'Ticket' },
  { from: 'Ticket', action: '[data-action="back"]', to: 'TicketList' },
  { from: 'TicketList', action: '[data-action="select-all"]', to: 'TicketList' },
  { from: 'TicketList', action: '[data-action="review"]', to: 'Review' },
  { from: 'Review', action: '[data-action="choose-rail"]', to: 'ChooseRail' },
  { from: 'ChooseRail', action: '[data-action="back"]', to: 'Review' },
  { from: 'Review', action: '[data-action="back"]', to: 'TicketList' },
  { from: 'TicketList', action: '[data-action="clear-selection"]', to: 'TicketList' },
];

/** In the real app: finger up to next painted frame, and number entered to list painted. */
export async function benchTouch(world: World): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wafa-bench-'));
  const kiosk = await KioskApp.start(world.kioskEnvironment(folder, '1080x1920'), folder);
  try {
    const page = await kiosk.on('Attract');
    await measureTouches(page);
    const inquiries: number[] = [];
    const touches: number[] = [];
    await toNumber(kiosk);
    for (let round = 0; round < rounds; round += 1) {
      inquiries.push(await lookUp(kiosk, page));
      if (round < 3) for (const way of ways) touches.push(await take(kiosk, page, way));
      await page.waitForTimeout(shieldMs);
      await page.locator('[data-action="back"]').first().click();
      await kiosk.on('AskNumber');
    }
    for (let round = 0; touches.length < rounds * 4 && round < rounds; round += 1) {
      await page.waitForTimeout(shieldMs);
      await lookUp(kiosk, page);
      for (const way of ways) touches.push(await take(kiosk, page, way));
      await page.waitForTimeout(shieldMs);
      await page.locator('[data-action="back"]').first().click();
      await kiosk.on('AskNumber');
    }
    const rows = ([0.5, 0.95, 0.99] as const).map((p) => ({
      metric: `touch.nextScreen.p${p * 100}`,
      unit: 'ms' as const,
      value: quantile(touches, p),
      reference: 'aim (p95)',
      referenceValue: touchAimMs,
    }));
    report('touch', [
      ...rows,
      {
        metric: 'inquiry.gateway.p95',
        unit: 'ms',
        value: quantile(inquiries, 0.95),
        reference: 'aim, number entered to list painted',
        referenceValue: inquiryAimMs,
      },
    ]);
  } finally {
    await kiosk.close();
  }
}

async function toNumber(kiosk: KioskApp): Promise<void> {
  for (const [screen, selector] of [
    ['Attract', '[data-action="begin"]'],
    ['Language', '[data-action="language-en"]'],
    ['Home', '[data-action="service-trafficIndividuals"]'],
  ] as const) {
    const page = await kiosk.on(screen);
    await page.waitForTimeout(shieldMs);
    await page.locator(selector).first().click();
  }
  await kiosk.on('AskNumber');
}

async function lookUp(kiosk: KioskApp, page: Page): Promise<number> {
  await page.waitForTimeout(shieldMs);
  for (const digit of demo.mixed) await page.keyboard.press(digit, { delay: 160 });
  const ms = await timed(page, () => page.locator('[data-action="submit-field"]').click(), 'TicketList');
  await kiosk.on('TicketList');
  return ms;
}

async function take(kiosk: KioskApp, page: Page, way: Way): Promise<number> {
  await kiosk.on(way.from);
  await page.waitForTimeout(shieldMs);
  return timed(page, () => page.locator(way.action).first().click(), way.to);
}

/** Installs the stop-watch: starts at a click, stops in the task after the first frame that shows the change. */
async function measureTouches(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watch = { from: 0, done: Number.NaN, wanted: '' };
    Object.assign(window, { touchWatch: watch });
    addEventListener('click', (event) => (watch.from = event.timeStamp), { capture: true });
    new MutationObserver(() => {
      const shown = document.querySelector('[data-screen]')?.getAttribute('data-screen');
      if (watch.from === 0 || shown !== watch.wanted || !Number.isNaN(watch.done)) return;
      watch.done = -1;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => (watch.done = performance.now() - watch.from);
        port2.postMessage(null);
      });
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}

interface TouchWatch {
  from: number;
  done: number;
  wanted: string;
}

async function timed(page: Page, touch: () => Promise<void>, wanted: ScreenName): Promise<number> {
  await page.evaluate((screen) => {
    const { touchWatch } = window as unknown as { touchWatch: TouchWatch }; // put there by measureTouches
    Object.assign(touchWatch, { from: 0, done: Number.NaN, wanted: screen });
  }, wanted);
  await touch();
  const done = await page.waitForFunction(() => {
    const { touchWatch } = window as unknown as { touchWatch: TouchWatch };
    return touchWatch.done > 0 ? touchWatch.done : null;
  });
  return Number(await done.jsonValue());
}
