import { startAgainCode } from '../../src-main/platform/start-again-code.ts';
import { StaffHands } from '../support/staff-hands.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('an attendant takes the kiosk out of service; it says so in six languages, stays so over a power cut, and is brought back', async ({
  kiosk,
  startKiosk,
}) => {
  await new Visitor(kiosk).on('Attract');
  const staff = new StaffHands(kiosk);
  await staff.comeIn('A101');
  const page = await staff.goTo('machine');
  await page.locator('[data-action="take-out"]').click();
  await expect(page.locator('[data-notice="out_of_service"]')).toBeVisible();
  await staff.goTo('status');
  await expect(page.locator('[data-why="out_of_service"]')).toBeVisible();
  await staff.leave();
  const closed = await new Visitor(kiosk).on('OutOfService');
  for (const language of ['ar', 'en', 'ur', 'hi', 'bn', 'fil']) {
    await expect(closed.locator(`[lang="${language}"]`).first()).toBeVisible();
  }
  await kiosk.kill();

  const again = await startKiosk(kiosk.dataFolder);
  await new Visitor(again).on('OutOfService');
  const hands = new StaffHands(again);
  const status = await hands.comeIn('A101');
  await expect(status.locator('[data-line="start"]')).toContainText('after the program died');
  const machine = await hands.goTo('machine');
  await machine.locator('[data-action="bring-back"]').click();
  await expect(machine.locator('[data-notice="in_service"]')).toBeVisible();
  await hands.leave();
  await new Visitor(again).on('Attract');
});

test('paper is changed by what the printer says of its cover, and a test comes out', async ({ kiosk, dock }) => {
  await dock.printer('out_of_paper');
  await new Visitor(kiosk).on('Attract');
  const staff = new StaffHands(kiosk);
  await staff.comeIn('A101');
  const page = await staff.goTo('machine');
  const step = (name: string) => page.locator(`[data-step="${name}"][aria-current="step"]`);
  const before = (await dock.papers()).length;
  await page.locator('[data-action="change-paper"]').click();
  await expect(step('open')).toBeVisible();
  await dock.printer('cover_open');
  await expect(step('close')).toBeVisible({ timeout: 15_000 });
  await dock.printer('ready');
  await expect(step('test')).toBeVisible({ timeout: 15_000 });
  await page.locator('[data-action="paper-test"]').click();
  await expect(page.locator('[data-notice="paper_changed"]')).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('[data-step]')).toHaveCount(0);
  expect((await dock.papers()).length).toBe(before + 1);
});

test('a technician tries the devices: print, tone, scanner and touch', async ({ kiosk, dock }) => {
  await new Visitor(kiosk).on('Attract');
  const staff = new StaffHands(kiosk);
  await staff.comeIn('T301');
  const page = await staff.goTo('machine');
  await page.locator('[data-action="test-print"]').click();
  await expect(page.locator('[data-notice="printed"]')).toBeVisible({ timeout: 30_000 });
  await page.locator('[data-action="test-sound"]').click();
  await expect(page.locator('[data-notice="sounded"]')).toBeVisible();
  await dock.scan('NOT-SHOWN');
  await expect(page.locator('[data-signs="9"]')).toBeVisible();
  await expect(page.getByText('NOT-SHOWN')).toHaveCount(0);
  await page.locator('[data-action="quieter"]').click();
  await expect(page.locator('[data-part="volume"] [data-level="90"]')).toBeVisible();
  await page.locator('[data-action="test-touch"]').click();
  for (let target = 0; target < 9; target += 1) {
    const cross = page.locator(`[data-target="${target}"]`);
    const box = await cross.boundingBox();
    if (!box) throw new Error(`target ${target} is not on the screen`);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }
  await expect(page.locator('[data-notice="touch_good"]')).toBeVisible();
});

test('a technician restarts the program: it ends in good order, asks to be started again, and says so afterwards', async ({
  kiosk,
  startKiosk,
}) => {
  await new Visitor(kiosk).on('Attract');
  const staff = new StaffHands(kiosk);
  await staff.comeIn('T301');
  const page = await staff.goTo('machine');
  const child = kiosk.app.process();
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await page.locator('[data-action="restart"]').click();
  await page.locator('[data-action="sure"]').click();
  expect(await ended).toBe(startAgainCode);
  const again = await startKiosk(kiosk.dataFolder);
  await new Visitor(again).on('Attract');
  const status = await new StaffHands(again).comeIn('T301');
  await expect(status.locator('[data-line="start"]')).toContainText('after it was ended in good order');
});
