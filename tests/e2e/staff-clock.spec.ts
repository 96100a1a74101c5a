import { makeItADayLater } from '../support/day-later.ts';
import { StaffHands } from '../support/staff-hands.ts';
import { until } from '../support/until.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('started without a network after its clock was wrong, the kiosk says so until a technician vouches for the clock', async ({
  kiosk,
  dock,
  startKiosk,
}) => {
  const first = new StaffHands(kiosk);
  await new Visitor(kiosk).on('Attract');
  const before = await first.comeIn('T301');
  await expect(before.locator('[data-line="clock"]')).toHaveAttribute('data-state', 'good');
  await expect(before.locator('[data-clock-doubt]')).toHaveCount(0);
  await until(
    'the offline copy',
    async () => (await before.locator('[data-line="feed"][data-state="good"]').count()) || null,
  );
  await expect(before.locator('[data-line="staffList"]')).toHaveAttribute('data-state', 'good');
  await first.leave();
  await kiosk.kill();
  makeItADayLater(kiosk.dataFolder);
  await dock.network('down');

  const again = new StaffHands(await startKiosk(kiosk.dataFolder));
  const page = await again.comeIn('T301');
  await expect(page.locator('[data-clock-doubt="corrected"]')).toBeVisible();
  await expect(page.locator('[data-line="clock"]')).toHaveAttribute('data-state', 'attention');
  await page.locator('[data-action="clock-compared"]').click();
  await expect(page.locator('[data-notice="clock_compared"]')).toBeVisible();
  await expect(page.locator('[data-clock-doubt]')).toHaveCount(0);
});
