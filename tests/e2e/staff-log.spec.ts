import { StaffHands } from '../support/staff-hands.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('a technician finds in the log when the first screen stood, with the network cut', async ({ kiosk, dock }) => {
  await new Visitor(kiosk).on('Attract');
  const staff = new StaffHands(kiosk);
  await staff.comeIn('T301');
  await dock.network('down');
  const page = await staff.goTo('log');
  await expect(page.locator('[data-event]').first()).toBeVisible();
  await page.locator('[data-field="text"]').click();
  for (const key of 'FIRST-SCREEN') await page.locator(`[data-key="${key}"]`).click();
  await page.locator('[data-action="find"]').click();
  const row = page.locator('[data-event="first-screen"]');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(/ms=\d+/);
  await page.locator('[data-action="print-page"]').click();
  await expect(page.locator('[data-notice="printed"]')).toBeVisible({ timeout: 30_000 });
  expect((await dock.papers()).length).toBeGreaterThan(0);
  await page.locator('[data-choice="fault"]').click();
  await expect(row).toHaveCount(0);
});

test('an attendant is not shown the log', async ({ kiosk }) => {
  await new Visitor(kiosk).on('Attract');
  const page = await new StaffHands(kiosk).comeIn('A101');
  await expect(page.locator('[data-page="payments"]')).toBeVisible();
  await expect(page.locator('[data-page="log"]')).toHaveCount(0);
});
