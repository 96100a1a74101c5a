import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeItADayLater } from '../support/day-later.ts';
import type { KioskApp } from '../support/kiosk-app.ts';
import type { People } from '../support/people.ts';
import { Phone } from '../support/phone.ts';
import { pinOf, StaffHands } from '../support/staff-hands.ts';
import { until } from '../support/until.ts';
import { verify } from '../support/verify.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

/** The list of staff and the offline copy have come: from now on the kiosk needs nobody. */
async function knowsEnough(kiosk: KioskApp): Promise<void> {
  await new Visitor(kiosk).on('Attract');
  const staff = new StaffHands(kiosk);
  const page = await staff.comeIn('S201');
  const feed = page.locator('[data-line="feed"][data-state="good"]');
  await until('the offline copy', async () => (await feed.count()) || null);
  await staff.leave();
}

/** One visitor pays; of the next nobody knows whether they have, because the line goes. Resolves to the receipt. */
async function yesterday(kiosk: KioskApp, people: People, cut: () => Promise<unknown>): Promise<string> {
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.on('PayOnPhone');
  await new Phone().pay(await kiosk.codeOnScreen());
  const receiptNo = await visitor.receiptNumber();
  await visitor.touch('Paid', 'Done');
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.on('PayOnPhone');
  await cut();
  await kiosk.kill();
  return receiptNo;
}

function notice(page: Page, code: string): Promise<void> {
  return expect(page.locator(`[data-notice="${code}"]`)).toBeVisible({ timeout: 30_000 });
}

test('with the network cut from start to end staff find yesterday’s unknown payment, close it by two, print, change paper, close the day and carry the evidence away', async ({
  kiosk,
  dock,
  people,
  world,
  startKiosk,
}) => {
  test.setTimeout(240_000);
  await knowsEnough(kiosk);
  const receiptNo = await yesterday(kiosk, people, () => dock.network('down'));
  makeItADayLater(kiosk.dataFolder);

  const staff = new StaffHands(await startKiosk(kiosk.dataFolder));
  const page = await staff.comeIn('S201');
  await test.step('the unknown payment of yesterday is a case, and two people close it', async () => {
    await staff.goTo('payments');
    await page.locator('[data-choice="yesterday"]').click();
    await page.locator('[data-choice="unknown"]').click();
    await expect(page.locator('[data-total="1"]')).toBeVisible();
    await page.locator('.row').click();
    await staff.on('payment');
    await page.locator('[data-action="hand-over"]').click();
    await notice(page, 'handed_over');
    await page.locator('[data-action="close-case"]').click();
    await page.locator('[data-choice="not_charged"]').click();
    await page.locator('[data-choice="settlement_report"]').click();
    await staff.enterSecond('S202', pinOf('S202'));
    await page.locator('[data-action="decide"]').click();
    await notice(page, 'case_closed');
  });
  await test.step('a receipt of yesterday is printed again', async () => {
    await page.locator('[data-action="back"]').click();
    await staff.on('payments');
    await page.locator('[data-choice="all"]').first().click();
    await page.locator('.row', { hasText: receiptNo }).click();
    await staff.on('payment');
    await page.locator('[data-action="reprint"]').click();
    await notice(page, 'printed');
  });
  await test.step('the paper is changed', async () => {
    await staff.goTo('machine');
    await page.locator('[data-action="change-paper"]').click();
    await dock.printer('cover_open');
    await expect(page.locator('[data-step="close"][aria-current="step"]')).toBeVisible({ timeout: 15_000 });
    await dock.printer('ready');
    await page.locator('[data-action="paper-test"]').click();
    await notice(page, 'paper_changed');
  });
  await test.step('the day is closed', async () => {
    await staff.goTo('day');
    await page.locator('[data-action="close-day"]').click();
    await page.locator('[data-action="close-now"]').click();
    await notice(page, 'day_closed');
  });
  await test.step('the evidence goes onto a stick', async () => {
    await staff.goTo('carry');
    await page.locator('[data-stick="demo-stick"] [data-action="export"]').click();
    await notice(page, 'exported');
    await staff.leave();
    await new Visitor(staff.kiosk).on('Attract');
  });

  const stick = join(world.sticks, 'demo-stick');
  const folder = join(stick, readdirSync(stick).toSorted().at(-1) ?? '');
  const whole = verify(folder);
  expect(whole.out).toContain('journal payment: intact');
  expect(whole.out).toContain('journal audit: intact');
  expect(whole.intact).toBe(true);
  const file = join(folder, 'payment-000001.wj');
  const bytes = readFileSync(file);
  bytes[300] = (bytes[300] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const damaged = verify(folder);
  expect(damaged.intact).toBe(false);
  expect(damaged.out).toMatch(/journal payment: DAMAGED[^]*first bad record: \d+, in payment-000001\.wj at byte \d+/);
});
