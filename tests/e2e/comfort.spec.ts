import type { Page } from '@playwright/test';
import { demo } from '../support/people.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, landscape, portrait, test } from './kiosk-test.ts';

/** How the page says it is drawn now. */
async function look(page: Page): Promise<Record<string, string | null>> {
  return page.evaluate(() => {
    const root = document.documentElement;
    return {
      display: root.getAttribute('data-display'),
      low: root.getAttribute('data-low-reach'),
      calm: root.getAttribute('data-calm'),
    };
  });
}

test('how the screen is changes anywhere without losing a digit, and the next visitor finds it set back (A41)', async ({
  kiosk,
}) => {
  const visitor = new Visitor(kiosk);
  await visitor.touch('Attract', /Touch to begin|المس/);
  let page = await visitor.on('Language');
  const before = await look(page);
  await page.locator('[data-action="comfort-way"]').click();
  await page.locator('[data-action="display-large"]').click();
  await page.locator('[data-action="close-comfort"]').click();
  await visitor.touch('Language', /English/);
  await visitor.touch('Home', 'My traffic violations');
  page = await visitor.on('AskNumber');
  for (const digit of '399') await page.getByRole('button', { name: digit, exact: true }).click({ delay: 40 });
  await page.locator('[data-action="comfort"]').click();
  for (const wish of ['display-contrast', 'wish-lowReach', 'wish-calm', 'wish-moreTime', 'wish-steadyHands']) {
    await page.locator(`[data-action="${wish}"]`).click();
  }
  await expect(page.locator('[data-action="wish-lowReach"]')).toHaveAttribute('aria-checked', 'true');
  await page.locator('[data-action="close-comfort"]').click();
  expect(await look(page)).toEqual({ display: 'contrast', low: '', calm: '' });
  await expect(page.locator('#number')).toHaveValue('399');
  await page.locator('[data-action="end"]').click();
  await page.locator('[data-action="end-visit"]').click();
  await visitor.touch('Goodbye', 'Done');
  page = await visitor.on('Attract');
  expect(await look(page)).toEqual(before);
});

test('with low reach nothing to touch is above the middle, from the home screen to the choice of payment (A04)', async ({
  kiosk,
}) => {
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  const home = await visitor.on('Home');
  await home.locator('[data-action="comfort"]').click();
  await home.locator('[data-action="wish-lowReach"]').click();
  await home.locator('[data-action="close-comfort"]').click();
  const highest = async (page: Page): Promise<number> =>
    page.evaluate(() =>
      Math.min(
        ...Array.from(document.querySelectorAll('button'))
          .filter((button) => button.checkVisibility())
          .map((button) => {
            const port = button.closest('.body')?.getBoundingClientRect().top ?? 0;
            return Math.max(port, button.getBoundingClientRect().top) / innerHeight;
          }),
      ),
    );
  expect(await highest(home)).toBeGreaterThanOrEqual(0.5);
  await visitor.lookUp(demo.mixed);
  expect(await highest(await visitor.on('TicketList'))).toBeGreaterThanOrEqual(0.5);
  await visitor.selectAllAndReview();
  expect(await highest(await visitor.on('ChooseRail'))).toBeGreaterThanOrEqual(0.5);
});

test('a finger that slides off a button before it is lifted does nothing (A24)', async ({ kiosk }) => {
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  const page = await visitor.on('Home');
  const box = await page.locator('[data-action="service-trafficIndividuals"]').boundingBox();
  if (!box) throw new Error('the card is not drawn');
  const touch = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: at.x, y: 20 }] });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await page.waitForTimeout(500);
  await visitor.on('Home');
});

test('where nothing should move, nothing moves: not even while waiting (A30)', async ({ kiosk, people }) => {
  const visitor = new Visitor(kiosk);
  await visitor.chooseLanguage();
  const home = await visitor.on('Home');
  await home.locator('[data-action="comfort"]').click();
  await home.locator('[data-action="wish-calm"]').click();
  await home.locator('[data-action="close-comfort"]').click();
  await visitor.lookUp(people.next(1, 5).number);
  await visitor.selectAllAndReview();
  await visitor.touch('ChooseRail', /On this screen/);
  const page = await visitor.on('PayOnScreen');
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  // The weave of waiting stands there and would move.
  expect(await page.locator('.weave').count()).toBe(1);
});

for (const window of [portrait, landscape]) {
  test.describe(window, () => {
    test.use({ window });

    test('Help, Comfort and End stand in the same place on every screen (A23)', async ({ kiosk }) => {
      const visitor = new Visitor(kiosk);
      await visitor.chooseLanguage();
      const places = async (page: Page): Promise<unknown> =>
        page.evaluate(() =>
          ['help', 'comfort', 'end'].map((action) => {
            const box = document.querySelector(`[data-action=${action}]`)?.getBoundingClientRect();
            return box ? [Math.round(box.left), Math.round(box.top)] : null;
          }),
        );
      const first = await places(await visitor.on('Home'));
      await visitor.lookUp(demo.mixed);
      expect(await places(await visitor.on('TicketList'))).toEqual(first);
      await visitor.selectAllAndReview();
      expect(await places(await visitor.on('ChooseRail'))).toEqual(first);
    });
  });
}
