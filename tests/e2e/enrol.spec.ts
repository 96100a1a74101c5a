import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KioskApp } from '../support/kiosk-app.ts';
import { StaffHands } from '../support/staff-hands.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('a kiosk that is nobody is enrolled at its screen: slips and a dead line are told, the words are compared, and visitors come in', async ({
  world,
  dock,
  window,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'wafa-kiosk-'));
  const { WAFA_ENROL_CODE: code = '', ...environment } = world.kioskEnvironment(folder, window);
  const start = () => KioskApp.start(environment, folder);
  const kiosk = await start();
  const staff = new StaffHands(kiosk);
  await new Visitor(kiosk).on('OutOfService');
  await staff.makeSign();
  const page = await staff.on('enrol');
  await page.getByRole('button', { name: 'English' }).click();
  await staff.typeCode(`1${code.slice(1)}`);
  await expect(page.locator('[data-problem="mistyped"]')).toBeVisible();
  await expect(page.locator('[data-action="enrol"]')).toBeDisabled();
  await dock.network('down');
  await staff.typeCode(code);
  await expect(page.locator('[data-problem="no_answer"]')).toBeVisible();
  await dock.network('up');
  await page.locator('[data-action="enrol"]').click();
  await expect(page.locator('[data-step="compare"] [data-word]')).toHaveCount(6);
  const wordsOn = (where: typeof page) => where.locator('[data-word]').allTextContents();
  const words = await wordsOn(page);
  await kiosk.kill();

  const again = await start();
  const hands = new StaffHands(again);
  const visitor = new Visitor(again);
  await visitor.on('OutOfService');
  await hands.makeSign();
  const after = await hands.on('enrol');
  await after.getByRole('button', { name: 'English' }).click();
  expect(await wordsOn(after)).toEqual(words);
  await after.locator('[data-action="same"]').click();
  const door = await hands.on('door');
  await expect(door.locator('[data-notice="enrolled"]')).toBeVisible();
  await hands.signInAs('T301');
  await hands.on('status');
  await hands.leave();
  await visitor.chooseLanguage();
  expect(again.faults()).toEqual([]);
  await again.close();
});

test('the code is taken from the scanner, and different words leave the kiosk as new as before', async ({
  world,
  dock,
  window,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'wafa-kiosk-'));
  const { WAFA_ENROL_CODE: code = '', ...environment } = world.kioskEnvironment(folder, window);
  const kiosk = await KioskApp.start(environment, folder);
  const staff = new StaffHands(kiosk);
  await new Visitor(kiosk).on('OutOfService');
  await staff.makeSign();
  const page = await staff.on('enrol');
  await dock.scan(code);
  await page.locator('[data-action="differ"]').click();
  await expect(page.locator('[data-problem="differ"]')).toBeVisible();
  await staff.leave();
  await new Visitor(kiosk).on('OutOfService');
  await kiosk.close();
});
