import { pinOf, StaffHands } from '../support/staff-hands.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('an unknown payment is found, handed over and closed by two people with the network cut, and the gateway hears of it', async ({
  kiosk,
  dock,
  people,
  startKiosk,
}) => {
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.on('PayOnPhone');
  await dock.network('down');
  await kiosk.kill();
  const staff = new StaffHands(await startKiosk(kiosk.dataFolder));
  await staff.comeIn('S201');
  const list = await staff.goTo('payments');
  await list.locator('[data-choice="unknown"]').click();
  await list.locator('[data-field="amount"]').click();
  for (const key of '999.9') await list.locator(`[data-key="${key}"]`).click();
  await list.locator('[data-action="find"]').click();
  await expect(list.locator('[data-total="0"]')).toBeVisible();
  await list.locator('[data-field="amount"]').click();
  for (let left = 5; left > 0; left -= 1) await list.locator('[data-key="erase"]').click();
  await list.locator('[data-action="find"]').click();
  await list.locator('.row', { has: list.locator('[data-payment-state="unknown"]') }).click();
  const page = await staff.on('payment');
  await expect(page.locator('[data-step]').first()).toHaveAttribute('data-step', 'created');
  await page.locator('[data-action="ask"]').click();
  await expect(page.locator('[data-notice="no_answer"]')).toBeVisible({ timeout: 40_000 });
  await page.locator('[data-action="hand-over"]').click();
  await expect(page.locator('[data-notice="handed_over"]')).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('[data-case]')).toHaveText(/^K\d+-[0-9A-F]{8}$/);
  await page.locator('[data-action="close-case"]').click();
  await page.locator('[data-choice="not_charged"]').click();
  await page.locator('[data-choice="settlement_report"]').click();
  await staff.enterSecond('A101', '000000');
  await page.locator('[data-action="decide"]').click();
  await expect(page.locator('[data-notice="second_wrong"]')).toBeVisible();
  // What was decided still stands there; only the PIN is typed again.
  await staff.enterSecond('', pinOf('A101'));
  await page.locator('[data-action="decide"]').click();
  await expect(page.locator('[data-notice="case_closed"]')).toBeVisible();
  await expect(page.locator('[data-step="not_charged_by_people"]')).toContainText('S201 + A101');
  await dock.network('up');
  await expect(page.locator('[data-step="released"]')).toBeVisible({ timeout: 60_000 });
  await staff.leave();
});
