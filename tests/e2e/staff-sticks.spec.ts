import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StaffHands } from '../support/staff-hands.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('with the network cut a stick takes a closed day to the office and brings its answer and the data back; a bundle cut short is refused', async ({
  kiosk,
  dock,
  world,
}) => {
  await new Visitor(kiosk).on('Attract');
  const staff = new StaffHands(kiosk);
  await staff.comeIn('S201');
  await dock.network('down');
  const day = await staff.goTo('day');
  await day.locator('[data-action="close-day"]').click();
  await day.locator('[data-action="close-now"]').click();
  await expect(day.locator('[data-notice="day_closed"]')).toBeVisible();
  const page = await staff.goTo('carry');
  const there = page.locator('[data-stick="demo-stick"]');
  await there.locator('[data-action="offer"]').click();
  await expect(page.locator('[data-notice="offered"]')).toBeVisible({ timeout: 40_000 });
  await expect(page.locator('[data-offered]')).toContainText('1 request in');

  const stick = join(world.sticks, 'demo-stick');
  const published = async (): Promise<boolean> => (await fetch(`${world.gatewayUrl}/v1/feed/head`)).ok;
  await expect.poll(published, { timeout: 60_000 }).toBe(true);
  const office = ['scripts/sticks.ts', stick, '--gateway', world.gatewayUrl];
  expect(execFileSync(process.execPath, office, { encoding: 'utf8' })).toContain('1 answers');
  await page.locator('[data-action="look-for-sticks"]').click();
  await there.locator('[data-bundle="good"] [data-action="bring-in"]').click();
  await expect(page.locator('[data-notice="brought_in"]')).toBeVisible({ timeout: 40_000 });
  await expect(page.locator('[data-brought="here"]')).toContainText('1 request was settled');
  await expect(there.locator('[data-bundle="again"]')).toBeVisible();

  const bundle = readdirSync(stick).find((name) => name.startsWith('wafa-down-')) ?? '';
  rmSync(join(stick, bundle, 'letter.bin'));
  await page.locator('[data-action="look-for-sticks"]').click();
  await expect(there.locator('[data-bundle="incomplete"]')).toBeVisible();
  await expect(there.locator('[data-action="bring-in"]')).toHaveCount(0);
});
