import { StaffHands } from '../support/staff-hands.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('a supervisor sees the day, prints it and closes it with the network cut', async ({ kiosk, dock }) => {
  await new Visitor(kiosk).on('Attract');
  const staff = new StaffHands(kiosk);
  await staff.comeIn('S201');
  await dock.network('down');
  const page = await staff.goTo('day');
  const number = (report: 'x' | 'z') => page.locator(`[data-report="${report}"] [data-no]`);
  await expect(number('x')).toHaveText(/^\d+$/);
  const running = await number('x').innerText();
  await page.locator('[data-action="print-x"]').click();
  await expect(page.locator('[data-notice="printed"]')).toBeVisible({ timeout: 30_000 });
  await page.locator('[data-action="close-day"]').click();
  await page.locator('[data-action="close-now"]').click();
  await expect(page.locator('[data-notice="day_closed"]')).toBeVisible();
  await expect(number('z')).toHaveText(running);
  await expect(number('x')).toHaveText(String(Number(running) + 1));
  await page.locator('[data-action="print-z"]').click();
  await expect(page.locator('[data-notice="printed"]')).toBeVisible({ timeout: 30_000 });
});
