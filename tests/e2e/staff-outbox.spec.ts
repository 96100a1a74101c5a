import { Phone } from '../support/phone.ts';
import { RefusingGateway } from '../support/refusing-gateway.ts';
import { StaffHands } from '../support/staff-hands.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('what the gateway refuses is set aside, shown, still there after a restart, sent again by staff, and gone', async ({
  world,
  dock: _calm,
  people,
  startKiosk,
}) => {
  test.setTimeout(180_000);
  const line = world.kioskEnvironment('', '')['WAFA_GATEWAY_URL'] ?? '';
  const gateway = await RefusingGateway.start(line, world.gatewayFolder);
  const settings = { WAFA_GATEWAY_URL: gateway.url };
  const first = await startKiosk(undefined, settings);
  let receiptNo = '';
  await test.step('a payment is taken whose booking the gateway refuses', async () => {
    const visitor = new Visitor(first);
    gateway.refuses = /\/commit$/;
    await visitor.startPaying(people.next(1).number, 'On your phone');
    await visitor.on('PayOnPhone');
    await new Phone().pay(await first.codeOnScreen());
    receiptNo = await visitor.receiptNumber();
    await visitor.touch('Paid', 'Done');
  });

  const staff = new StaffHands(first);
  const page = await staff.comeIn('S201');
  await test.step('after five refusals it is set aside: the status page says so, and visitors can still pay', async () => {
    await expect(page.locator('[data-line="aside"][data-state="bad"]')).toBeVisible({ timeout: 60_000 });
    await expect(page.locator('[data-can-pay="true"]')).toBeVisible();
    await staff.goTo('outbox');
    await expect(page.locator('[data-group="aside"] [data-owed="commit"]')).toContainText(receiptNo);
    await expect(page.locator('[data-trouble="conflict"]')).toBeVisible();
    await page.locator('[data-action="print-page"]').click();
    await expect(page.locator('[data-notice="printed"]')).toBeVisible({ timeout: 30_000 });
    await page.locator('[data-action="again"]').click();
    await expect(page.locator('[data-notice="owed_refused"]')).toBeVisible({ timeout: 30_000 });
  });

  await first.kill();
  const second = await startKiosk(first.dataFolder, settings);
  const again = new StaffHands(second);
  const after = await again.comeIn('T301');
  await test.step('a restart changes nothing about it, and when the gateway is mended one touch is enough', async () => {
    await again.goTo('outbox');
    await expect(after.locator('[data-group="aside"] [data-owed="commit"]')).toContainText(receiptNo);
    gateway.refuses = null;
    await after.locator('[data-action="again"]').click();
    await expect(after.locator('[data-notice="owed_taken"]')).toBeVisible({ timeout: 30_000 });
    await expect(after.locator('[data-owed]')).toHaveCount(0);
    await again.goTo('status');
    await expect(after.locator('[data-line="aside"][data-state="good"]')).toBeVisible();
  });
  await again.leave();
  gateway.stop();
});

test('an attendant is not shown what is owed', async ({ kiosk }) => {
  const staff = new StaffHands(kiosk);
  const page = await staff.comeIn('A101');
  await expect(page.locator('[data-page="outbox"]')).toHaveCount(0);
  await staff.leave();
});
